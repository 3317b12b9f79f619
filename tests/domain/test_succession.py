"""Names of the plan that comes next: years and counts move on by rule, everything else stays."""

import pytest

from plans.domain.succession import code_after, name_after

FIVE, NEXT_FIVE = (2020, 2025), (2025, 2030)


@pytest.mark.parametrize(
    ("name", "years", "next_years", "moved"),
    [
        ("萍乡市“十四五”卫生健康发展规划", FIVE, NEXT_FIVE, "萍乡市“十五五”卫生健康发展规划"),
        ("卫生事业“十五”计划", (2000, 2005), (2005, 2010), "卫生事业“十一五”计划"),
        ("卫生健康规划（2021—2025年）", FIVE, NEXT_FIVE, "卫生健康规划（2026—2030年）"),
        ("“健康中国2030”规划纲要", (2015, 2030), (2030, 2035), "“健康中国2035”规划纲要"),
        ("Health plan 2018-2020", (2017, 2020), (2020, 2023), "Health plan 2021-2023"),
        ("Pingxiang 14th Five-Year Plan", FIVE, NEXT_FIVE, "Pingxiang 15th Five-Year Plan"),
        ("the 20th five-year plan", FIVE, NEXT_FIVE, "the 21st five-year plan"),
        ("the 10th Five-Year Plan", FIVE, NEXT_FIVE, "the 11th Five-Year Plan"),
    ],
)
def test_years_and_counts_move_on(name, years, next_years, moved):
    assert name_after(name, years, next_years) == moved


@pytest.mark.parametrize(
    ("name", "years", "next_years"),
    [
        ("健康城市行动方案", FIVE, NEXT_FIVE),
        ("“十四五”规划", FIVE, (2025, 2028)),  # the next one has other years, so it is no fifteenth of five
        ("“十四五”规划", FIVE, (2026, 2031)),
        ("三十年十五年规划", FIVE, NEXT_FIVE),
        ("以1949年为起点的规划", FIVE, NEXT_FIVE),
        ("文号20212025", FIVE, NEXT_FIVE),
        ("", FIVE, NEXT_FIVE),
    ],
)
def test_what_names_no_years_of_the_plan_stays(name, years, next_years):
    assert name_after(name, years, next_years) == name


def test_a_code_without_years_gets_those_of_the_next_plan():
    assert code_after("pingxiang-2021-2025", FIVE, NEXT_FIVE) == "pingxiang-2026-2030"
    assert code_after("dongshan", FIVE, NEXT_FIVE) == "dongshan-2026-2030"
