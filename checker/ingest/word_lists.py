"""The numbers Word puts in front of paragraphs by itself (w:numPr), which are not in their text.

Formats of numbers: ECMA-376 part 1, 17.18.59; only those that headings and lists of Chinese documents use are spelt
out, others are counted in figures.
"""

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_FULL = {"decimalFullWidth", "decimalFullWidth2"}
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "taiwaneseDigital", "ideographTraditional",
}  # fmt: skip


class Lists:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, document: Any) -> None:
        self.formats: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.abstract: dict[str, str] = {}
        self.linked: dict[tuple[str, str], int] = {}
        self.styles = {style.get(f"{_W}styleId", ""): style for style in document.styles.element.iter(f"{_W}style")}
        part = _numbering_part(document)
        if part is not None:
            self._read(part)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iter(f"{_W}lvl"):
                at = _int(level.get(f"{_W}ilvl"), 0)
                levels[at] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _int(_value(level, "start", "1"), 1),
                )
                styled = _value(level, "pStyle", "")
                if styled:
                    self.linked[abstract.get(f"{_W}abstractNumId", ""), styled] = at
            self.formats[abstract.get(f"{_W}abstractNumId", "")] = levels
        for number in root.iter(f"{_W}num"):
            identity = number.get(f"{_W}numId", "")
            self.abstract[identity] = _value(number, "abstractNumId", "")
            for override in number.iter(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    at = _int(override.get(f"{_W}ilvl"), 0)
                    self.starts.setdefault(identity, {})[at] = _int(start.get(f"{_W}val"), 1)

    def mark(self, paragraph: Any, style: str) -> str:
        """The number in front of a paragraph, as Word shows it; nothing for bullets and unnumbered ones."""
        identity, level = self._place(paragraph, style)
        levels = self.formats.get(self.abstract.get(identity, ""))
        if not levels or level not in levels:
            return ""
        # lists that rest on one definition count on from each other, unless one starts anew
        owner = self.abstract[identity]
        counts = self.counts.setdefault(owner, {})
        started = self.starts.get(identity, {}).pop(level, None)
        if started is not None:
            counts[level] = started
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level][2]
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        form, text, _ = levels[level]
        if form in ("bullet", "none"):
            return ""
        for at in range(level + 1):
            if f"%{at + 1}" in text:
                shape = levels.get(at, (form, "", 1))
                text = text.replace(f"%{at + 1}", counted(counts.get(at, shape[2]), shape[0]))
        return text

    def _place(self, paragraph: Any, style: str) -> tuple[str, int]:
        """The list a paragraph is in and its level there; an empty name where it is in none."""
        named = style
        own = paragraph.find(f"{_W}pPr")
        holders = [own]
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            holders.append(self.styles[style].find(f"{_W}pPr"))
            based = self.styles[style].find(f"{_W}basedOn")
            style = "" if based is None else based.get(f"{_W}val", "")
        for holder in holders:
            found = holder.find(f"{_W}numPr") if holder is not None else None
            if found is not None:
                identity = _value(found, "numId", "")
                if identity:
                    # a style without a level of its own is at the level that names it
                    usual = self.linked.get((self.abstract.get(identity, ""), named), 0)
                    return ("" if identity == "0" else identity), _int(_value(found, "ilvl", ""), usual)
        return "", 0


def _numbering_part(document: Any) -> Any:
    """The root of the numbering part; None where the document has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _value(element: Any, name: str, usual: str) -> str:
    found = element.find(f"{_W}{name}")
    return usual if found is None else found.get(f"{_W}val", usual)


def _int(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else usual


def counted(number: int, form: str) -> str:
    """A number in a format of Word's."""
    from checker.resources import table

    if form in _CHINESE:
        return _in_words(number, table("characters")["numerals"][0])
    if form in _FULL:
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter if form == "upperLetter" else letter.lower()
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _in_words(number: int, words: str) -> str:
    """A number up to 199 in words: the table has one to nine, ten, a hundred, nought."""
    if number <= 0 or number > 199:
        return str(number)
    text = ""
    if number >= 100:
        text, number = words[0] + words[10], number - 100
        if 0 < number < 10:
            return text + words[11] + words[number - 1]
    tens, ones = divmod(number, 10)
    if tens:
        text += ("" if tens == 1 and not text else words[tens - 1]) + words[9]
    return text + (words[ones - 1] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                           (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while number >= value and len(text) < 20:
            text, number = text + letters, number - value
    return text
