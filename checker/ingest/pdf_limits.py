"""What of a PDF is refused before anything of it is read: too many objects, parts that unpack out of proportion.

Only the bytes are looked at, in one pass, so that a file made to exhaust the reader costs nothing.
"""

import re
import zlib

from checker.problems import Problem

MOST_OBJECTS = 300_000
"""Objects a file may hold; a tagged report of 200 pages has about fifty thousand."""
MOST_PAGES = 2_000
"""Pages a document may have."""
LARGEST_STREAM = 48 * 1024 * 1024
"""Bytes one packed part may unpack to, pictures apart; a whole Chinese font has up to twenty millions."""
LARGEST_PICTURE = 192 * 1024 * 1024
"""Bytes a picture may unpack to; a page in colour at 600 dots an inch has a hundred millions. It is never unpacked."""
LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes all packed parts may unpack to, pictures apart."""
MOST_OLDER = 256 * 1024
"""Bytes packed by the methods of PDF 1.1 (LZW, run length), whose size only unpacking tells; pictures apart."""

_OBJECT = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b")
_IN_STREAMS = re.compile(rb"/ObjStm\b")
_COUNT = re.compile(rb"/N\s+(\d{1,12})")
_STREAM = re.compile(rb"(?<!d)stream\r?\n")  # not of endstream
_OLDER = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY = 4_096  # how far before its stream a dictionary begins at most


def refused(data: bytes, file: str) -> Problem | None:
    """Why a file is not to be read at all, None where it may be."""
    if _objects(data) > MOST_OBJECTS:
        return Problem("D305", file, values={"most": str(MOST_OBJECTS)})
    if _unpacks_too_large(data):
        return Problem("D306", file, values={"most": str(LARGEST_UNPACKED // 1024 // 1024)})
    return None


def _objects(data: bytes) -> int:
    count = 0
    for count, _ in enumerate(_OBJECT.finditer(data), 1):
        if count > MOST_OBJECTS:
            return count
    for found in _IN_STREAMS.finditer(data):
        # /N may stand on either side of the type in the dictionary of the stream
        start, end = data.rfind(b"obj", 0, found.start()), data.find(b"stream", found.end())
        stated = _COUNT.search(data, max(start, found.start() - _DICTIONARY), min(end, found.end() + _DICTIONARY))
        count += int(stated[1]) if stated else 0
        if count > MOST_OBJECTS:
            break
    return count


def _unpacks_too_large(data: bytes) -> bool:
    total = older = 0
    for found in _STREAM.finditer(data):
        start = found.end()
        begins = data.rfind(b"obj", max(0, found.start() - _DICTIONARY), found.start())
        about = data[max(begins, 0) : found.start()]
        picture = b"/Image" in about and b"/Subtype" in about
        most = LARGEST_PICTURE if picture else LARGEST_STREAM
        packed = len(_PACKED.findall(about))
        if _OLDER.search(about) or packed > 1:
            older += 0 if picture else max(0, data.find(b"endstream", start) - start)
            if older > MOST_OLDER or (packed > 1 and not picture):
                return True
        elif packed:
            size = _unpacked(data, start, most)
            total += 0 if picture else size
            if size > most or total > LARGEST_UNPACKED:
                return True
    return False


def _unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes a packed part unpacks to, as far as it can be unpacked, and not far beyond the limit."""
    engine = zlib.decompressobj()
    view = memoryview(data)
    size = 0
    step = 64 * 1024
    rest: bytes = b""
    try:
        while not engine.eof and size <= most:
            if not rest:
                rest = bytes(view[start : start + step])
                start += len(rest)
            if not rest:
                break
            size += len(engine.decompress(rest, 1024 * 1024))
            rest = engine.unconsumed_tail
    except zlib.error:
        pass
    return size
