"""The words of a family of reports, made ready to be looked up."""

from decimal import Decimal

from prose_words import SPEECH

from checker.speech import Speech


def test_a_money_unit_wins_over_a_measure_word_and_a_longer_word_over_a_shorter() -> None:
    speech = Speech(units={"元": Decimal(1)}, measures=frozenset({"元", "人", "人次"}))
    words = speech.unit_words
    assert words.meanings["元"] == ("amount", "元")
    assert words.at("5人次", 1) == "人次"
    assert words.meanings[words.at("5人员", 1)] == ("no unit", "人员")


def test_currency_signs_stand_in_front_of_the_number() -> None:
    assert list(SPEECH.signs.meanings) == ["$"]


def test_directions_have_signs_and_levels_none() -> None:
    assert (SPEECH.directions.meanings["增加"], SPEECH.directions.meanings["减少"]) == (1, -1)
    assert set(SPEECH.levels.meanings.values()) == {0}


def test_only_names_with_a_conjunction_in_them_need_to_be_kept_whole() -> None:
    assert set(SPEECH.joined_names.meanings) == {"社会保障和就业支出", "税金及附加费用"}
