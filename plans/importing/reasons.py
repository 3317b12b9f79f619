"""Why a piece of a document is in no row, and why a row may be cut wrongly: a sentence a code, in Chinese and English."""

from __future__ import annotations

_SENTENCES: dict[str, tuple[str, str]] = {
    # Pieces in no row
    "table_header": ("表头。", "A heading of the table."),
    "section": ("表中的领域标题行。", "A section of the table."),
    "note": ("表下的注释。", "A note to the table."),
    "other_column": (
        "不属于指标、基期值、目标值、性质的列。",
        "A column that is neither indicator, baseline, target nor nature.",
    ),
    "other_year": ("其他年份的列。", "A column of another year."),
    "figure_reached": ("完成值，不是目标值。", "A figure reached, not a target."),
    "row_without_indicator": ("这一行没有找到指标名称。", "No indicator was found in this row."),
    "no_target_table": ("这个表没有“指标”列和“目标值”列。", "This table has no columns of indicators and targets."),
    "target_in_prose": (
        "正文中的目标，目标表以外，可另行采用。",
        "A target in the text beside the table; it can be taken over.",
    ),
    "heading": ("标题。", "A heading."),
    "numbering": ("序号。", "A number of a list."),
    "date": ("日期或年份。", "A date or year."),
    "footnote_mark": ("脚注标记。", "A footnote mark."),
    "descriptive": ("描述过去或现状的数字，不是目标。", "Figures of the past or present, not targets."),
    "no_target": ("没有读成目标的数字。", "Figures that do not read as a target."),
    "not_examined": ("文件过长，这一句没有读取。", "The document is too long; this sentence was not examined."),
    "front_matter": ("发文信息。", "Front matter."),
    "remark": ("说明。", "A remark."),
    "rest_of_item": ("条目中未归入目标的部分。", "The part of an item that is in no target."),
    # Rows that may be cut wrongly
    "split_in_order": (
        "几个指标与几个数值写在一句中，按先后顺序对应。",
        "Several indicators and several numbers stand in one sentence; they are paired in order.",
    ),
    "yearly_before": (
        "前面写有“每年”，可能也管这一项。",
        "“Every year” stands before and may be meant for this target as well.",
    ),
    "subject_before": (
        "句中没有写全指标名称，按前文理解。",
        "The sentence does not name the indicator in full; it is taken from what stands before.",
    ),
    "columns_uncertain": (
        "文本中的表格丢失了列，这一行的数值可能不在原来的列。",
        "The table has lost its columns in the text; a number of this row may belong in another one.",
    ),
    "no_wording": ("条目中没有找到目标。", "No target was found in the item."),
}


def sentence_of(code: str, language: str) -> str:
    """Why a piece is in no row, or a row doubtful; "" for no code. `language` is "zh" or "en"."""
    return _SENTENCES[code][language == "en"] if code else ""
