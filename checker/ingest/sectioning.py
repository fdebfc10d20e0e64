"""Paragraphs become title, contents list, sections by their headings, and attachments.

Headings are told by their numbering, else by their title: one the contents list or the layout knows, where a converter
lost the number. A numbering that begins anew inside a section is text, and so is a list that is numbered like headings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from checker.characters import bare_key, key
from checker.ingest.documents import Origin, Paragraph
from checker.ingest.numbered import deepest, number_of, reads_as_heading
from checker.layouts import Layout
from checker.problems import near_names
from checker.resources import table

_LONGEST_ENTRY = 300
"""Characters of a line of a contents list; what is longer is none."""
_USUAL = 3
"""Times a year must be stated to be that of a document whose title states none."""
_MOST_TITLE_LINES = 8
_SAME_HEADING = 0.85
"""How alike a line that is set off must be to a heading that is known, to be it: cutoff of the likeness of names."""
_FILE_NAME = re.compile(r".{1,200}\.[0-9A-Za-z]{2,5}")
_PAGE = re.compile(r"\s*\d{1,4}$")


@dataclass(slots=True)
class Part:
    """A section as printed: its headings from the outermost in, its paragraphs, and where its heading stands."""

    heading: tuple[str, ...]
    origin: Origin
    lines: list[str] = field(default_factory=list)
    level: int = 0

    @property
    def text(self) -> str:
        """Its paragraphs, a line each."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Prose:
    """What a document says besides its tables; unnumbered: the headings that were told by their title alone."""

    title: str = ""
    contents: list[str] = field(default_factory=list)
    sections: list[Part] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    unnumbered: list[str] = field(default_factory=list)


def prose_of(lines: Sequence[Paragraph], layout: Layout | None) -> Prose:
    """The prose of a document, from its paragraphs in order."""
    made = Prose()
    start, end = _contents_span(lines)
    front, body = (lines[:start], lines[end:]) if end else ((), lines)
    made.contents = [_contents_line(line.text) for line in lines[start + 1 : end]]
    whole = [*front, *body]
    first, last = _cover(front or body, listed=bool(front))
    outline = _Outline(made, layout)
    for line in whole[:first]:
        outline.line(line)
    if last:
        made.title = "".join(line.text.strip() for line in whole[first:last])
        made.sections.append(Part((made.title,), whole[first].origin))
    for line in whole[last:]:
        outline.line(line)
    made.sections = list(_without_lists(made.sections))
    _attachments(made)
    return made


# --- contents list ---


def _contents_span(lines: Sequence[Paragraph]) -> tuple[int, int]:
    """Where the contents list stands, its heading included; (0, 0) where there is none.

    It ends where its first line stands again, as a heading.
    """
    words = {key(word) for word in table("ingest")["contents"]}
    start = next((n for n, line in enumerate(lines) if key(line.text) in words), None)
    if start is None or start + 1 >= len(lines):
        return 0, 0
    first = _contents_line(lines[start + 1].text)
    wanted, place = {key(first), bare_key(first)}, number_of(first)
    entries: set[str] = set()
    again = 0
    for n in range(start + 1, len(lines)):
        text = _contents_line(lines[n].text)
        begins_anew = place is not None and place[0] == 1 and number_of(text) == place
        if n > start + 1 and (begins_anew or key(text) in wanted or bare_key(text) in wanted):
            return start, n
        if not reads_as_heading(text) and number_of(text) is None:
            # running text: the list has ended, at the latest where something stands that stood in it before
            return start, again or n
        if key(text) in entries:
            again = again or n
        entries.add(key(text))
    return start, start + 1


def _contents_line(text: str) -> str:
    """A line of the contents list without dots, page number and what a word processor leaves behind."""
    words = table("ingest")
    short = text.strip()
    if len(short) > _LONGEST_ENTRY:
        return short
    for left in words["residue"]:
        form = re.escape(left).replace(r"\\#", r"\\d*").replace(r"\#", r"\d*")
        short = re.sub(form, " ", short)
    leaders = re.escape(words["leaders"])
    led = re.search(rf"[{leaders}\t\u3000 ]{{2,}}\s*[-–—]?\s*\d{{0,4}}\s*[-–—]?\s*$|\t\s*\d{{1,4}}\s*$", short)
    return short[: led.start()].rstrip() if led and led.start() else short


def _cover(lines: Sequence[Paragraph], listed: bool) -> tuple[int, int]:
    """Where the title stands, [first, end): the lines at the beginning that are no headings and no sentences.

    From the first that is set off, where one is; before it stands what a web page says of itself. listed: whether a
    contents list follows; without one the title ends with a line that states a year or is set off. (0, 0): none.
    """
    end = 0
    for line in lines[:_MOST_TITLE_LINES]:
        if number_of(line.text) is not None or not (reads_as_heading(line.text) or key(line.text).isdigit()):
            break
        end += 1
    years = table("characters")["years"]
    set_off = [n for n, line in enumerate(lines[:end]) if line.centred or line.level is not None]
    stated = [n for n, line in enumerate(lines[:end]) if n in set_off or any(year in line.text for year in years)]
    if not listed:
        end = stated[-1] + 1 if stated else 0
    return (set_off[0] if set_off else 0, end) if end else (0, 0)


# --- sections ---


