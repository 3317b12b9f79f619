"""What the indicator, its unit and polarity, the baseline and the plan's years tell about a wording; and baselines."""

import re
from decimal import Decimal

import pytest

from plans.domain.meaning import Certainty, Context, Direction, Form, Operator
from plans.domain.reading import read_baseline, read_wording
from tests.domain.target_answers import summary

D = Decimal


@pytest.mark.parametrize("polarity", ["up", "down"])
def test_a_bare_number_takes_its_side_from_the_polarity(polarity):
    meaning = read_wording("25%", Context(unit="%", polarity=polarity))
    expected = (Operator.GE, D(25), None) if polarity == "up" else (Operator.LE, None, D(25))
    assert (meaning.operator, meaning.low, meaning.high) == expected
    assert (meaning.certainty, meaning.reason) == (Certainty.INFERRED, "side_from_polarity")


@pytest.mark.parametrize(
    ("indicator", "operator", "reason"),
    [
        ("婴儿死亡率", Operator.LE, "side_from_name"),
        ("15岁以上人群吸烟率", Operator.LE, "side_from_name"),
        ("吸烟危害健康知晓率", Operator.GE, "side_from_name"),
        ("死亡登记报告率", Operator.GE, "side_from_name"),
        ("每千人口注册护士数", Operator.GE, "side_from_name"),
        ("预算执行率", Operator.EQ, "side_from_name"),
        ("某项工作", Operator.GE, "side_assumed"),
    ],
)
def test_without_a_polarity_the_name_may_tell_the_side(indicator, operator, reason):
    meaning = read_wording("100", Context(indicator=indicator))
    assert (meaning.operator, meaning.certainty, meaning.reason) == (operator, Certainty.INFERRED, reason)


def test_a_death_rate_that_reaches_a_value_falls_to_it():
    assert read_wording("达到5‰", Context(indicator="婴儿死亡率", unit="‰", polarity="down")).operator == Operator.LE
    assert read_wording("婴儿死亡率达到5‰").operator == Operator.LE
    assert read_wording("达到5‰").operator == Operator.GE


@pytest.mark.parametrize(
    ("wording", "context"),
    [
        ("6.5%", Context(indicator="5岁以下儿童死亡率", baseline="3.34‰")),
        ("≤6.5%", Context(unit="‰")),
        ("≤0.12‰", Context(unit="/10万")),
        ("≥79%", Context(unit="岁")),
        ("≥90%", Context(unit="个")),
        ("≤5.6‰或持续降低", Context(unit="%")),
    ],
)
def test_units_that_conflict_are_for_a_person(wording, context):
    meaning = read_wording(wording, context)
    assert (meaning.form, meaning.reason) == (Form.BY_PERSON, "unit_conflict")


@pytest.mark.parametrize(
    ("wording", "context", "unit"),
    [
        ("≤12/10万", Context(unit="1/10万", baseline="0"), "/10万"),
        ("≤12", Context(unit="/10万"), "/10万"),
        ("≤15", Context(baseline="13.2%"), "%"),
        ("达到286万", Context(unit="人"), "万人"),
        ("≥3人", Context(unit="名"), "人"),
        ("每年降低0.5个百分点", Context(unit="%", baseline="43.2%"), "个百分点"),
        ("在2020年基础上增长10%", Context(unit="人", baseline="1.35"), "%"),
    ],
)
def test_units_that_go_together(wording, context, unit):
    meaning = read_wording(wording, context)
    assert meaning.unit == unit
    assert meaning.form != Form.BY_PERSON


def test_a_unit_of_another_size_is_kept_and_flagged():
    meaning = read_wording("≥142万人", Context(unit="人"))
    assert (meaning.low, meaning.unit, meaning.reason) == (D(142), "万人", "unit_scaled")


@pytest.mark.parametrize(
    ("context", "year", "reason"),
    [
        (Context(base_year=2020), 2020, "base_year_from_plan"),
        (Context(base_year=2020, baseline="19.1(2013年)"), 2013, "base_year_from_plan"),
        (Context(), None, "base_year_unknown"),
    ],
)
def test_a_change_without_a_base_year_takes_the_plans(context, year, reason):
    meaning = read_wording("提高2个百分点", context)
    assert (meaning.base_year, meaning.certainty, meaning.reason) == (year, Certainty.INFERRED, reason)
    assert read_wording("比2015年提高2个百分点", context).base_year == 2015
    assert read_wording("比“十三五”末提高2个百分点", context).base_year == 2020


