"""From the bytes of a file to its text: what keeps a file from being read, and which encoding it seems to be in."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from checker.problems import Problem

MOST_BYTES = 5_000_000


def read_text(path: Path | str) -> str | Problem:
    """The text of a file, or what keeps it from being read. Raises nothing."""
    name = str(path)
    try:
        if Path(path).is_dir():
            return Problem("Y102", name)
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Problem("Y101", name)
    except OSError:
        return Problem("Y103", name)
    if len(data) > MOST_BYTES:
        return too_big(name)
    data = data.removeprefix(BOM_UTF8)
    if _is_utf16(data):
        return Problem("Y105", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, name)


# with these a name, or an entry of a list, is set off from what it says; in UTF-16 zero bytes stand between the two
_SET_OFF = (b": ", b":\n", b":\r", b"- ")


def _is_utf16(data: bytes) -> bool:
    """Whether zero bytes are how a file is written, and not a character out of place here and there."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return True
    return (b"\n\0" in data or b"\0\n" in data) and not any(marks in data for marks in _SET_OFF)


def too_big(path: str) -> Problem:
    """The problem of a file of more than ``MOST_BYTES``."""
    return Problem("Y109", path, values={"most": str(MOST_BYTES // 1_000_000)})


def _not_utf8(data: bytes, at: int, path: str) -> Problem:
    """GB18030 is what Chinese editors write when they do not write UTF-8; else all we know is the place."""
    begin = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    whole = data[begin : end if end >= 0 else len(data)].rstrip(b"\r")
    column = len(data[begin:at].decode("utf-8")) + 1
    try:
        # damage comes after many good characters, another encoding fails at one of the first
        data.decode("utf-8" if sum(byte > 0xBF for byte in data[:at]) > 10 else "gb18030")
        code, source = "Y104", whole.decode("gb18030")
    except UnicodeDecodeError:
        code, source = "Y106", whole.decode("utf-8", "replace")
    return Problem(code, path, data.count(b"\n", 0, at) + 1, column, column + 1, source)