@dataclass(slots=True)
class _Outline:
    """The headings open at a place, by level; numbers: the last number of each level under its heading."""

    prose: Prose
    layout: Layout | None
    open: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    inside: int = 0
    """The level of a numbering that began anew; deeper ones are text as well."""
    known: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        level = 1
        for line in self.prose.contents:
            place = number_of(line)
            level = place[0] if place else level
            self.known.setdefault(bare_key(line), level)
        if self.layout is not None:
            for section in self.layout.sections.values():
                for title in section.titles:
                    self.known.setdefault(title, 0)

    def line(self, paragraph: Paragraph) -> None:
        """The next paragraph: a heading, or text of the section that is open."""
        level = self._level(paragraph)
        if level:
            self._open(level, paragraph)
            return
        if not self.prose.sections:
            self.prose.sections.append(Part((), paragraph.origin))
        self.prose.sections[-1].lines.append(paragraph.text.strip())

    def _level(self, paragraph: Paragraph) -> int:
        text = paragraph.text.strip()
        if len(text) > _LONGEST_ENTRY:
            return 0
        known = self.known.get(bare_key(text))
        place = number_of(text)
        if place is None:
            return self._unnumbered(paragraph, known)
        level, number = place
        if not (reads_as_heading(text) or known is not None):
            return 0
        if level == 1:
            return 1
        last = self.numbers.get(level, 0)
        if number <= last and known is None:
            self.inside = min(self.inside or level, level)
            return 0
        if self.inside and level > self.inside:
            return 0
        self.inside = 0
        self.numbers[level] = number
        return level

    def _unnumbered(self, paragraph: Paragraph, known: int | None) -> int:
        text = paragraph.text.strip()
        if not reads_as_heading(text):
            return 0
        if known is None and (paragraph.centred or paragraph.level is not None):
            near = near_names(bare_key(text), self.known, most=1, cutoff=_SAME_HEADING)
            known = self.known[near[0]] if near else None
        if known is None:
            return 0
        level = known or (2 if self.open.get(1) or not self.open else min(self.open))
        if bare_key(text) in map(bare_key, self.open.values()):
            return 0
        self.prose.unnumbered.append(text)
        self.inside = 0
        if level > 1:
            self.numbers[level] = self.numbers.get(level, 0) + 1
        return level

    def _open(self, level: int, paragraph: Paragraph) -> None:
        for deeper in range(level, deepest() + 1):
            self.open.pop(deeper, None)
            if deeper > level:
                self.numbers.pop(deeper, None)
        if level == 1:
            self.numbers.clear()
            self.inside = 0
        self.open[level] = paragraph.text.strip()
        heading = tuple(self.open[n] for n in sorted(self.open))
        self.prose.sections.append(Part(heading, paragraph.origin, level=level))


def _without_lists(sections: Sequence[Part]) -> Iterator[Part]:
    """The sections, with what is a list in the form of headings (all of the deepest level, none with text) as text."""
    n = 0
    while n < len(sections):
        part = sections[n]
        run = n + 1
        while (
            run < len(sections) and sections[run].level == deepest() and len(sections[run].heading) > len(part.heading)
        ):
            run += 1
        items = sections[n + 1 : run]
        if len(items) > 1 and not any(item.lines for item in items):
            part.lines += [item.heading[-1] for item in items]
            yield part
            n = run
        else:
            yield part
            n += 1


# --- attachments ---


def _attachments(prose: Prose) -> None:
    """Takes the names of attachments out of the section that lists them; elsewhere only names of files that say so."""
    words = {key(word) for word in table("ingest")["attachments"]}
    for part in prose.sections:
        lists = bool(part.heading) and bare_key(part.heading[-1]) in words
        kept: list[str] = []
        for line in part.lines:
            short = line[:_LONGEST_ENTRY]
            named = any(bare_key(short).startswith(word) or key(short).startswith(word) for word in words)
            is_file = _FILE_NAME.fullmatch(line) is not None
            if (lists and (is_file or (named and reads_as_heading(line)))) or (named and is_file):
                prose.attachments.append(line)
            else:
                kept.append(line)
        part.lines = kept


def year_of(texts: Iterable[str]) -> int | None:
    """The first year stated in some texts, in figures or in words; None where there is none."""
    words = "".join(table("characters")["numerals"][0])
    for text in texts:
        short = key(text)
        for year in table("characters")["years"]:
            found = re.search(rf"(?<!\d)((?:19|20)\d\d){year}", short)
            if found:
                return int(found[1])
            spelt = re.search(rf"([{words}]{{4}}){year}", short)
            digits = "".join(_digit(c, words) for c in spelt[1]) if spelt else ""
            if len(digits) == 4 and digits[:2] in ("19", "20"):
                return int(digits)
    return None


def usual_year(texts: Iterable[str]) -> int | None:
    """The year that comes up most often in some texts; None where that is seldom, or another comes up as often."""
    years = "|".join(map(re.escape, table("characters")["years"]))
    counts = Counter(int(year) for text in texts for year in re.findall(rf"(?<!\d)((?:19|20)\d\d)\s*(?:{years})", text))
    (first, most), (_, second) = [*counts.most_common(2), (0, 0), (0, 0)][:2]
    return first if most >= _USUAL and most > second else None


def without_year(text: str) -> str:
    """A text without the years in it."""
    words = table("characters")["numerals"][0]
    years = "|".join(re.escape(form.removeprefix("#")) for form in table("characters")["ordinals"] if _is_year(form))
    return re.sub(rf"(?:\d{{4}}|[{words}]{{4}})(?:{years})", "", text)


def _is_year(form: str) -> bool:
    return form.startswith("#") and any(year in form for year in table("characters")["years"])


def _digit(numeral: str, words: str) -> str:
    """The digit a numeral in words is (一 … 九, 零, 〇); nothing for ten and hundred."""
    place = words.index(numeral)
    return str(place + 1) if place < 9 else "" if place in (9, 10) else "0"
