"""Meanings to test with: any that the target language can make, built by hypothesis."""

from decimal import Decimal

from hypothesis import strategies as st

from plans.domain.meaning import Direction, Form, Operator, Part, TargetMeaning

UNITS = (
    "",
    "%",
    "‰",
    "/10万",
    "/万",
    "岁",
    "张",
    "人",
    "个",
    "家",
    "万人",
    "万张",
    "亿元",
    "公里",
    "平方米",
    "分钟",
    "天",
    "次",
    "万人次/天",
    "张/千人",
    "元/人",
)
CHANGE_UNITS = (
    "个百分点",
    "个千分点",
    "岁",
    "张",
    "人",
    "个",
    "家",
    "名",
    "万人",
    "平方米",
    "分钟",
    "公里",
    "亿元",
    "天",
)
AREAS = ("全国", "全省", "全市", "国际", "东部地区", "发达国家", "长三角地区")
LABELS = (
    "三级",
    "二级公立医院",
    "城市",
    "农村",
    "65岁及以上老年人",
    "新增病例",
    "提升工程",
    "每千人口",
    "0-6岁儿童",
    "2025年在建项目",
    "其他",
)
SIDES = (Operator.GE, Operator.GT, Operator.LE, Operator.LT)

years = st.none() | st.integers(1990, 2060)
numbers = st.decimals(min_value=0, max_value=99999, places=2) | st.integers(0, 10**6).map(Decimal)
positive = st.decimals(min_value="0.01", max_value=9999, places=2) | st.integers(1, 5000).map(Decimal)
signed = numbers | st.decimals(min_value=-99, max_value=0, places=2)


def _bound(form, operator, number, unit, **flags):
    low = None if operator in (Operator.LE, Operator.LT) else number
    high = number if operator in (Operator.LE, Operator.LT, Operator.EQ) else None
    return TargetMeaning(form=form, operator=operator, low=low, high=high, unit=unit, **flags)


bounds = st.builds(
    lambda operator, number, unit, approximate: _bound(Form.BOUND, operator, number, unit, approximate=approximate),
    st.sampled_from(SIDES),
    signed,
    st.sampled_from(UNITS),
    st.booleans(),
) | st.builds(lambda number, unit: _bound(Form.BOUND, Operator.EQ, number, unit), signed, st.sampled_from(UNITS))
flagged = st.builds(
    lambda operator, number, unit, sustained, cumulative: _bound(
        Form.BOUND, operator, number, unit, sustained=sustained, cumulative=cumulative
    ),
    st.sampled_from(SIDES),
    numbers,
    st.sampled_from(("", "%", "张", "个", "亿元")),
    st.booleans(),
    st.booleans(),
)
levels = st.builds(
    lambda operator, number: _bound(Form.LEVEL, operator, Decimal(number), "级"),
    st.sampled_from(SIDES),
    st.integers(1, 9),
)
abouts = st.builds(
    lambda number, unit: _bound(Form.ABOUT, Operator.EQ, number, unit, approximate=True), signed, st.sampled_from(UNITS)
)
spans = st.tuples(signed, signed).filter(lambda pair: pair[0] != pair[1]).map(sorted)
ranges = st.builds(
    lambda span, unit, approximate: TargetMeaning(
        form=Form.RANGE, operator=Operator.IN, low=span[0], high=span[1], unit=unit, approximate=approximate
    ),
    spans,
    st.sampled_from(UNITS),
    st.booleans(),
)
ratios = (
    st.builds(
        lambda operator, number: _bound(Form.RATIO, operator, number, "1:x"),
        st.sampled_from((*SIDES, Operator.EQ)),
        positive,
    )
    | st.builds(
        lambda span: TargetMeaning(form=Form.RATIO, operator=Operator.IN, low=span[0], high=span[1], unit="1:x"),
        st.tuples(positive, positive).filter(lambda pair: pair[0] != pair[1]).map(sorted),
    )
    | positive.map(lambda number: _bound(Form.RATIO, Operator.EQ, number, "1:x", approximate=True))
)


def _change(form, rises, number, unit, year, approximate, cumulative=False):
    return TargetMeaning(
        form=form,
        low=number,
        unit=unit,
        base_year=year,
        approximate=approximate,
        cumulative=cumulative,
        operator=Operator.GE if rises else Operator.LE,
        direction=Direction.UP if rises else Direction.DOWN,
    )