def test_a_percentage_of_change_of_a_percentage_is_ambiguous():
    meaning = read_wording("在2020年的基础上再提高10%", Context(indicator="居民健康素养水平", unit="%"))
    assert (meaning.form, meaning.reason) == (Form.CHANGE_PERCENT, "percent_or_points")
    assert read_wording("在2020年的基础上再提高10%", Context(unit="张")).certainty == Certainty.CERTAIN


def test_an_end_value_restated_must_agree_with_the_baseline():
    wording = "在2015年基础上提高1.3岁以上(即77.3岁)"
    assert read_wording(wording, Context(baseline="2015年76岁")).certainty == Certainty.CERTAIN
    assert read_wording(wording, Context(baseline="2015年75岁")).reason == "restated_otherwise"


def test_words_about_something_else_are_pointed_out():
    context = Context(indicator="每千人口注册护士数", unit="人")
    assert read_wording("每千人口执业医师数≥2.5", context).reason == "other_subject"
    assert read_wording("每千人口注册护士数≥2.5", context).certainty == Certainty.CERTAIN
    assert read_wording("农村:≥90%").reason == "other_subject"
    assert read_wording("目标值：≥90%").certainty == Certainty.CERTAIN
    assert read_wording("≥2.5以及别的什么", context).reason == "extra_words"
    assert read_wording("达到80%,群众满意", context).certainty != Certainty.CERTAIN


PLAN = {"base_year": 2020, "target_year": 2025}
CITY_PLAN = [  # indicator, unit, polarity, baseline and target as printed, then the reading
    ("人均预期寿命", "岁", "up", "77.78", "79", ("bound", "ge", "79", None, "岁")),
    ("健康预期寿命", "岁", "up", "—", "同比例提高", ("monotone", "", None, None, "")),
    ("孕产妇死亡率", "/10万", "down", "0", "≤12/10万", ("bound", "le", None, "12", "/10万")),
    ("婴儿死亡率", "‰", "down", "1.82‰", "≤5‰", ("bound", "le", None, "5", "‰")),
    ("5岁以下儿童死亡率", "‰", "down", "3.34‰", "≤6.5‰", ("bound", "le", None, "6.5", "‰")),
    ("重大慢性病过早死亡率", "%", "down", "13.2%", "≤15%", ("bound", "le", None, "15", "%")),
    ("居民健康素养水平", "%", "up", "22.63%", "25%", ("bound", "ge", "25", None, "%")),
    ("15岁以上人群吸烟率", "%", "down", "—", "≤23.3%", ("bound", "le", None, "23.3", "%")),
    ("创建国家卫生城市", "", "", "—", "完成", ("milestone", "", None, None, "")),
    ("每千人口医疗卫生机构床位数", "张", "up", "7.09", "8", ("bound", "ge", "8", None, "张")),
    ("每千人口执业(助理)医师数", "人", "up", "2.72", "3.0", ("bound", "ge", "3.0", None, "人")),
    ("其中每千人口医疗卫生机构中医 执业(助理)医师", "人", "up", "0.47", "0.5", ("bound", "ge", "0.5", None, "人")),
    ("每千人口注册护士数", "人", "up", "3.74", "4.2", ("bound", "ge", "4.2", None, "人")),
    ("每千人口药师(士)数", "人", "up", "0.55", "0.6", ("bound", "ge", "0.6", None, "人")),
    ("每万人口全科医生数", "人", "up", "2.0", "3.5", ("bound", "ge", "3.5", None, "人")),
    ("每千人口公共卫生人员数", "人", "up", "1.35", "在2020年基础上增长10%左右", ("change_percent", "ge", "10", None, "%")),
    ("每千人口0-3岁婴幼儿托位数", "个", "up", "1.81", "4.5", ("bound", "ge", "4.5", None, "个")),
    ("全市儿童青少年总体近视率", "%", "down", "43.2%", "力争每年降低 0.5个百分点以上", ("annual_step", "le", "0.5", None, "个百分点")),
    ("二级以上综合医院设立老年医学科比例", "%", "up", "—", "≥60%", ("bound", "ge", "60", None, "%")),
    ("65岁及以上老年人城乡社区规范健康管理服务率", "%", "up", "—", "≥72%", ("bound", "ge", "72", None, "%")),
    ("城乡老年友好型社区", "个", "up", "0", "10", ("bound", "ge", "10", None, "个")),
    ("综合性医疗机构设置老年人 “绿色通道”比率", "%", "up", "80", "100", ("bound", "ge", "100", None, "%")),
    ("个人卫生支出占卫生总费用的比重", "%", "down", "—", "27%左右", ("about", "eq", "27", "27", "%")),
    ("健康服务业总规模年均增速", "%", "up", "—", "8.5%左右", ("annual_growth", "ge", "8.5", None, "%")),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "unit", "polarity", "baseline", "wording", "expected"), CITY_PLAN)
