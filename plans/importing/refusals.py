"""Why a document cannot be read, or was read only in part: one plain sentence for each reason, in Chinese and English."""

from __future__ import annotations

from plans.importing.source import Notice

_SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("文件是空的，没有可读取的内容。", "The file is empty; there is nothing to read."),
    "nothing_within_limits": (
        "文件内部异常庞大，在限度之内没有读到文字；请只保留含有目标的部分，另存后再试。",
        "The file is unusually large inside and no text was found within the limits; keep only the part with the targets.",
    ),
    "too_large": (
        "文件超过{0}MB，无法读取；请只保留含有目标的部分，另存后再试。",
        "The file is larger than {0} MB; keep only the part with the targets, save it and try again.",
    ),
    "old_word": (
        "这是旧版Word（.doc）或WPS文字文件，请另存为.docx后再试。",
        "This is an old Word (.doc) or WPS file; save it as .docx and try again.",
    ),
    "old_excel": (
        "这是旧版Excel（.xls）或WPS表格文件，请另存为.xlsx后再试。",
        "This is an old Excel (.xls) or WPS file; save it as .xlsx and try again.",
    ),
    "old_office": (
        "这是旧版Office或WPS文件，请另存为.docx或.xlsx后再试。",
        "This is a file of an old Office or WPS version; save it as .docx or .xlsx and try again.",
    ),
    "encrypted": (
        "文件设有打开密码，请取消密码、另存后再试。",
        "The file is protected by a password; save it without the password and try again.",
    ),
    "pdf": (
        "暂不能读取PDF文件（包括扫描件），请使用Word、Excel或网页版本，或把文字粘贴进来。",
        "PDF files (scanned or not) cannot be read; use the Word, Excel or web page version, or paste the text.",
    ),
    "picture": (
        "这是图片，无法读取其中的文字，请使用Word、Excel或网页版本，或把文字粘贴进来。",
        "This is a picture; use the Word, Excel or web page version, or paste the text.",
    ),
    "other_format": (
        "不支持这种格式（{0}），请另存为.docx或.xlsx后再试。",
        "Files of this kind ({0}) cannot be read; save the document as .docx or .xlsx and try again.",
    ),
    "not_a_document": (
        "这不是Word（.docx）、Excel（.xlsx）、网页或文本文件，无法读取。",
        "This is no Word (.docx), Excel (.xlsx), web page or text file and cannot be read.",
    ),
    "broken": (
        "文件已损坏或不完整，无法打开；请在Office或WPS中打开并另存后再试。",
        "The file is damaged or incomplete; open it in Office or WPS, save it again and try again.",
    ),
    "macro": (
        "文件含有宏，为安全起见不予读取；请另存为不含宏的.docx或.xlsx后再试。",
        "The file contains macros and is not read for safety; save it as .docx or .xlsx without macros and try again.",
    ),
    "external_link": (
        "文件链接了外部内容（{0}），为安全起见不予读取；请断开链接、另存后再试。",
        "The file links to content outside of itself ({0}) and is not read for safety; break the links and try again.",
    ),
    "entities": (
        "文件内含实体定义，为安全起见不予读取；请在Office或WPS中打开并另存后再试。",
        "The file defines XML entities and is not read for safety; save it again in Office or WPS and try again.",
    ),
    "unpacks_too_large": (
        "文件解压后过大（超过{0}MB），为安全起见不予读取；请删去图片和多余内容、另存后再试。",
        "The file unpacks to more than {0} MB and is not read for safety; remove pictures and try again.",
    ),
    "too_many_parts": (
        "文件内部的部件过多（超过{0}个），为安全起见不予读取。",
        "The file has more than {0} parts inside and is not read for safety.",
    ),
    "no_targets_in_workbook": (
        "工作簿中没有找到目标表（需要有“指标”列和“目标值”列），请确认文件是否正确。",
        "No table of targets was found in the workbook (a column 指标 and a column 目标值 are needed); is it the right file?",
    ),
    # Told beside a draft: the reading went on.
    "no_targets": (
        "没有找到目标：文中既没有目标表，也没有写明数值的目标。",
        "No targets were found: neither a table of targets nor sentences with figures to be reached.",
    ),
    "cut_short": (
        "文件过长，只读取了前面一部分（{0}），其余未读。",
        "The document is too long; only its first part was read ({0}).",
    ),
    "broken_part": (
        "文件中途损坏，只读取了损坏之前的内容。",
        "The file is damaged; only what stands before the damage was read.",
    ),
    "tracked_changes": (
        "文件带有修订痕迹：已按接受全部修订读取，删除的文字未读。",
        "The document has tracked changes: it was read with all of them accepted, deleted text left out.",
    ),
    "hidden_sheet": ("隐藏的工作表“{0}”未读取。", "The hidden sheet “{0}” was not read."),
    "formula_without_value": (
        "有{0}个公式单元格没有保存计算结果，按公式原文列出；请在Excel或WPS中打开并保存后再试。",
        "{0} cells hold formulas without a saved result; the formulas are shown. Open and save the file in Excel or WPS.",
    ),
    "repeated_rows": ("目标过多，只保留了前{0}项。", "Too many targets: only the first {0} were kept."),
}


def notice(code: str, detail: str = "") -> Notice:
    """The notice of this code with its sentences; `detail` fills the gap that some of them have."""
    zh, en = _SENTENCES[code]
    return Notice(code, zh.format(detail), en.format(detail))


class CannotRead(ValueError):
    """The document cannot be read. `code` is for programs, `zh` and `en` are one sentence each for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        found = notice(code, detail)
        self.code, self.zh, self.en = found.code, found.zh, found.en
        self.detail = detail
        super().__init__(f"{self.zh} {self.en}")
