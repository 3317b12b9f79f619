"""One row of a table of cases, as people write it: read, judged, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.rows import OddRow, judge_row
from reporting.domain.statuses import Status

ROW = {
    "indicator": "每千人口执业(助理)医师数",
    "unit": "人",
    "nature": "预期性",
    "direction": "up",
    "baseline_year": "2020",
    "baseline": "2.9",
    "target_year": "2025",
    "target_text": "3.20",
    "actual_year": "2022",
    "actual": "3.15",
}


def of(**cells: str):
    return judge_row(ROW | cells)


def test_a_row_is_judged_at_the_decimals_it_is_written_with():
    found = of()
    assert (found.status, found.decimals, found.flags) == (Status.AHEAD, 2, ("side_from_polarity",))
    assert found.sentence_zh == (
        "2022年为3.15人，2020年基期2.90、2025年目标≥3.20（按指标方向推定），已完成规划增幅的83.3%，时间过去40.0%，"
        "快于进度。"
    )


def test_a_binding_row_is_held_to_its_whole_pace():
    assert of(target_text="≥3.50", actual="3.13").status == Status.ON_TRACK  # R = 0.958
    assert of(target_text="≥3.50", actual="3.13", nature="约束性").status == Status.SLIGHTLY_BEHIND


@pytest.mark.parametrize("blank", ["", "—", "-", "/", "无", " "])
def test_a_blank_baseline_is_missing_and_not_zero(blank):
    found = of(baseline=blank)
    assert (found.status, found.baseline) == (Status.NO_BASELINE, None)


def test_a_blank_figure_is_missing_and_not_zero():
    assert of(actual="").status == Status.NO_DATA
    assert of(actual="0").status == Status.REVERSED


def test_a_baseline_of_an_unnamed_year():
    assert of(baseline_year="基期", actual="3.2").status == Status.MET_EARLY
    found = of(baseline_year="基期")
    assert (found.status, found.time_share) == (Status.NO_BASELINE, None)


def test_a_baseline_with_its_own_year_and_unit():
    found = of(
        unit="亿人", baseline_year="2015", baseline="3.6(2014年)", target_year="2030", target_text="5.3", actual="5.0"
    )
    assert (found.baseline_year, found.time_share) == (2014, 0.5)


@pytest.mark.parametrize("year", ["2018H1", "2018年上半年", "2018年1-6月", "2018Q2"])
def test_part_of_a_year_is_a_preliminary_figure_of_that_year(year):
    found = of(baseline_year="2015", actual_year=year)
    assert (found.figure_year, "preliminary" in found.flags) == (2018, True)


@pytest.mark.parametrize("year", ["2022", "2022年", "２０２２", "2022年底", "2022年度"])
def test_a_whole_year_is_not_preliminary(year):
    found = of(actual_year=year)
    assert (found.figure_year, "preliminary" in found.flags) == (2022, False)


def test_figures_may_carry_their_unit():
    found = of(
        indicator="孕产妇死亡率",
        unit="1/10万",
        direction="down",
        baseline="20.1/10万",
        actual="14.3/10万",
        target_text="≤12",
    )
    assert (str(found.figure), found.status) == ("14.3", Status.AHEAD)


def test_a_figure_in_a_larger_unit_is_scaled():
    found = of(unit="人", baseline="100000", target_text="15万人", actual="13万人")
    assert (found.figure, found.status) == (130000, Status.AHEAD)


def test_a_cumulative_row_gives_the_total_so_far():
    found = of(
        indicator="健康产业投资",
        unit="亿元",
        baseline="",
        target_text="五年累计1500亿元",
        actual_year="2023",
        actual="960",
    )
    assert (found.change_share, found.time_share) == (Decimal("0.64"), Decimal("0.6"))
    assert found.sentence_zh.startswith("2021—2023年累计960亿元")


def test_a_unit_that_says_cumulative_cut_is_compounded():
    found = of(unit="%(累计降幅)", baseline="0", target_text="17%", actual="6.6")
    assert found.sentence_zh.startswith("至2022年累计降低6.6%")


def test_without_a_unit_a_percentage_of_change_is_not_taken_for_the_indicators():
    found = of(unit="", baseline="1.35", target_text="在2020年基础上增长10%左右", actual="1.44")
    assert found.sentence_zh.startswith("2022年为1.44，2020年基期1.35、2025年目标折合1.49（较2020年增长10%左右）")


def test_a_conflict_of_units_is_for_a_person_with_the_reason():
    found = of(indicator="5岁以下儿童死亡率", unit="‰", direction="down", baseline="3.34‰", target_text="≤6.5%")
    assert found.status == Status.BY_PERSON
    assert "单位对不上" in found.sentence_zh


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"actual": ">77.3"}, "actual is '>77.3': one figure is expected, not a bound or a range."),
        ({"actual": "3—4"}, "actual is '3—4': one figure is expected, not a bound or a range."),
        ({"actual": "约3"}, "actual is '约3': one figure is expected, not a bound or a range."),
        ({"actual": "很高"}, "actual is '很高': no figure can be read from it."),
        ({"baseline": "2.5以上"}, "baseline is '2.5以上': one figure is expected, not a bound or a range."),
        ({"actual_year": ""}, "actual is '3.15' but actual_year is '': a year is needed."),
        ({"actual_year": "今年"}, "actual is '3.15' but actual_year is '今年': a year is needed."),
        ({"actual_year": "22"}, "actual_year is '22': a year with four digits is expected."),
        ({"actual_year": "2021、2022"}, "actual_year is '2021、2022': one year is expected."),
        ({"target_year": ""}, "target_year is '': a year is needed, such as 2025."),
        ({"direction": "sideways"}, "direction is 'sideways': up, down or nothing is expected."),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_the_reason(cells, message):
    with pytest.raises(OddRow) as refused:
        of(**cells)
    assert refused.value.en == message
    assert str(refused.value) == f"{refused.value.zh} {message}"
    assert refused.value.zh.endswith("。")


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "—",
        "完成",
        "另行确定",
        "持续提高",
        "不低于全国平均水平",
        "全国前列",
        "分别达到2、1.5左右",
        "≧",
        "???",
        "1e9",
    ],
)
def test_every_wording_gets_a_verdict(wording):
    found = of(target_text=wording)
    assert found.sentence_zh.endswith("。")
    assert found.sentence_en.endswith(".")


CELLS = st.text(alphabet="0123456789.,-—~≥<>%‰/万亿年月日H()（）左右约至提高降低每人岁张个全国平均 ＋０ⅤE", max_size=12)


def verdict(row: dict[str, str]) -> str:
    """The sentence of a verdict or of a refusal, whichever it is."""
    try:
        return judge_row(row).sentence_zh
    except OddRow as refused:
        return refused.en


@given(st.dictionaries(st.sampled_from(sorted(set(ROW) - {"indicator"})), CELLS | st.text(max_size=8), max_size=4))
def test_no_row_however_odd_is_more_than_refused(cells):
    assert verdict(ROW | cells).endswith(("。", "."))


@pytest.mark.parametrize("digits", [15, 20, 21, 400, 80_000])
@pytest.mark.parametrize("column", ["baseline", "actual", "target_text"])
@pytest.mark.parametrize("form", ["{}", "0.{}"])
def test_endless_digits_break_nothing(column, digits, form):
    said = verdict(ROW | {column: form.format("9" * digits)})
    if digits > 500 and column != "target_text":
        assert said == f"{column} holds more than 500 characters."
    elif digits > 20:
        assert said == f"{column} holds a number of more than 20 digits."
    else:
        assert said.endswith("。")


@pytest.mark.parametrize("target", ["完成", "建成"])
@pytest.mark.parametrize(
    ("said", "year", "status"),
    [
        ("完成", "2022", Status.MET_EARLY),
        ("已完成", "2025", Status.MET),
        ("建成", "2025年", Status.MET),
        ("达标", "2023", Status.MET_EARLY),
        ("是", "2025", Status.MET),
        ("推进中", "2022", Status.UNDER_WAY),
        ("正在建设", "2024", Status.UNDER_WAY),
        ("未完成", "2022", Status.UNDER_WAY),
        ("未启动", "2022", Status.NOT_STARTED),
        ("否", "2022", Status.NOT_STARTED),
        ("推进中", "2025", Status.MISSED),
        ("未启动", "2026", Status.MISSED),
        ("", "2022", Status.BY_PERSON),
    ],
)
def test_a_milestone_is_judged_by_what_the_row_states(target, said, year, status):
    found = of(target_text=target, baseline="", unit="", direction="", actual=said, actual_year=year)
    assert (found.status, found.quantified, found.target_year) == (status, False, 2025)


def test_the_sentence_of_a_milestone_quotes_the_row():
    found = of(target_text="建成", baseline="", actual="推进中", actual_year="2022")
    assert found.sentence_zh == "2025年须完成的事项，2022年填报为“推进中”，推进中。"
    assert found.sentence_en == "A milestone due in 2025; reported for 2022 as “推进中” – under way."
    late = of(target_text="建成", baseline="", actual="推进中", actual_year="2025")
    assert late.sentence_zh == "2025年须完成的事项，2025年填报为“推进中”，未完成。"


def test_a_milestone_in_words_nobody_knows_is_named():
    with pytest.raises(OddRow, match="actual is '看情况': no figure can be read from it"):
        of(target_text="建成", actual="看情况")
    with pytest.raises(OddRow, match="a year is needed"):
        of(target_text="建成", actual="完成", actual_year="")
    with pytest.raises(OddRow, match="no figure can be read"):
        of(actual="完成")


@pytest.mark.parametrize(
    ("wording", "actual", "year", "status"),
    [
        ("不高于2020年水平", "2.9", "2025", Status.HELD),
        ("不高于2020年水平", "3.0", "2022", Status.LOST),
        ("不低于2020年水平", "2.8", "2022", Status.LOST),
    ],
)
def test_the_level_of_the_base_year_is_the_target(wording, actual, year, status):
    found = of(target_text=wording, actual=actual, actual_year=year, direction="")
    assert (found.status, found.target, found.change_share) == (status, Decimal("2.9"), None)
    assert f"目标折合2.9（{wording}）" in found.sentence_zh or found.status == Status.HELD
