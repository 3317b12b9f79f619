"""Why a reading is not certain: one sentence for each reason code, in Chinese and English; {0} is the piece it speaks of."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    # The side of a number that the wording leaves open
    "side_from_polarity": (
        "只写了数值，按指标方向推定是“不低于”还是“不高于”。",
        "Only a number is given; whether it is a floor or a ceiling is taken from the indicator's polarity.",
    ),
    "side_from_name": (
        "只写了数值，按指标名称“{0}”推定方向。",
        "Only a number is given; its side is guessed from the name “{0}”.",
    ),
    "side_assumed": (
        "只写了数值，方向不明，暂按“不低于”理解。",
        "Only a number is given and nothing tells its side; it is taken as “at least”.",
    ),
    "zero_as_ceiling": (
        "只写了0，按“不高于”理解。",
        "Only 0 is given; it is taken as a ceiling.",
    ),
    "side_from_verb": ("“控制在”后只写了数值，按“不高于”理解。", "“控制在” with a number alone is taken as “at most”."),
    "count_to_be_built": (
        "“{0}”后只写了数量，按“至少”理解。",
        "Only a number follows “{0}”; it is taken as “at least”.",
    ),
    "count_range": ("数量写成区间，任务至少要达到下限。", "The count is a range; the task needs at least its low end."),
    "ratio_without_side": ("比值没有写明方向，按“约”理解。", "The ratio names no side and is taken as “about”."),
    "provision_rate": ("按标准配置的数值，按“等于”理解。", "The number is a rate of provision and is taken as exact."),
    "range_with_side": (
        "区间后又写了“以上”或“以下”，只取相应一端。",
        "A range is followed by “or more” or “or less”; only that end is taken.",
    ),
    "against_polarity": (
        "写明的方向与指标“{0}”的方向相反。",
        "The side or direction stated runs against the polarity of “{0}”.",
    ),
    "against_baseline": (
        "“{0}”与基期值相比，方向相反。",
        "Against the baseline, “{0}” runs the other way.",
    ),
    "contradiction": ("“{0}”前后的比较词互相矛盾。", "The comparisons around “{0}” contradict each other."),
    # Changes
    "percent_or_points": ("“{0}”可能是百分比，也可能是百分点。", "“{0}” may mean per cent or percentage points."),
    "base_year_from_plan": (
        "没有写明基期，按规划基期{0}年理解。",
        "No base year is named; the plan's base year {0} is taken.",
    ),
    "base_year_unknown": ("没有写明与哪一年相比。", "The wording does not say from which year the change counts."),
    "previous_year": ("“{0}”指逐年与上一年相比。", "“{0}” compares each year with the year before."),
    "previous_year_bound": (
        "“{0}”随上一年变动，需人工判定。",
        "“{0}” moves with the year before; a person has to judge.",
    ),
    "change_range": ("变化幅度“{0}”写成区间，按下限理解。", "The change “{0}” is a range; its low end is taken."),
    "strict_change": (
        "变化幅度要求超过“{0}”，按不少于计算。",
        "The change must exceed “{0}”; it is computed as at least.",
    ),
    "growth_each_year": ("“{0}”按年均增长理解。", "“{0}” is taken as a yearly growth."),
    "growth_from_name": (
        "指标“{0}”本身就是增速，按年均增长理解。",
        "“{0}” is itself a rate of growth; the number is read as yearly growth.",
    ),
    "times_as_percent": ("倍数“{0}”折算成百分比。", "The multiple “{0}” is expressed in per cent."),
    "limit_on_change": (
        "“{0}”限制的是变化幅度的上限，需人工判定。",
        "“{0}” limits how large the change may be; a person has to judge.",
    ),
    "share_of_base": (
        "“{0}”是基期的若干倍或若干成，需人工判定。",
        "“{0}” is a multiple or a part of the base year's level; a person has to judge.",
    ),
    "unclear_change": ("“{0}”怎样变化没有写清楚。", "How “{0}” is meant as a change is not clear."),
    "unit_from_indicator": (
        "变化量“{0}”没有单位，按指标单位理解。",
        "The change “{0}” has no unit; the indicator's is taken.",
    ),
    "base_beside_end_value": (
        "既写了“{0}”，又写了终值，按终值理解。",
        "A base (“{0}”) and an end value are both named; the end value is taken.",
    ),
    # Units and numbers
    "unit_conflict": ("单位对不上：{0}。", "The units do not fit together: {0}."),
    "unit_scaled": (
        "单位的大小不同：{0}，比较前需要换算。",
        "The units differ in size: {0}; they must be converted before comparing.",
    ),
    "unit_unusual": (
        "单位少见：{0}，后者才是这一指标的常用单位，疑为笔误。",
        "An unusual unit: {0}; the latter is customary, so this may be a slip.",
    ),
    "unit_carried_on": ("“{0}”没有单位，按前面的单位理解。", "“{0}” has no unit; that of the number before is taken."),
    "share_out_of_range": ("占比“{0}”超出0—100%。", "The share “{0}” lies outside 0–100 %."),
    "ratio_unusual": (
        "比值“{0}”少见，疑为排印错误（如1:1.25排成1:25）。",
        "The ratio “{0}” is unusual and may be a misprint (1:1.25 set as 1:25).",
    ),
    "unclear_ratio": (
        "比值“{0}”不以1开头，已折算成1:x。",
        "The ratio “{0}” does not begin with 1; it is converted to 1:x.",
    ),
    "number_repaired": (
        "“{0}”处的数字有误字或空格，已按推测还原。",
        "The digits at “{0}” had a wrong letter, a gap or a full-width comma and were restored by guess.",
    ),
    "fraction_rounded": ("分数“{0}”已折算成百分数。", "The fraction “{0}” was turned into per cent."),
    "range_upside_down": ("区间“{0}”的下限不小于上限。", "The range at “{0}” does not rise."),
    "about_number": ("“{0}”是约数。", "“{0}” is an approximate number."),
    "nothing_or_zero": ("“{0}”可能指没有目标，也可能指零。", "“{0}” may mean that there is no target, or zero."),
    "looks_like_year": ("“{0}”像年份，不像目标值。", "“{0}” looks like a year and not like a value."),
    # Several promises in one wording
    "list_in_order": (
        "依次列出“{0}”，各属哪一项需对照原文。",
        "“{0}” are listed in order; which belongs to what must be looked up in the source.",
    ),
    "list_without_each": (
        "并列写了“{0}”，各属哪一项需对照原文。",
        "“{0}” stand side by side; which belongs to what must be looked up in the source.",
    ),
    "aside": ("“{0}”另作要求，没有并入本目标。", "“{0}” makes a demand of its own and is not part of this reading."),
    "beside_the_number": (
        "数值之外还有“{0}”，没有并入本目标。",
        "Beside the number stands “{0}”, which is not part of this reading.",
    ),
    "several_clauses": ("由几个分句合并理解，其中有“{0}”。", "Several clauses were read as one, among them “{0}”."),
    "several_promises": (
        "一句话里有几个要求（如“{0}”），关系不明。",
        "The wording makes several demands (such as “{0}”) whose relation is unclear.",
    ),
    "leftover_year": ("年份“{0}”与目标的关系不明。", "What the year “{0}” means for the target is unclear."),
    "span_of_years": ("“{0}”是一段时期，按期末理解。", "“{0}” is a span of years; the target is taken for its end."),
    "every_year": (
        "“{0}”都要达到，按每年都须保持理解。",
        "“{0}” asks for it year by year; it is read as to be kept every year.",
    ),
    # Words around the number
    "extra_words": ("“{0}”没有用到，请核对。", "The words “{0}” were not used; please check."),
    "other_subject": (
        "“{0}”与指标名称不一致，请核对是否同一指标。",
        "“{0}” differs from the indicator's name; please check that it is the same indicator.",
    ),
    "number_in_name": ("“{0}”看作名称的一部分，不是目标值。", "“{0}” is taken as part of a name and not as a target."),
    "leftover_number": ("“{0}”中的数字没有读懂。", "The number in “{0}” was not understood."),
    "for_each": ("“{0}”都要达到，不是总数。", "“{0}” asks it of each one; it is not a total."),
    "share_of_whole": (
        "数值是“{0}”的一部分，请核对分母。",
        "The number is a share of “{0}”; please check the denominator.",
    ),
    "hedged": ("“{0}”留有余地。", "“{0}” leaves room for exceptions."),
    "remark": ("括注“{0}”没有用到，请核对。", "The remark “{0}” was not used; please check."),
    "footnote": ("“{0}”看作注号。", "“{0}” is taken as a footnote mark."),
    "restated": ("括注“{0}”看作同一目标的另一说法。", "The remark “{0}” is taken as the same target in other words."),
    "restated_otherwise": (
        "括注“{0}”与按基期推算的结果不一致。",
        "The remark “{0}” does not agree with the baseline plus the change.",
    ),
    "number_missing": ("“{0}”只有比较词，没有数值。", "“{0}” compares with nothing: the number is missing."),
    # Promises without numbers of their own
    "all_is_hundred": ("“{0}”按100%理解。", "“{0}” is taken as 100 %."),
    "deed_with_count": (
        "“{0}”看作要达标的项数，完成与否由人工填写。",
        "“{0}” is taken as the number of items to meet a standard; a person records whether they do.",
    ),
    "rank": ("“{0}”是位次，需人工判定。", "“{0}” is a rank; a person has to judge."),
    "benchmark_vague": (
        "“{0}”没有可对照的统计数，需人工判定。",
        "There is no statistic to set against “{0}”; a person has to judge.",
    ),
    "benchmark_with_margin": (
        "与“{0}”之间还有差额或比例，需人工判定。",
        "A margin or share is set against “{0}”; a person has to judge.",
    ),
    # No machine reading
    "too_long": (
        "“{0}”超过500字，不作机器解读，需人工判定。",
        "“{0}” is longer than 500 characters and is not read by the machine; a person has to judge.",
    ),
    "too_many_items": (
        "“{0}”列举超过30项，不作机器解读，需人工判定。",
        "“{0}” lists more than 30 items and is not read by the machine; a person has to judge.",
    ),
    "too_many_digits": (
        "“{0}”的位数超过20位，不可能是目标值，需人工判定。",
        "“{0}” has more than 20 digits and cannot be a target; a person has to judge.",
    ),
    "scoring_rule": ("“{0}”是评分规则，不是目标。", "“{0}” is a scoring rule and not a target."),
    "conditional": ("“{0}”带有条件，不是目标值。", "“{0}” states a condition and not a target."),
    "formula": ("“{0}”是公式或配置标准。", "“{0}” is a formula or a standard of provision."),
    "relative_to_other": (
        "“{0}”随其他数据变动，需人工判定。",
        "“{0}” moves with other figures; a person has to judge.",
    ),
    "negated": ("“{0}”是否定的说法，需人工判定。", "“{0}” is a negation; a person has to judge."),
    "not_a_target": ("“{0}”表示不作为目标。", "“{0}” says that this is no target."),
    "unusual_period": ("“{0}”不是按年计算。", "“{0}” does not count by the year."),
    "not_understood": ("没有读懂“{0}”。", "“{0}” was not understood."),
    "baseline_not_understood": ("没有读懂基期值“{0}”。", "The baseline “{0}” was not understood."),
}
