"""Judging real plans with real figures: 健康中国2030, Pingxiang's five-year plan, and verdicts that were published."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from plans.domain.meaning import Direction, Form, TargetMeaning
from reporting.domain.progress import is_growth_indicator
from reporting.domain.statuses import Group, Status
from tests.domain.judging import D, about, above, at_least, at_most, bare, down, judged, monotone, up

DATA = Path(__file__).parent.parent / "data"


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


# 健康中国2030: baselines of 2015, targets of 2030


def national(indicator: str, meaning: TargetMeaning, year: int = 2024):
    row = next(row for row in table("national-2030-plan.tsv") if row["indicator"] == indicator)
    name = indicator.replace("的比重", "比重")  # the yearbook's spelling
    found = [r for r in table("national-series.tsv") if r["indicator"] == name and r["area"] == "全国"]
    return judged(
        meaning,
        row["baseline_2015"],
        {int(r["year"]): r["value"] for r in found},
        year,
        unit=row["unit"],
        decimals=max(len(r["value"].partition(".")[2]) for r in found),
        polarity=row["polarity"],
        base_year=2015,
        target_year=2030,
    )


@pytest.mark.parametrize(
    ("indicator", "meaning", "figure"),
    [
        ("人均预期寿命", bare("79.0"), "79.0"),
        ("婴儿死亡率", bare("5.0"), "4.0"),
        ("5岁以下儿童死亡率", bare("6.0"), "5.6"),
        ("居民健康素养水平", bare("30"), "31.87"),
        ("每千人口执业(助理)医师数", bare("3.0"), "3.61"),
    ],
)
def test_five_national_targets_of_2030_were_reached_in_2024(indicator, meaning, figure):
    found = national(indicator, meaning)
    assert (found.status, found.figure, found.figure_year) == (Status.MET_EARLY, D(figure), 2024)
    assert found.sentence_zh.endswith("提前6年。")


def test_maternal_mortality_is_on_the_way_to_2030():
    found = national("孕产妇死亡率", bare("12.0"))
    assert found.status == Status.ON_TRACK
    assert found.sentence_zh == (
        "2024年为14.3/10万，2015年基期20.1、2030年目标≤12.0（按指标方向推定），已完成规划降幅的71.6%，时间过去60.0%，"
        "符合进度。"
    )
    assert round(found.ratio, 3) == D("1.193")  # (5.8 / 8.1) / (9 / 15)


def test_out_of_pocket_spending_is_behind_on_the_way_to_about_25():
    found = national("个人卫生支出占卫生总费用的比重", about("25"))
    assert found.status == Status.SLIGHTLY_BEHIND
    assert round(found.ratio, 3) == D("0.698")  # (1.8 / 4.3) / (9 / 15)
    assert "2030年目标25.0左右，已完成规划降幅的41.9%" in found.sentence_zh


# Pingxiang 2021–2025


def test_pingxiang_public_health_staff_ten_percent_above_1_35():
    wording = up(Form.CHANGE_PERCENT, "10", unit="%", base_year=2020, approximate=True)
    found = judged(wording, "1.35", {2023: "1.44"}, 2023)
    assert (found.target, found.status) == (D("1.49"), Status.ON_TRACK)
    assert "2025年目标折合1.49（较2020年增长10%左右）" in found.sentence_zh


def test_pingxiang_short_sight_falls_half_a_point_every_year():
    wording = down(Form.ANNUAL_STEP, "0.5", unit="个百分点")
    found = judged(wording, "43.2", {2021: "42.6", 2022: "42.3"}, 2022, unit="%", decimals=1, binding=True)
    assert (found.status, found.target, found.years_kept) == (Status.SLIGHTLY_BEHIND, D("40.7"), (1, 2))


def test_pingxiang_maternal_deaths_start_below_their_limit():
    limit = at_most("12", unit="/10万")
    kept = judged(limit, "0", {2022: "0"}, 2022, unit="/10万", polarity="down")
    assert (kept.status, kept.flags, kept.change_share) == (Status.HELD, (), None)
    risen = judged(limit, "0", {2022: "8.6"}, 2022, unit="/10万", polarity="down")
    assert (risen.status, risen.flags) == (Status.HELD, ("worse_than_base",))
    lost = judged(limit, "0", {2022: "13.1"}, 2022, unit="/10万", polarity="down")
    assert lost.status == Status.LOST


def test_pingxiang_without_a_baseline():
    assert judged(at_most("23.3", unit="%"), None, {2022: "24"}, 2022, unit="%").status == Status.NO_BASELINE
    assert judged(at_least("60", unit="%"), None, {2022: "61"}, 2022, unit="%").status == Status.MET_EARLY
    share = judged(about("27"), None, {2022: "26.5"}, 2022, unit="%", polarity="down")
    assert (share.status, share.flags) == (Status.MET_EARLY, ("strict_no_baseline",))
    assert judged(monotone(Direction.UP, proportional=True), None, {2022: "70"}, 2022).status == Status.NO_BASELINE


def test_pingxiang_health_industry_grows_about_8_5_percent_a_year():
    name = "健康服务业总规模年均增速"
    wording = up(Form.ANNUAL_GROWTH, "8.5", unit="%", approximate=True)
    figures = {2021: "9.1", 2022: "7.7"}
    found = judged(wording, None, figures, 2022, unit="%", decimals=1, indicator_is_growth=is_growth_indicator(name))
    assert (found.average, found.status) == (D("8.4"), Status.ON_TRACK)  # 98.8 % of an approximate rate
    assert "至2025年目标为年均增长8.5%左右" in found.sentence_zh


# Verdicts that official evaluations published, and what the rules say of the same rows

PUBLISHED = {
    # (indicator, actual year): wording, the groups our verdict may be in, why the row cannot tell more
    ("居民健康素养水平", "2021"): (at_least("22"), {Group.DONE}, ""),
    ("实现程度", "2006"): (
        bare("100"),
        {Group.BEHIND},
        "published 可以实现 at R = 0.93: an outlook, and an anticipatory target judged leniently",
    ),
    ("单位GDP二氧化碳排放降低", "2012"): (bare("17", unit="%"), {Group.BEHIND}, ""),
    ("人均预期寿命", "2018"): (
        above("77.3"),
        {Group.ON_COURSE},
        "published 非常接近(未实现): says only that the target is not reached yet, not how the pace is",
    ),
    ("劣Ⅴ类水体比例", "2018H1"): (bare("6.1", unit="%"), {Group.DONE}, ""),
    ("低出生体重发生率", "2015"): (bare("4", unit="%"), {Group.DONE}, ""),
    ("低出生体重发生率(%)", "2018"): (bare("4", unit="%"), {Group.DONE}, ""),
    ("孕产妇死亡率", "2016"): (bare("20", unit="/10万"), {Group.DONE}, ""),
    ("孕产妇死亡率", "2017"): (bare("20", unit="/10万"), {Group.DONE}, ""),
    ("九年义务教育巩固率", "2020"): (at_least("95", unit="%"), {Group.DONE}, ""),
    ("国内生产总值年均增长", "2012"): (up(Form.ANNUAL_GROWTH, "7", unit="%"), {Group.ON_COURSE}, ""),
    ("每千人口拥有执业(助理)医师数", "2022"): (bare("3.20"), {Group.ON_COURSE}, ""),
}
# What a published word says where it says it plainly.
SAYS = {
    "2022年主要目标提前实现": Status.MET_EARLY,
    "已达期末目标": Status.MET_EARLY,
    "提前实现": Status.MET_EARLY,
    "控制在目标之内": Status.MET_EARLY,
    "实现目标": Status.MET,
    "滞后": Group.BEHIND,
    "快于预期": Status.AHEAD,
    "高于预期": Group.ON_COURSE,
}


@pytest.mark.parametrize("row", table("progress-cases.tsv"), ids=lambda row: f"{row['indicator']} {row['actual_year']}")
def test_published_verdicts(row):
    meaning, groups, untold = PUBLISHED[row["indicator"], row["actual_year"]]
    year = int(row["actual_year"][:4])
    found = judged(
        meaning,
        row["baseline"] or None,
        {year: row["actual"]},
        year,
        unit=row["unit"],
        polarity=row["direction"],
        binding=row["nature"] == "约束性",
        base_year=int(row["baseline_year"]) if row["baseline_year"].isdigit() else None,
        target_year=int(row["target_year"]),
        indicator_is_growth=is_growth_indicator(row["indicator"]),
    )
    assert found.group in groups
    said = SAYS.get(row["published_judgement"])
    assert (said is None) == bool(untold), "a published word is either compared or explained"
    assert said in (None, found.status, found.group)
    assert found.target is None or isinstance(found.target, Decimal)
