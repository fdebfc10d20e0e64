"""Records of rule and layout files: which keys may stand there and what stands behind each (grammar/keys.yaml).

One table serves the reader, the JSON Schemas of ``gouji schema`` and the documentation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from checker.characters import key
from checker.problems import Problem, listed, near_names
from checker.resources import table
from checker.yaml_kinds import wrong_kind
from checker.yaml_nodes import Block, Entries, Node, Scalar, YamlFile, problem


@dataclass(frozen=True)
class Record:
    """One record: the node it was read from and its values by the English name of the key.

    A text is a Scalar, several a tuple of Scalars; names a dict of Scalar to tuple of Scalars; a flag a bool; a number
    an int; records are Records; shapes of their own are nodes.
    """

    kind: str
    node: Node
    values: Mapping[str, Any]

    def label(self, name: str) -> Node:
        """Where a key is written; the record itself where it is not."""
        pairs = self.node.pairs if isinstance(self.node, Block) else ()
        return next((label for label, _ in pairs if _names(self.kind).get(key(label.text)) == name), self.node)

    def text(self, name: str, default: str = "") -> str:
        """The words of a text value."""
        found = self.values.get(name)
        return found.text.strip() if isinstance(found, Scalar) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """The words of each of several."""
        return tuple(scalar.text.strip() for scalar in self.values.get(name, ()))

    def records(self, name: str) -> tuple["Record", ...]:
        """The records of a list of records."""
        return tuple(self.values.get(name, ()))

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no."""
        return bool(self.values.get(name, default))


@cache
def _spellings(group: str) -> dict[str, str]:
    """Every spelling of the values of one kind, by key."""
    values = table("keys")["values"][group]
    return {key(s): value for value, words in values.items() for lang in ("zh", "en") for s in words[lang]}


def meaning(group: str, word: str) -> str | None:
    """What a word of a closed group (级别, 是/否, 结果 …) means, or None."""
    return _spellings(group).get(key(word))


def spellings(group: str, lang: str) -> list[str]:
    """The canonical spellings of a closed group."""
    return [words[lang][0] for words in table("keys")["values"][group].values()]


@cache
def fields(kind: str) -> dict[str, dict[str, Any]]:
    """The keys of a kind of record, by their English names in code."""
    found: dict[str, dict[str, Any]] = table("keys")["records"][kind]["fields"]
    return found


@cache
def _names(kind: str) -> dict[str, str]:
    return {key(spelling): name for name, f in fields(kind).items() for spelling in (f["zh"], f["en"])}


def shown(kind: str, name: str, lang: str = "zh") -> str:
    """A key as it is written."""
    word: str = fields(kind)[name][lang]
    return word


def read_record(file: YamlFile, node: Node, kind: str, problems: list[Problem]) -> Record | None:
    """The record a mapping says; what is wrong with it goes to ``problems``, and the rest is still read."""
    if not isinstance(node, Block):
        unexpected(file, node, "mapping", problems)
        return None
    values: dict[str, Any] = {}
    names = _names(kind)
    for label, inner in node.pairs:
        name = names.get(key(label.text))
        if name is None:
            if label.line not in file.reported:
                problems.append(_unknown_key(file, label, kind))
            continue
        if name in values:
            problems.append(problem(file, "R202", label, word=label.text, other=shown(kind, name)))
            continue
        value = _value(file, inner, fields(kind)[name], problems, label)
        if value is not None:
            values[name] = value
    for name, field in fields(kind).items():
        if field.get("required") is True and name not in values and not _was_there(node, kind, name):
            lang = _language(node.pairs[0][0]) if node.pairs else "zh"
            problems.append(problem(file, "R203", node, word=field[lang]))
    return Record(kind, node, values)


def unexpected(
    file: YamlFile, node: Node, expected: Literal["text", "list", "mapping"], problems: list[Problem]
) -> None:
    """Tells that another kind of content was expected, unless a mistake in that line has been told already."""
    if node.line not in file.reported:
        problems.append(wrong_kind(file, node, expected))


