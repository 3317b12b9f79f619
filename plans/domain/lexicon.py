"""The words of plans: how official Chinese compares, changes, keeps, builds and hedges.

Longer words are tried before shorter ones everywhere, so no order is needed inside a list.
"""

from __future__ import annotations

from plans.domain.meaning import Direction, Operator


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


# Before a number.
COMPARATORS: dict[Operator, tuple[str, ...]] = {
    Operator.GE: _words(
        "≥ 不低于 不少于 不小于 不短于 不早于 不得低于 不得少于 不能低于 不应低于 至少达到 至少 最少 最低",
        "大于等于 大于或等于 高于或等于 等于或高于 等于或大于 达到或超过 达到或高于 达到并超过 不亚于 不弱于 不差于 不劣于",
    ),
    Operator.LE: _words(
        "≤ 不超过 不高于 不大于 不多于 不长于 不得超过 不得高于 不能超过 不应超过 不突破 不超出 不超 至多 最多 最高不超过",
        "小于等于 小于或等于 低于或等于 等于或低于 等于或小于",
    ),
    Operator.GT: _words("> 超过 高于 大于 多于 突破 超出 高出"),
    Operator.LT: _words("< 低于 小于 少于 不到 不足 未满"),
    Operator.EQ: _words("= 等于"),
}
ABOUT_BEFORE = _words("约为 大约 大概 大致 约 接近 近 ≈")
ABOUT_AFTER = _words("左右 上下 前后")

# Verbs that lead to an end value.
_TO = ("到", "至", "为")
REACH = _words("达到 达至 达致 达成 至少达到")
RAISE_TO = tuple(
    verb + to
    for verb in _words("提高 提升 增加 上升 扩大 扩展 增长 拓展 延长 发展 壮大 恢复 增 升 提 扩 回升")
    for to in _TO
    if verb + to not in ("发展为", "提为", "增长为")
)
LOWER_TO = tuple(
    verb + to
    for verb in _words("降低 下降 减少 缩短 缩小 压缩 压减 压降 调减 下调 降 减 缩减 减低 回落 控减")
    for to in _TO
)
HOLD_BELOW = _words("控制在 控制到 控制为 严控在 限制在 压减在")
KEEP_AT = _words("保持在 稳定在 维持在 巩固在 保持 维持 稳定保持在 稳控在 稳定达到 巩固到 稳定到")
BETTER_THAN = _words("优于 好于 领先于 优于或等于")
BE = _words("实现为 达为 设为 定为")

# Verbs that change something by a number, or in a direction.
CHANGES: dict[Direction, tuple[str, ...]] = {
    Direction.UP: _words(
        "提高 提升 增长 增加 上升 扩大 增多 增强 改善 延长 升高 净增加 净增 递增 新增加 新增 增进 好转 回升",
        "稳中有升 稳中有进 稳中有增 稳中向好 只增不减 只升不降 有增无减",
    ),
    Direction.DOWN: _words(
        "降低 下降 减少 减缓 缩小 缩短 压减 减轻 递减 下调 回落 趋缓 放缓 调减 缩减 压缩 压降 减低 递降 负增长",
        "稳中有降 只降不升 只减不增",
    ),
}
CHANGE_NOUNS: dict[Direction, tuple[str, ...]] = {
    Direction.UP: _words(
        "增幅 涨幅 升幅 增速 增量 增长率 增长速度 增长幅度 增长比例 提高幅度 提高比例 提升幅度 上升幅度",
    ),
    Direction.DOWN: _words(
        "降幅 减幅 下降率 下降幅度 下降比例 降低率 降低幅度 降低比例 减少率 减少幅度 压减幅度",
    ),
}
PER_YEAR_NOUNS = _words("增速 增长率 增长速度")
STEADY = _words(
    "保持稳定 保持总体稳定 保持基本稳定 基本稳定 总体稳定 持平 基本持平 保持不变 维持不变 保持平稳 总体平稳 基本平稳 平稳",
    "维持现状 维持稳定 稳定 零增长",
)
ADVERBS = _words(
    "持续 不断 逐步 逐渐 稳步 明显地 明显 显著 进一步 逐年 全面 大幅度 大幅 较大幅度 有所 继续 同比例 同步 同幅度 总体 整体",
    "连续 有效 切实 再 普遍 稳定 加快 快速 较快 平稳 基本",
)
SUSTAINED = frozenset({"持续", "逐年", "连续"})
PROPORTIONAL = frozenset({"同比例", "同步", "同幅度"})

