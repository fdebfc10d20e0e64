"""A pack: rule files and layout files together, from the shipped folder or from where the user says."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from checker.characters import key
from checker.layoutfiles import all_layouts, is_layout_file
from checker.layouts import Layout
from checker.problems import Problem, listed, near_names
from checker.resources import data_folder
from checker.rules import Rule, read_rules
from checker.yaml_nodes import YamlFile
from checker.yamlfiles import read_yaml

ENDINGS = (".yaml", ".yml")
_NO_BASE = "L102"


@dataclass(frozen=True)
class Pack:
    """Layouts and rules, read and found sound, and every problem met on the way.

    given_rules, given_layouts: how many of them stand in the files that were named; all of them where none was.
    switched_off: the ids of the rules that are left out, by group.
    """

    layouts: list[Layout]
    rules: list[Rule]
    problems: list[Problem]
    given_rules: int = 0
    given_layouts: int = 0
    switched_off: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rule_paths(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The YAML files behind some paths: a folder stands for all below it, in order of name."""
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if os.path.isdir(path):
            inside = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
            if not inside:
                problems.append(Problem("R230", str(path), values={"word": str(path)}))
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found)), problems


@lru_cache(maxsize=64)
def _shipped_file(path: Path, stamp: int) -> tuple[YamlFile, list[Problem]]:
    """A shipped file as it was changed last: one process may read many packs beside it."""
    return read_yaml(path)


@lru_cache(maxsize=4)
def _layouts(files: tuple[YamlFile, ...]) -> tuple[list[Layout], set[str], list[Problem]]:
    return all_layouts(files)


def read_pack(paths: Iterable[Path] = ()) -> Pack:
    """The pack some paths make. Without rule files among them, and for layouts, the shipped pack stands in.

    A layout given takes the place of the shipped one in a file of the same name.
    """
    given, problems = rule_paths(paths)
    shipped, _ = rule_paths([data_folder("rules")])
    layouts: list[YamlFile] = []
    rules: list[YamlFile] = []
    shipped_rules: list[YamlFile] = []
    for path in given:
        file, found = read_yaml(path)
        problems += found
        (layouts if is_layout_file(file) else rules).append(file)
    own = {Path(file.path).name for file in layouts}
    named = len(layouts)  # a layout file holds one layout
    known = {os.path.realpath(file.path) for file in (*layouts, *rules)}
    for path in shipped:
        if os.path.realpath(path) in known or path.name in own:
            continue
        file, found = _shipped_file(path, path.stat().st_mtime_ns)
        if is_layout_file(file):
            layouts.insert(0, file)
        elif not rules:
            problems += found
            shipped_rules.append(file)
    read, faulty, layout_problems = _layouts(tuple(layouts))
    while orphans := {p.file for p in layout_problems if p.code == _NO_BASE} & set(map(str, shipped)):
        # a shipped layout goes with the one it extends, where a layout of the user's took that one's place
        layouts = [file for file in layouts if file.path not in orphans]
        read, faulty, layout_problems = _layouts(tuple(layouts))
    made, rule_problems = read_rules(rules or shipped_rules, read)
    if layout_problems and not rules:
        rule_problems = []  # the shipped rules have no mistakes; what they miss is missing in the layout
    order = {str(path): place for place, path in enumerate([*given, *shipped])}
    found = sorted(
        [*problems, *layout_problems, *rule_problems], key=lambda p: (order.get(p.file, -1), p.line, p.column)
    )
    sound = [layout for layout in read if layout.name not in faulty]
    return Pack(sound, made, found, len(made) if rules or not given else 0, named if given else len(sound))


def switched(pack: Pack, off: Iterable[str] = (), on: Iterable[str] = ()) -> Pack:
    """The pack less the rules of some groups, and less those run on request whose group nobody asked for.

    A group that no rule is in is one problem more.
    """
    known: dict[str, str] = {}
    for rule in pack.rules:
        if rule.group:
            known.setdefault(key(rule.group), rule.group)
    problems = list(pack.problems)
    asked = {"--without": tuple(off), "--group": tuple(on)}
    for option, words in asked.items():
        # without rules it is not known what groups there are, and why is told already
        for word in words if pack.rules else ():
            if key(word) not in known:
                names = list(known.values())
                values = {"word": word, "known": listed(names)}
                problems.append(Problem("R232", option, values=values, near=near_names(word, names)))
    left_out, wanted = {key(word) for word in asked["--without"]}, {key(word) for word in asked["--group"]}
    kept: list[Rule] = []
    gone: dict[str, list[str]] = {}
    for rule in pack.rules:
        group = key(rule.group)
        if (group and group in left_out) or (rule.on_request and group not in wanted):
            gone.setdefault(known[group], []).append(rule.id)
        else:
            kept.append(rule)
    switched_off = {group: tuple(identities) for group, identities in gone.items()}
    return replace(pack, rules=kept, problems=problems, switched_off=switched_off)
