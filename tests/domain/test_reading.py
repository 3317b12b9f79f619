"""Reading official wording: the forms, the words around a number, the context, and what is left to a person."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.domain.meaning import Certainty, Context, Direction, Form, Operator, TargetMeaning
from plans.domain.reading import read_wording
from plans.domain.saying import say, say_reason
from tests.domain.target_answers import summary

D = Decimal


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("≥72%", ("bound", "ge", "72", None, "%")),
        ("80%及以上", ("bound", "ge", "80", None, "%")),
        ("不低于2.5", ("bound", "ge", "2.5", None, "")),
        ("3个以上", ("bound", "ge", "3", None, "个")),
        ("至少1个", ("bound", "ge", "1", None, "个")),
        ("≤12/10万", ("bound", "le", None, "12", "/10万")),
        ("控制在18/10万以下", ("bound", "le", None, "18", "/10万")),
        ("8天以内", ("bound", "le", None, "8", "天")),
        ("低于7.5‰", ("bound", "lt", None, "7.5", "‰")),
        ("突破1.2万亿元", ("bound", "gt", "1.2", None, "万亿元")),
        ("90%以上(不含90%)", ("bound", "gt", "90", None, "%")),
        ("90%以上(含90%)", ("bound", "ge", "90", None, "%")),
        ("27%左右", ("about", "eq", "27", "27", "%")),
        ("约28%", ("about", "eq", "28", "28", "%")),
        ("0.3~0.4", ("range", "in", "0.3", "0.4", "")),
        ("10-15%", ("range", "in", "10", "15", "%")),
        ("≥60%且≤80%", ("range", "in", "60", "80", "%")),
        ("不低于60%、不高于80%", ("range", "in", "60", "80", "%")),
        ("1∶2左右", ("ratio", "eq", "2", "2", "1:x")),
        ("达到1:1-1:1.2", ("ratio", "in", "1", "1.2", "1:x")),
        ("5级及以上", ("level", "ge", "5", None, "级")),
        ("在2020年基础上增长10%左右", ("change_percent", "ge", "10", None, "%")),
        ("比2015年降低10%", ("change_percent", "le", "10", None, "%")),
        ("较2020年翻一番", ("change_percent", "ge", "100", None, "%")),
        ("在2020年基础上提高1岁左右", ("change_points", "ge", "1", None, "岁")),
        ("下降10%（较2020年）", ("change_percent", "le", "10", None, "%")),
        ("“十四五”时期年均增长8%左右", ("annual_growth", "ge", "8", None, "%")),
        ("3家及3家以上", ("bound", "ge", "3", None, "家")),
        ("过半数", ("bound", "gt", "50", None, "%")),
        ("≥2.5张/千人口", ("bound", "ge", "2.5", None, "张/千人")),
        ("每10万人口不高于12例", ("bound", "le", None, "12", "/10万")),
        ("建立并不断完善", ("milestone", "", None, None, "")),
        ("不高于2020年水平", ("change_points", "le", "0", None, "")),
        ("力争每年降低 0.5个百分点以上", ("annual_step", "le", "0.5", None, "个百分点")),
        ("每年新增50名", ("annual_step", "ge", "50", None, "名")),
        ("年均增长8.5%左右", ("annual_growth", "ge", "8.5", None, "%")),
        ("年均下降2%", ("annual_growth", "le", "2", None, "%")),
        ("同比例提高", ("monotone", "", None, None, "")),
        ("不低于全国平均水平", ("benchmark", "ge", None, None, "")),
        ("完成", ("milestone", "", None, None, "")),
        ("—", ("none_yet", "", None, None, "")),
        ("", ("none_yet", "", None, None, "")),
        ("另行确定", ("none_yet", "", None, None, "")),
    ],
)
def test_wording_that_leaves_no_doubt(wording, expected):
    meaning = read_wording(wording)
    assert summary(meaning) == expected
    assert meaning.certainty == Certainty.CERTAIN


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("达到９０．５％以上", ("bound", "ge", "90.5", None, "%")),
        ("≧90%", ("bound", "ge", "90", None, "%")),
        ("≮90%", ("bound", "ge", "90", None, "%")),
        ("≯10%", ("bound", "le", None, "10", "%")),
        ("達(dá)到80.5歲以上", ("bound", "ge", "80.5", None, "岁")),
        ("達到12,000億元", ("bound", "ge", "12000", None, "亿元")),
        ("≥ 0. 5", ("bound", "ge", "0.5", None, "")),
        ("≥90%√√√(1)", ("bound", "ge", "90", None, "%")),
        ("≥79[1]", ("bound", "ge", "79", None, "")),
        ("≥25%①", ("bound", "ge", "25", None, "%")),
        ("在2020年基础\n上提高\n2个百分点", ("change_points", "ge", "2", None, "个百分点")),
        ("不超过十万分之十一", ("bound", "le", None, "11", "/10万")),
        ("千分之四以下", ("bound", "le", None, "4", "‰")),
        ("百分之九十以上", ("bound", "ge", "90", None, "%")),
        ("百分之百以上", ("bound", "ge", "100", None, "%")),
        ("不少于一百七十张", ("bound", "ge", "170", None, "张")),
        ("不少于两万张", ("bound", "ge", "2", None, "万张")),
        ("八成五以上", ("bound", "ge", "85", None, "%")),
        ("一半以上", ("bound", "ge", "50", None, "%")),
        ("≥-0.9‰", ("bound", "ge", "-0.9", None, "‰")),
        ("降至零", ("bound", "le", None, "0", "")),
        ("二〇三五年达到83岁", ("steps", "", None, None, "")),
    ],
)
def test_the_many_ways_of_writing_a_number(wording, expected):
    meaning = read_wording(wording)
    assert summary(meaning) == expected
    assert meaning.certainty == Certainty.CERTAIN


@pytest.mark.parametrize(
    ("wording", "reason", "number"),
    [
        ("≤O .250毫克/立方米", "number_repaired", D("0.250")),
        ("≤1OO%", "number_repaired", D(100)),
        ("≥79. 5岁", "number_repaired", D("79.5")),
        ("≥1，200张", "number_repaired", D(1200)),
        ("三分之一以上", "fraction_rounded", D("33.33")),
        ("达到1∶25", "ratio_unusual", D(25)),
        ("1:1.25", "ratio_without_side", D("1.25")),
        ("原则上不低于90%", "hedged", D(90)),
        ("不低于总量的30%", "share_of_whole", D(30)),
        ("每个县至少1所", "for_each", D(1)),
        ("40%-45%以上", "range_with_side", D(40)),
        ("1-2个", "count_range", D(1)),
        ("建成10家", "count_to_be_built", D(10)),
        ("提高到2020年的1.5倍", "times_as_percent", D(50)),
        ("控制在8天", "side_from_verb", D(8)),
    ],
)
def test_numbers_that_a_person_should_confirm(wording, reason, number):
    meaning = read_wording(wording)
    assert (meaning.certainty, meaning.reason) == (Certainty.INFERRED, reason)
    assert number in (meaning.low, meaning.high)
    assert say_reason(meaning, "zh")
    assert say_reason(meaning, "en")


@pytest.mark.parametrize(
    ("wording", "reason"),
    [
        ("≥70%得3分,≥65%得1分,<65%不得分", "scoring_rule"),
        ("超过3.3张的,原则上不再扩大公立医院规模", "conditional"),
        ("按照户籍老年人口的2.5%配置", "formula"),
        ("100%±10%", "formula"),
        ("≧", "number_missing"),
        ("90 100", "leftover_number"),
        ("9 0%", "leftover_number"),
        ("80%-90%-95%", "leftover_number"),
        ("≥90%(省级≥95%)", "leftover_number"),
        ("95/90", "leftover_number"),
        ("≥90%3", "leftover_number"),
        ("不超过10%以上", "contradiction"),
        ("10%—5%", "range_upside_down"),
        ("增幅控制在10%以内", "limit_on_change"),
        ("高于全国平均水平2个百分点", "benchmark_with_margin"),
        ("≥0.8∶1", "unclear_ratio"),
        ("每两年1次以上", "unusual_period"),
        ("不低于上年水平", "previous_year_bound"),
        ("比2020年提高5个百分点,达到80%", "several_promises"),
        ("不低于90%,力争达到95%", "several_promises"),
        ("与经济增长同步", "relative_to_other"),
        ("年均降低3%以上，五年累计降低14%", "several_promises"),
        ("不增长", "negated"),
        ("未达到90%", "negated"),
        ("2025", "looks_like_year"),
        ("详见附件1", "not_understood"),
        ("国办发〔2021〕18号", "not_understood"),
    ],
)
def test_what_has_no_machine_reading(wording, reason):
    meaning = read_wording(wording)
    assert (meaning.form, meaning.certainty) == (Form.BY_PERSON, Certainty.PERSON)
    assert meaning.reason == reason
    assert meaning.left_over == (wording,)


@pytest.mark.parametrize(
    ("wording", "direction", "sustained", "proportional"),
    [
        ("同比例提高", Direction.UP, False, True),
        ("逐步提高", Direction.UP, False, False),
        ("明显下降并持续下降", Direction.DOWN, True, False),
        ("保持稳定", Direction.KEEP, False, False),
        ("不断缩小", Direction.DOWN, False, False),
        ("较上年提高", Direction.UP, True, False),
        ("稳中有升", Direction.UP, False, False),
        ("逐年下降", Direction.DOWN, True, False),
        ("增长速度明显下降", Direction.DOWN, False, False),
    ],
)
def test_trends(wording, direction, sustained, proportional):
    meaning = read_wording(wording)
    assert (meaning.form, meaning.direction) == (Form.MONOTONE, direction)
    assert (meaning.sustained, meaning.proportional) == (sustained, proportional)


def test_everything_is_a_hundred_per_cent_of_a_share_and_else_a_deed():
    assert summary(read_wording("全覆盖", Context(unit="%"))) == ("bound", "ge", "100", None, "%")
    assert summary(read_wording("全覆盖", Context(indicator="家庭医生签约服务覆盖率"))) == (
        "bound",
        "ge",
        "100",
        None,
        "%",
    )
    assert read_wording("全覆盖", Context(indicator="紧密型县域医共体")).form == Form.MILESTONE


def test_ranks_and_vague_levels_are_for_a_person_but_keep_their_form():
    for wording in ("位居全国前列", "进入全国前十", "达到国际先进水平", "接近或达到发达国家水平"):
        meaning = read_wording(wording)
        assert (meaning.form, meaning.certainty) == (Form.BENCHMARK, Certainty.PERSON)
    ten = read_wording("进入全国前十")
    assert (ten.operator, ten.high, ten.unit, ten.benchmark_area) == (Operator.LE, D(10), "位", "全国")


def test_other_areas_average_is_approached_from_the_good_side():
    assert read_wording("达到全国平均水平", Context(polarity="up")).operator == Operator.GE
    assert read_wording("达到全国平均水平", Context(polarity="down")).operator == Operator.LE
    assert read_wording("优于全省平均水平", Context(polarity="down")).operator == Operator.LT
    assert read_wording("达到全省平均水平以上").operator == Operator.GE


def parts_of(meaning):
    return [(part.label, part.year, *summary(part.meaning)[1:]) for part in meaning.parts]


def test_a_list_read_in_order_shares_its_side_and_unit():
    meaning = read_wording("分别降至1.0‰、1.1‰以下")
    assert (meaning.form, meaning.certainty, meaning.reason) == (Form.BY_KIND, Certainty.INFERRED, "list_in_order")
    assert parts_of(meaning) == [("", None, "le", None, "1.0", "‰"), ("", None, "le", None, "1.1", "‰")]
    assert parts_of(read_wording("分别不低于70和80%")) == [
        ("", None, "ge", "70", None, "%"),
        ("", None, "ge", "80", None, "%"),
    ]
    assert [part.meaning.form for part in read_wording("分别达到2、1.5左右").parts] == [Form.ABOUT, Form.ABOUT]


def test_targets_by_kind_keep_their_labels():
    assert parts_of(read_wording("三级30%、二级25%以上")) == [
        ("三级", None, "ge", "30", None, "%"),
        ("二级", None, "ge", "25", None, "%"),
    ]
    meaning = read_wording("三级甲等医院达5级以上，其他三級医院达4级以上")
    assert [part.label for part in meaning.parts] == ["三级甲等医院", "其他三級医院"]
    assert [part.meaning.form for part in meaning.parts] == [Form.LEVEL, Form.LEVEL]


def test_dated_steps():
    assert parts_of(read_wording("2022年全部、2025年20%")) == [
        ("", 2022, "ge", "100", None, "%"),
        ("", 2025, "ge", "20", None, "%"),
    ]
    assert parts_of(read_wording("2023—2025年分别达到80%、85%、90%"))[2] == ("", 2025, "ge", "90", None, "%")
    assert parts_of(read_wording("到2022年和2030年,分别不低于22%和30%"))[0] == ("", 2022, "ge", "22", None, "%")
    assert read_wording("至2023年达到100%", Context(target_year=2025)).form == Form.STEPS
    assert read_wording("至2023年达到100%", Context(target_year=2023)).form == Form.BOUND


@pytest.mark.parametrize(
    ("wording", "joined_by", "forms"),
    [
        ("≤5.6‰或持续降低", "or", [Form.BOUND, Form.MONOTONE]),
        ("达到82%,并保持持续改善", "and", [Form.BOUND, Form.MONOTONE]),
        ("大于10%且小于20%", "and", [Form.BOUND, Form.BOUND]),
        ("保持稳定或下降", "or", [Form.MONOTONE, Form.MONOTONE]),
    ],
)
def test_compounds(wording, joined_by, forms):
    meaning = read_wording(wording)
    assert (meaning.form, meaning.joined_by) == (Form.COMPOUND, joined_by)
    assert [part.meaning.form for part in meaning.parts] == forms


@pytest.mark.parametrize(
    ("wording", "number", "unit"),
    [
        ("120呼救电话10秒内接听比例达到95%", D(95), "%"),
        ("3分钟出车率达到95%", D(95), "%"),
        ("65岁及以上老年人健康管理率达到70%以上", D(70), "%"),
        ("3岁以下儿童系统管理率不低于85%", D(85), "%"),
        ("二级以上综合医院设立老年医学科的比例达到60%", D(60), "%"),
        ("总体癌症5年生存率提高到46.6%", D("46.6"), "%"),
        ("PM2.5年均浓度不高于35微克/立方米", D(35), "微克/立方米"),
        ("每千人口拥有3岁以下婴幼儿托位数达到4.5个", D("4.5"), "个"),
        ("新培育2家营业收入超500亿元的企业", D(2), "家"),
        ("由3.56‰下降到3‰以下", D(3), "‰"),
        ("从2015年的40元提高到65元", D(65), "元"),
        ("增加到120万人,其中疾控机构25万人", D(120), "万人"),
        ("建设不少于7个(中医2个)省级临床重点专科", D(7), "个"),
        ("≥62%(2022年:61%)", D(62), "%"),
    ],
)
def test_numbers_of_names_and_remarks_are_not_the_target(wording, number, unit):
    meaning = read_wording(wording)
    assert number in (meaning.low, meaning.high)
    assert (meaning.form, meaning.unit) == (Form.BOUND, unit)


def test_a_number_that_only_says_which_ones_leaves_a_deed():
    meaning = read_wording("常住人口超过1万人的乡镇卫生院均达到建设标准要求")
    assert (meaning.form, meaning.certainty) == (Form.MILESTONE, Certainty.INFERRED)


def test_pieces_used_and_left_over_are_verbatim():
    meaning = read_wording("力爭達(dá)到　85%以上的医院")
    assert "達" in "".join(meaning.used)
    assert "(dá)" in meaning.used
    assert meaning.left_over == ("医院",)
    assert meaning.detail == "医院"


PIECES = (
    "≥ ≤ ＞ 不低于 不超过 低于 达到 提高到 降至 控制在 保持在 为 提高 降低 增长 新增 增幅 降幅 在2020年基础上 "
    "比2015年 较上年 2020年水平 2020年的 翻一番 2025年 到2030年 2023—2025年 “十四五”末 每年 年均 "
    "累计 持续 同比例 保持稳定 全国平均水平 全省前列 前三名 全覆盖 全部 完成 力争 分别 其中 、 和 , ; 或 且 并 ( ) "
    ": - — ～ 至 约 左右 以上 及以下 内 的 从 每千人口 每天 每两年 12 90% 5‰ 12/10万 1:1.25 "
    "0.5个百分点 3个 1-2所 79岁 两万张 三分之一 一半 三级 5级 2型 3分钟 65岁及以上老年人 (2022年:61%) "
    "(新增) [1] ① √√(1) 医院 死亡率 不 未 / % 万 O l . 0. 1/3 3倍 零 无"
).split()
contexts = st.builds(
    Context, indicator=st.sampled_from(("", "5岁以下儿童死亡率", "居民健康素养水平")), unit=st.sampled_from(("", "%", "‰", "张")),
    polarity=st.sampled_from(("", "up", "down")), baseline=st.sampled_from(("", "3.34‰", "22%", "—")),
    base_year=st.sampled_from((None, 2020)), target_year=st.sampled_from((None, 2025)),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join) | st.text(max_size=20), contexts)
def test_no_wording_breaks_the_reader_and_no_digit_is_passed_over(wording, context):
    meaning = read_wording(wording, context)
    assert meaning.form == Form.BY_PERSON or not any(re.search("[0-9]", piece) for piece in meaning.left_over)
    assert (meaning.certainty == Certainty.CERTAIN) == (meaning.reason == "")
    assert bool(say_reason(meaning, "zh")) == bool(say_reason(meaning, "en")) == bool(meaning.reason)
    assert "{0}" not in say_reason(meaning, "zh") + say_reason(meaning, "en")
    assert say(meaning, "zh")
    assert TargetMeaning.from_json(meaning.to_json()) == meaning