def _unknown_key(file: YamlFile, label: Scalar, kind: str) -> Problem:
    lang = _language(label)
    known = [field[lang] for field in fields(kind).values()]
    near = near_names(label.text, known, cutoff=0.5)
    titles = table("keys")["records"][kind]["title"]
    zh, en = titles["zh"], titles["en"]
    return problem(file, "R201", label, near=near, word=label.text, kind=zh, kind_en=en, known=listed(known))


def _language(label: Scalar) -> str:
    """The language a name of a file is written in: what is missing there is named in the same."""
    return "en" if label.text.isascii() else "zh"


def not_one_of(file: YamlFile, scalar: Scalar, group: str, name: str) -> Problem:
    """The problem of a word that is none of a closed group (级别, 是/否, 结果 …)."""
    lang = "en" if name.isascii() else "zh"
    known = spellings(group, lang)
    near = near_names(scalar.text, known, cutoff=0.5)
    return problem(file, "R204", scalar, near=near, word=scalar.text, key=name, known=listed(known))


def _was_there(node: Block, kind: str, name: str) -> bool:
    return any(_names(kind).get(key(label.text)) == name for label, _ in node.pairs)


def _value(file: YamlFile, node: Node, field: Mapping[str, Any], problems: list[Problem], label: Scalar) -> Any:
    kind, _, of = field["kind"].partition(":")
    match kind:
        case "text":
            return _text(file, node, field, problems, label)
        case "flag" | "number":
            scalar = _text(file, node, field, problems, label)
            if scalar is None:
                return None
            if kind == "number":
                if scalar.text.strip().isdecimal() and len(scalar.text) < 4:
                    return int(scalar.text)
                whole = listed(("0", "1", "2 …"))
                problems.append(problem(file, "R204", scalar, word=scalar.text, key=label.text, known=whole))
                return None
            return _one_of(file, scalar, "flag", label, problems, {"yes": True, "no": False})
        case "texts":
            return _texts(file, node, problems)
        case "names":
            return _mapping(file, node, problems)
        case "record":
            return read_record(file, node, of, problems)
        case "records":
            if not isinstance(node, Entries):
                unexpected(file, node, "list", problems)
                return None
            found = [read_record(file, item, of, problems) for item in node.items]
            return tuple(record for record in found if record is not None)
        case _:
            return node


def _one_of(
    file: YamlFile, scalar: Scalar, group: str, label: Scalar, problems: list[Problem], answers: Mapping[str, Any]
) -> Any:
    word = meaning(group, scalar.text)
    if word is None:
        problems.append(not_one_of(file, scalar, group, label.text))
        return None
    return answers[word]


def _text(
    file: YamlFile, node: Node, field: Mapping[str, Any], problems: list[Problem], label: Scalar
) -> Scalar | None:
    if not isinstance(node, Scalar):
        unexpected(file, node, "text", problems)
        return None
    if not node.text.strip():
        if node.line not in file.reported:
            problems.append(problem(file, "R205", label, word=label.text))
        return None
    group = field.get("values")
    if group and meaning(group, node.text) is None:
        problems.append(not_one_of(file, node, group, label.text))
        return None
    return node


def _texts(file: YamlFile, node: Node, problems: list[Problem]) -> tuple[Scalar, ...] | None:
    if isinstance(node, Scalar):
        return (node,) if node.text.strip() else ()
    if not isinstance(node, Entries):
        unexpected(file, node, "list", problems)
        return None
    for item in node.items:
        if not isinstance(item, Scalar):
            unexpected(file, item, "text", problems)
    return tuple(item for item in node.items if isinstance(item, Scalar))


def _mapping(file: YamlFile, node: Node, problems: list[Problem]) -> dict[Scalar, tuple[Scalar, ...]] | None:
    if not isinstance(node, Block):
        unexpected(file, node, "mapping", problems)
        return None
    found = {label: _texts(file, inner, problems) for label, inner in node.pairs}
    return {label: texts for label, texts in found.items() if texts is not None}


