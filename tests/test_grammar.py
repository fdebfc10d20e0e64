"""grammar/: the grammar has one reading of every sentence, every rule of it is reached, and its tables are whole."""

import logging
import re
from collections import defaultdict
from itertools import chain

import pytest
from lark import Lark

from checker.language import _Build, _Words
from checker.lexer import words
from checker.lexicon import Lexicon, folded, keywords
from checker.problems import codes
from checker.resources import data_folder, table

GRAMMAR = (data_folder("grammar") / "assertion.lark").read_text("utf-8")
WORLD = Lexicon(["甲", "乙", "丙", "科目"], ["万元"])
SENTENCES = [
    "若 甲 = 1万元 且 乙 > 0，则 丙 < 0 或 甲 ≠ 乙",
    "非 (甲 + 乙 * 2 - 丙 / 3 = -甲)",
    "合计(甲、乙) = 上年 丙",
    "《表》[甲, 本栏] = 本表[201] + 甲[201*] + 《表》[行次 3, 栏次 2] + 《表》[“甲”, 乙]",
    "本表 为空 或 《表》 有说明",
    "甲 包含 “乙”",
    "《表》[甲]的名称 = 本行的名称 且 本表的编码 由小到大 且 本表的行次 连续",
]
SCOPES = ["每张表 每一行", "《甲》、《乙》每个上级科目 每个金额栏", "每条目录", "甲 每个科目", "每个必备章节"]


def grammar(**options: object) -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer=_Words, start=["assertion", "scope"], **options)  # type: ignore[arg-type]


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("lark")
    logger.propagate = True
    with caplog.at_level(logging.DEBUG, logger="lark"):
        grammar(debug=True)
    assert [record.message for record in caplog.records if "onflict" in record.message] == []


def test_every_alternative_is_reached_and_built() -> None:
    aliases = set(re.findall(r"-> (\w+)", GRAMMAR)) | {"scope", "table_names", "each"}
    parser = grammar()
    trees = [parser.parse(words(text, WORLD)[0], start="assertion") for text in SENTENCES]
    trees += [parser.parse(words(text, WORLD, scope=True)[0], start="scope") for text in SCOPES]
    reached = {str(tree.data) for tree in chain.from_iterable(tree.iter_subtrees() for tree in trees)}
    reached -= {
        "assertion",
        "disjunction",
        "conjunction",
        "negation",
        "comparison",
        "sum",
        "product",
        "sign",
        "atom",
        "thing",
    }
    assert reached == aliases
    assert aliases == {name for name in vars(_Build) if not name.startswith("_")}


def test_every_terminal_of_the_grammar_is_declared_and_used() -> None:
    declared = set(re.findall(r"[A-Z]+", " ".join(re.findall(r"%declare (.*)", GRAMMAR))))
    rules = "\n".join(line for line in GRAMMAR.splitlines() if not line.startswith(("%", "//")))
    assert set(re.findall(r"\b[A-Z]+\b", rules)) == declared


def test_every_keyword_has_both_spellings() -> None:
    for group in table("keywords").values():
        for entry in group.values():
            assert entry["zh"], entry
            assert entry["en"], entry


@pytest.mark.parametrize("scope", [False, True])
def test_no_spelling_means_two_things(scope: bool) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    known = {word for _, word in keywords(scope).meaning.values()}
    for group in table("keywords").values():
        for word, entry in group.items() if set(group) <= known else ():
            for spelling in (*entry["zh"], *entry["en"]):
                meanings[folded(spelling)].add(word)
    assert [spelling for spelling, words in meanings.items() if len(words) > 1] == []


@pytest.mark.parametrize("name", ["keywords", "keys", "words", "characters", "prose"])
def test_no_table_states_a_key_twice(name: str) -> None:
    import yaml

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            assert len(set(keys)) == len(keys), keys
            return super().construct_mapping(node, deep)

    yaml.load((data_folder("grammar") / f"{name}.yaml").read_text("utf-8"), Loader=Strict)


def test_every_lesson_is_whole_in_both_languages() -> None:
    for path in sorted((data_folder("grammar") / "messages").glob("*.yaml")):
        for code, lesson in table(f"messages/{path.stem}").items():
            assert re.fullmatch(r"[DYRLP]\d{3}", code)
            assert set(lesson) == {"zh", "en"}, code
            for lang in ("zh", "en"):
                assert set(lesson[lang]) <= {"title", "text", "advice"}, code
                assert lesson[lang]["title"], code
                assert lesson[lang]["text"], code


def test_a_lesson_asks_for_the_same_values_in_both_languages() -> None:
    for path in sorted((data_folder("grammar") / "messages").glob("*.yaml")):
        for code, lesson in table(f"messages/{path.stem}").items():
            asked = {
                lang: {v.removesuffix("_en") for v in re.findall(r"\{(\w+)", "".join(lesson[lang].values()))}
                for lang in ("zh", "en")
            }
            assert asked["zh"] == asked["en"], code


def test_no_code_is_stated_in_two_files() -> None:
    stated = [
        code for path in (data_folder("grammar") / "messages").glob("*.yaml") for code in table(f"messages/{path.stem}")
    ]
    assert sorted(stated) == codes()