def test_every_row_of_a_citys_plan(indicator, unit, polarity, baseline, wording, expected):
    context = Context(indicator=indicator, unit=unit, polarity=polarity, baseline=baseline, **PLAN)
    meaning = read_wording(wording, context)
    assert summary(meaning) == expected
    bare = re.fullmatch(r"[\d.]+%?", wording) is not None
    assert meaning.reason == {True: "side_from_polarity", False: ""}[bare] or meaning.reason == "growth_from_name"


NATIONAL_PLAN = [
    ("人均预期寿命", "岁", "up", "76.34", "79.0", ("bound", "ge", "79.0", None, "岁")),
    ("婴儿死亡率", "‰", "down", "8.1", "5.0", ("bound", "le", None, "5.0", "‰")),
    ("5岁以下儿童死亡率", "‰", "down", "10.7", "6.0", ("bound", "le", None, "6.0", "‰")),
    ("孕产妇死亡率", "/10万", "down", "20.1", "12.0", ("bound", "le", None, "12.0", "/10万")),
    ("居民健康素养水平", "%", "up", "10", "30", ("bound", "ge", "30", None, "%")),
    ("经常参加体育锻炼人数", "亿人", "up", "3.6(2014年)", "5.3", ("bound", "ge", "5.3", None, "亿人")),
    ("重大慢性病过早死亡率", "%", "down", "19.1(2013年)", "比2015年降低30%", ("change_percent", "le", "30", None, "%")),
    ("每千人口执业(助理)医师数", "人", "up", "2.2", "3.0", ("bound", "ge", "3.0", None, "人")),
    ("个人卫生支出占卫生总费用的比重", "%", "down", "29.3", "25左右", ("about", "eq", "25", "25", "%")),
]


@pytest.mark.parametrize(("indicator", "unit", "polarity", "baseline", "wording", "expected"), NATIONAL_PLAN)
def test_every_row_of_the_national_plan(indicator, unit, polarity, baseline, wording, expected):
    context = Context(
        indicator=indicator, unit=unit, polarity=polarity, baseline=baseline, base_year=2015, target_year=2030
    )
    meaning = read_wording(wording, context)
    assert summary(meaning) == expected
    if meaning.form == Form.CHANGE_PERCENT:
        assert (meaning.base_year, meaning.direction) == (2015, Direction.DOWN)


@pytest.mark.parametrize(
    ("text", "value", "year", "unit"),
    [
        ("77.78", D("77.78"), None, "岁"),
        ("0", D(0), None, "岁"),
        ("零", D(0), None, "岁"),
        ("—", None, None, "岁"),
        ("/", None, None, "岁"),
        ("", None, None, "岁"),
        ("无", None, None, "岁"),
        ("2015年76岁", D(76), 2015, "岁"),
        ("76.34(2015年)", D("76.34"), 2015, "岁"),
        ("2017年81.09岁", D("81.09"), 2017, "岁"),
    ],
)
def test_baselines(text, value, year, unit):
    baseline = read_baseline(text, Context(unit="岁"))
    assert (baseline.value, baseline.year, baseline.unit, baseline.certainty) == (value, year, unit, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.82‰", D("1.82"), "‰"),
        ("43.2%", D("43.2"), "%"),
        ("3.6(2014年)", D("3.6"), ""),
        ("2023年29.70%", D("29.70"), "%"),
        ("15.64/10万", D("15.64"), "/10万"),
    ],
)
def test_baselines_with_units_of_their_own(text, value, unit):
    baseline = read_baseline(text, Context())
    assert (baseline.value, baseline.unit, baseline.certainty) == (value, unit, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("三级30%、二级20%", "baseline_not_understood"),
        ("2020", "looks_like_year"),
        ("3.34%", "unit_conflict"),
        ("12;13", "baseline_not_understood"),
    ],
)
def test_baselines_for_a_person(text, reason):
    baseline = read_baseline(text, Context(unit="‰"))
    assert (baseline.value, baseline.certainty, baseline.reason) == (None, Certainty.PERSON, reason)