# Things that are done or not done.
DEEDS = _words(
    "完成 全面完成 基本完成 建成 全面建成 基本建成 新建成 达标 合格 符合 通过 实现 基本实现 全面实现 消除 全面消除 基本消除 杜绝",
    "建立 建立健全 基本建立 全面建立 健全 完善 形成 基本形成 落实 推广 普及 推行 全面推行 实行 实施 开展 新开展 覆盖 支持 扶持",
    "投入使用 启用 挂牌 落地 出台 印发 上线 开工 竣工 改造 改扩建 新改扩建 新建改建 新建 建设 打造 设立 成立 组建 设置 配备 配置",
    "创建 创建成功 创成 争创 争取 晋升为 认定 评选 遴选 遴选出 选拔 选拔出 推出 举办 建有 设有 拥有",
    "培养 培育 新培育 培训 规范化培训 引进 招聘 新招聘 救治",
)
CURBED = (
    "(?:上升|增长|蔓延|流行|高发|多发)?的?(?:趋势|势头|态势)?(?:得到|得以|受到)(?:有效|基本|全面|初步|根本)*(?:控制|遏制|扭转)(?!率)"
    "|(?:上升|增长|蔓延|流行)的?(?:趋势|势头|态势)(?:有效|基本|全面)*(?:控制|遏制|扭转)"
)
ALL = _words("全部覆盖 全面覆盖 全覆盖 全部 全员")
HEDGED = _words("原则上 原则 一般")
FILLERS = _words(
    "力争 并力争 力求 争取 努力 确保 有望 务必 必须 应当 应该 可以 预计 计划 规划 目标值 目标为 目标 总体上 逐步使 不变",
    "我市 我省 我县 我区",
)
SMALL_FILLERS = "将要应均都需须也可能再已为在到的使各"  # only directly beside something understood

# Areas that a figure may be measured against (a regular expression).
AREAS = "|".join(
    (
        "全国|国家|全省|全市|全区|全县|全州|全盟|我国|我省|我市|省|市|世界|国际|国内|省内|市内|欧盟|经合组织|OECD",
        "(?:中等|中高等|高等)?发达国家|中高收入国家|高收入国家|中等收入国家|发展中国家",
        "(?:我国)?(?:东部|中部|西部|东北|沿海|发达)(?:发达)?(?:地区|省份)|长三角(?:地区)?|珠三角(?:地区)?|京津冀(?:地区)?",
        "粤港澳大湾区|大湾区|成渝地区|省会城市|副省级城市|计划单列市",
        "同类(?:城市|地区|医院|县市?)|先进(?:城市|地区)|周边(?:城市|地区)",
    )
)
_MEASURED = _words("平均水平 平均值 平均数 均值 平均线 平均 中位数")
_VAGUE = "中等以?上?水平|中等偏上水平|中上水平|先进水平|领先水平|一流水平|较高水平|最好水平|最高水平|水平"
MEASURABLE = frozenset(_MEASURED)
STATISTICS = "|".join((*_MEASURED, _VAGUE))
RANKED = "|".join(
    (
        "前列|前[0-9一二三四五六七八九十百]+(?:名|位|强|%)?|第[0-9一二三四五六七八九十]+(?:名|位)?",
        "领先(?:地位|行列)?|上游(?:水平)?|中上游(?:水平)?|第一方阵|第一梯队|先进行列|百强",
    )
)
