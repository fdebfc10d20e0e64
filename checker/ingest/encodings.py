"""Bytes of text files and web pages whose encoding may be declared, or not, or wrongly."""

import codecs

from checker.ingest.extras import needed

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# every GB2312 and GBK text is GB18030, and pages that declare the former use characters of the latter
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "iso-8859-1": "cp1252"}


def decoded(data: bytes, declared: str = "") -> str | None:
    """The text of some bytes, or None where they are no text in any encoding that can be told.

    By its byte order mark, else as declared where that fits, else UTF-8, else GB18030, else by likelihood.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data[:4096]:
        return None
    for encoding in (_known(declared), "utf-8", "gb18030"):
        text = _strict(data, encoding) if encoding else None
        if text is not None and _reads(text):
            return text
    return _guessed(data)


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except LookupError:
        return ""
    return _WIDER.get(name, name)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _reads(text: str) -> bool:
    """Whether a text has next to no control characters, as text in the wrong encoding often has."""
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return 1000 * odd <= len(text)


def _guessed(data: bytes) -> str | None:
    best = needed("charset_normalizer").from_bytes(data).best()
    return None if best is None else str(best)