def merged(base: Record, own: Record) -> Record:
    """A record that extends another: what it states itself holds, lists of names are added to, records meet by name."""
    values = dict(base.values)
    for name, value in own.values.items():
        kind = fields(own.kind)[name]["kind"].partition(":")[0]
        before = values.get(name)
        if before is None or kind in ("text", "flag", "number") or fields(own.kind)[name].get("replaces"):
            values[name] = value
        elif kind == "texts":
            known = {scalar.text for scalar in before}
            values[name] = (*before, *(scalar for scalar in value if scalar.text not in known))
        elif kind == "names":
            stated = {label.text for label in value}
            values[name] = {**{k: v for k, v in before.items() if k.text not in stated}, **value}
        elif kind == "record":
            values[name] = merged(before, value)
        elif kind == "records":
            values[name] = _merged_lists(before, value)
        else:
            values[name] = value
    return Record(own.kind, own.node, values)


def _merged_lists(base: tuple[Record, ...], own: tuple[Record, ...]) -> tuple[Record, ...]:
    stated = {record.text("name"): record for record in own if record.text("name")}
    kept = [merged(r, stated[r.text("name")]) if r.text("name") in stated else r for r in base]
    known = {record.text("name") for record in base} - {""}
    return (*kept, *(record for record in own if record.text("name") not in known))


def lacking(record: Record) -> Iterator[tuple[Node, str]]:
    """The keys a record must have once all it extends is counted in, and has not: where it is written, and the key in
    its language. Those of records inside it too."""
    node = record.node
    for name, field in fields(record.kind).items():
        inner = record.values.get(name)
        asked = field.get("required") == "whole" and inner is None
        if asked and isinstance(node, Block) and not _was_there(node, record.kind, name):
            yield node, field[_language(node.pairs[0][0]) if node.pairs else "zh"]
        for part in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(part, Record):
                yield from lacking(part)


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft-07) of a rule file or a layout file, for editors; both spellings of every key."""
    records = table("keys")["records"]
    definitions = {name: _object(name) for name in records if name not in (kind,)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{records[kind]['title']['zh']} · {records[kind]['title']['en']}",
        **_object(kind),
        "definitions": definitions,
    }


def _object(kind: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    needed: list[dict[str, Any]] = []
    for field in fields(kind).values():
        for lang in ("zh", "en"):
            described = {"title": f"{field['zh']} · {field['en']}"}
            if "help" in field:
                described["description"] = f"{field['help']['zh']} · {field['help']['en']}"
            properties[field[lang]] = {**described, **_shape(field)}
        if field.get("required") is True:
            needed.append({"anyOf": [{"required": [field["zh"]]}, {"required": [field["en"]]}]})
    shape: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**shape, "allOf": needed} if needed else shape


def _shape(field: Mapping[str, Any]) -> dict[str, Any]:
    scalar: dict[str, Any] = {"type": ["string", "number", "boolean"]}
    several = {"anyOf": [scalar, {"type": "array", "items": scalar}]}
    kind, _, of = field["kind"].partition(":")
    match kind:
        case "text":
            group = field.get("values")
            words = table("keys")["values"][group].values() if group else ()
            return {"enum": [s for w in words for lang in ("zh", "en") for s in w[lang]]} if group else scalar
        case "flag":
            words = table("keys")["values"]["flag"].values()
            return {"enum": [True, False, *(s for w in words for lang in ("zh", "en") for s in w[lang])]}
        case "number":
            return {"type": "integer", "minimum": 0}
        case "texts":
            return several
        case "names":
            return {"type": "object", "additionalProperties": several}
        case "record":
            return {"$ref": f"#/definitions/{of}"}
        case "records":
            return {"type": "array", "items": {"$ref": f"#/definitions/{of}"}}
        case "rows":
            row = {"anyOf": [scalar, {"$ref": "#/definitions/row"}]}
            return {"type": "array", "items": row}
        case "columns":
            column = {"anyOf": [scalar, {"$ref": "#/definitions/column"}]}
            return {"type": "array", "items": column}
        case "totals":
            return {"anyOf": [several, {"type": "object", "additionalProperties": several}]}
        case _:
            return {"type": "array", "items": {"type": "object"}}
