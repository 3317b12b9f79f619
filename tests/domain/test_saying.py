"""The law of saying: what is said in Chinese reads back as the same meaning."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from plans.domain import reading
from plans.domain.meaning import Certainty, Context, Direction, Form, Operator, TargetMeaning
from plans.domain.reading import read_wording
from plans.domain.reasons import REASONS
from plans.domain.saying import say, say_reason
from tests.domain.meanings import meanings


def plain(meaning: TargetMeaning) -> TargetMeaning:
    """The meaning without what the reading says about itself."""
    parts = tuple(replace(part, meaning=plain(part.meaning)) for part in meaning.parts)
    return replace(meaning, parts=parts, certainty=Certainty.CERTAIN, reason="", detail="", used=(), left_over=())


@settings(max_examples=800, deadline=None)
@given(meanings)
def test_what_is_said_reads_back_as_the_same_meaning(meaning):
    assert plain(read_wording(say(meaning, "zh"), Context())) == meaning


@settings(max_examples=300, deadline=None)
@given(meanings)
def test_every_meaning_can_be_said_in_english(meaning):
    said = say(meaning, "en")
    assert said
    assert "None" not in said
    assert "  " not in said


@pytest.mark.parametrize(
    ("wording", "zh", "en"),
    [
        ("≥72%", "不低于72%", "at least 72%"),
        ("≤12/10万", "不高于12/10万", "at most 12 per 100,000"),
        ("低于7.5‰", "低于7.5‰", "less than 7.5‰"),
        ("约28%", "28%左右", "about 28%"),
        ("1-2个", "1至2个", "1 to 2"),
        ("10-15%", "10%至15%", "10 to 15%"),
        ("在2020年基础上增长10%左右", "在2020年基础上增长约10%", "rise by about 10% from the 2020 level"),
        (
            "力争每年降低 0.5个百分点以上",
            "每年降低不少于0.5个百分点",
            "fall by at least 0.5 percentage points each year",
        ),
        ("年均增长8.5%左右", "年均增长约8.5%", "grow by about 8.5% each year"),
        ("不高于2020年水平", "不高于2020年水平", "no higher than the 2020 level"),
        ("同比例提高", "同比例提高", "rise in proportion"),
        ("不低于全国平均水平", "不低于全国平均水平", "no lower than the national average"),
        ("进入全国前十", "进入全国前十", "among the first 10 in the national ranking"),
        ("5级及以上", "不低于5级", "at least level 5"),
        ("达到1∶1.25", "不低于1:1.25", "at least 1:1.25"),
        ("完成", "完成", "done"),
        (
            "2022年全部、2025年20%",
            "2022年:不低于100%;2025年:不低于20%",
            "by 2022: at least 100%; by 2025: at least 20%",
        ),
        ("三级30%、二级25%", "三级:不低于30%;二级:不低于25%", "三级: at least 30%; 二级: at least 25%"),
        ("≤5.6‰或持续降低", "不高于5.6‰,或持续下降", "at most 5.6‰, or fall every year"),
        ("每天约25万人次", "每天25万人次左右", "about 25 × 10^4 visits per day"),
        ("—", "另行确定", "to be set later"),
        ("详见附件1", "由人工判定", "to be judged by a person"),
    ],
)
def test_meanings_in_both_languages(wording, zh, en):
    meaning = read_wording(wording)
    assert say(meaning, "zh") == zh
    assert say(meaning, "en") == en


def test_every_reason_the_reader_gives_has_a_sentence():
    folder = Path(reading.__file__).parent
    given = re.compile(r'(?:inferred|by_person|to_confirm)\(\s*(?:[\w.()\[\]]+(?:\([^()]*\))?,\s*)?"([a-z_]+)"')
    codes = {code for path in folder.glob("*.py") for code in given.findall(path.read_text(encoding="utf-8"))}
    assert {"unit_conflict", "leftover_number", "hedged", "rank"} <= codes
    assert codes <= REASONS.keys()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_is_one_sentence_that_quotes_its_detail(code):
    meaning = TargetMeaning(form=Form.BY_PERSON, certainty=Certainty.PERSON, reason=code, detail="某处")
    zh, en = say_reason(meaning, "zh"), say_reason(meaning, "en")
    assert zh.endswith("。")
    assert zh.count("。") == 1
    assert en.endswith(".")
    assert en[0].isupper() or en[0] == "“"
    assert ("某处" in zh) == ("某处" in en) == ("{0}" in REASONS[code][0])
    assert "{0}" not in say_reason(replace(meaning, detail=""), "zh") + say_reason(replace(meaning, detail=""), "en")


def test_what_is_certain_needs_no_reason():
    assert say_reason(read_wording("≥72%"), "zh") == ""


def test_a_number_keeps_its_digits():
    meaning = TargetMeaning(
        form=Form.BOUND, operator=Operator.GE, low=Decimal("1E+2"), unit="张", direction=Direction.NONE
    )
    assert say(meaning, "zh") == "不低于100张"