changes = st.one_of(
    st.builds(
        _change,
        st.just(Form.CHANGE_POINTS),
        st.booleans(),
        positive,
        st.sampled_from(CHANGE_UNITS),
        years,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        _change,
        st.just(Form.CHANGE_PERCENT),
        st.booleans(),
        positive,
        st.just("%"),
        years,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        _change, st.just(Form.ANNUAL_STEP), st.booleans(), positive, st.sampled_from(CHANGE_UNITS), years, st.booleans()
    ),
    st.builds(_change, st.just(Form.ANNUAL_GROWTH), st.booleans(), positive, st.just("%"), years, st.booleans()),
    st.builds(
        _change, st.just(Form.CHANGE_POINTS), st.booleans(), st.just(Decimal(0)), st.just(""), years, st.just(False)
    ),
)
trends = st.builds(
    TargetMeaning,
    form=st.just(Form.MONOTONE),
    direction=st.sampled_from((Direction.UP, Direction.DOWN, Direction.KEEP)),
    sustained=st.booleans(),
    proportional=st.booleans(),
    base_year=years,
)
benchmarks = st.builds(
    TargetMeaning,
    form=st.just(Form.BENCHMARK),
    operator=st.sampled_from((*SIDES, Operator.EQ)),
    benchmark_area=st.sampled_from(AREAS),
    benchmark_statistic=st.sampled_from(("平均水平", "平均值", "中位数", "先进水平")),
)
ranks = st.builds(
    lambda area, place: TargetMeaning(
        form=Form.BENCHMARK,
        operator=Operator.LE,
        high=Decimal(place),
        unit="位",
        benchmark_area=area,
        benchmark_statistic=f"前{place}位",
    ),
    st.sampled_from(AREAS[:3]),
    st.integers(1, 50),
) | st.sampled_from(AREAS[:3]).map(
    lambda area: TargetMeaning(form=Form.BENCHMARK, benchmark_area=area, benchmark_statistic="前列")
)
milestones = st.just(TargetMeaning(form=Form.MILESTONE)) | st.integers(1, 20).map(
    lambda count: TargetMeaning(form=Form.MILESTONE, low=Decimal(count), unit="项")
)
simple = st.one_of(bounds, flagged, levels, abouts, ranges, ratios, changes, trends, benchmarks, ranks, milestones)

steps = st.lists(
    st.tuples(st.integers(2001, 2060), simple), min_size=1, max_size=4, unique_by=lambda pair: pair[0]
).map(
    lambda pairs: TargetMeaning(
        form=Form.STEPS,
        parts=tuple(Part(meaning=meaning, year=year) for year, meaning in sorted(pairs, key=lambda pair: pair[0])),
    )
)
by_kind = st.lists(
    st.tuples(st.sampled_from(LABELS), simple), min_size=2, max_size=4, unique_by=lambda pair: pair[0]
).map(
    lambda pairs: TargetMeaning(
        form=Form.BY_KIND, parts=tuple(Part(meaning=meaning, label=label) for label, meaning in pairs)
    )
)
in_order = st.lists(
    st.builds(
        lambda operator, number, unit: _bound(Form.BOUND, operator, number, unit),
        st.sampled_from((Operator.GE, Operator.GT)),
        numbers,
        st.sampled_from(("%", "张", "岁", "/10万")),
    ),
    min_size=2,
    max_size=4,
).map(lambda parts: TargetMeaning(form=Form.BY_KIND, parts=tuple(Part(meaning=part) for part in parts)))


def _is_compound(pair):
    """Whether two promises stay two when joined: two trends of one direction are one, two bounds may be a range."""
    forms = {meaning.form for meaning in pair}
    return len(forms) == 2 and Form.BENCHMARK not in forms


compounds = st.builds(
    lambda pair, join: TargetMeaning(
        form=Form.COMPOUND, joined_by=join, parts=tuple(Part(meaning=meaning) for meaning in pair)
    ),
    st.tuples(simple, simple).filter(_is_compound),
    st.sampled_from(("and", "or")),
)
unreadable = st.sampled_from((TargetMeaning(form=Form.NONE_YET), TargetMeaning(form=Form.BY_PERSON)))
meanings = st.one_of(simple, steps, by_kind, in_order, compounds, unreadable)
