"""Why a workbook cannot be read: one plain sentence for each reason, in Chinese and English, that says what to do."""

from __future__ import annotations

_SENTENCES: dict[str, tuple[str, str]] = {
    "no_file": ("请先选择填好的工作簿。", "Choose the workbook that you filled in first."),
    "empty": ("文件是空的；请选择填好的工作簿。", "The file is empty; choose the workbook that you filled in."),
    "too_large": (
        "文件超过{0}MB；请重新下载工作簿，只填写浅黄色单元格。",
        "The file is larger than {0} MB; download the workbook anew and fill in its yellow cells only.",
    ),
    "old_excel": (
        "这是旧版Excel（.xls）或WPS表格（.et）文件；请另存为.xlsx后再上传。",
        "This is an old Excel (.xls) or WPS (.et) file; save it as .xlsx and upload it again.",
    ),
    "old_word": ("这是Word文件；请上传填好的工作簿（.xlsx）。", "This is a Word file; upload the workbook (.xlsx)."),
    "old_office": (
        "这是旧版Office或WPS文件；请另存为.xlsx后再上传。",
        "This is a file of an old Office or WPS version; save it as .xlsx and upload it again.",
    ),
    "encrypted": (
        "文件设有打开密码；请取消密码、另存后再上传。",
        "The file is protected by a password; save it without the password and upload it again.",
    ),
    "pdf": ("这是PDF文件；请上传填好的工作簿（.xlsx）。", "This is a PDF file; upload the workbook (.xlsx)."),
    "picture": ("这是图片；请上传填好的工作簿（.xlsx）。", "This is a picture; upload the workbook (.xlsx)."),
    "web_page": (
        "这是网页（HTML）文件，不是工作簿；请在Excel或WPS中打开，另存为.xlsx后再上传。",
        "This is a web page (HTML) and no workbook; open it in Excel or WPS, save it as .xlsx and upload it again.",
    ),
    "csv": (
        "这是文本（CSV）文件，不是工作簿；请上传下载的工作簿（.xlsx）。",
        "This is a text (CSV) file and no workbook; upload the workbook (.xlsx) that you downloaded.",
    ),
    "other_format": (
        "不支持这种格式（{0}）；请另存为.xlsx后再上传。",
        "Files of this kind ({0}) cannot be read; save the workbook as .xlsx and upload it again.",
    ),
    "not_a_document": (
        "这不是Excel工作簿（.xlsx）；请选择填好的工作簿。",
        "This is no Excel workbook (.xlsx); choose the workbook that you filled in.",
    ),
    "broken": (
        "文件已损坏或不完整；请在Excel或WPS中打开，另存后再上传。",
        "The file is damaged or incomplete; open it in Excel or WPS, save it and upload it again.",
    ),
    "macro": (
        "文件含有宏，为安全起见不予读取；请另存为不含宏的.xlsx后再上传。",
        "The file contains macros and is not read for safety; save it as .xlsx without macros and upload it again.",
    ),
    "external_link": (
        "文件链接了外部内容（{0}），为安全起见不予读取；请断开链接、另存后再上传。",
        "The file links to content outside of itself ({0}) and is not read for safety; break the links and upload it again.",
    ),
    "entities": (
        "文件内含实体定义，为安全起见不予读取；请在Excel或WPS中打开，另存后再上传。",
        "The file defines XML entities and is not read for safety; save it again in Excel or WPS and upload it again.",
    ),
    "unpacks_too_large": (
        "文件解压后超过{0}MB，为安全起见不予读取；请重新下载工作簿填写。",
        "The file unpacks to more than {0} MB and is not read for safety; fill in a workbook downloaded anew.",
    ),
    "too_many_parts": (
        "文件内部的部件超过{0}个，为安全起见不予读取；请重新下载工作簿填写。",
        "The file has more than {0} parts inside and is not read for safety; fill in a workbook downloaded anew.",
    ),
    "too_many_sheets": (
        "工作簿有{0}个以上的工作表；请重新下载工作簿填写。",
        "The workbook has more than {0} sheets; fill in a workbook downloaded anew.",
    ),
    "too_big_inside": (
        "工作簿内容过多（行、列、单元格或文字超出限度）；请重新下载工作簿，只填写浅黄色单元格。",
        "The workbook holds too many rows, columns, cells or words; download it anew and fill in its yellow cells only.",
    ),
    "not_ours": (
        "这不是从本系统下载的填报工作簿；请先下载工作簿，填好后再上传。",
        "This workbook was not downloaded here; download the workbook of the form, fill it in and upload that.",
    ),
    "other_version": (
        "这份工作簿是旧版本的系统制作的；请重新下载工作簿填写。",
        "This workbook was made by another version of this application; fill in a workbook downloaded anew.",
    ),
    "forged": (
        "工作簿中的标识已损坏或被改动；请重新下载工作簿，把数据填入后再上传。",
        "The mark inside the workbook is damaged or was changed; download it anew, fill in the figures and upload that.",
    ),
    "other_form": (
        "这份工作簿不是这张报表的；请上传从本页下载的工作簿。",
        "This workbook belongs to another form; upload the one downloaded from this page.",
    ),
    "no_table": (
        "工作簿中没有找到填报表的表头；请勿改动表头，重新下载工作簿填写。",
        "The headings of the form were not found in the workbook; fill in a workbook downloaded anew and leave them as they are.",
    ),
}


class CannotRead(ValueError):
    """The file cannot be read. `code` is for programs, `zh` and `en` are one sentence each for people.

    `submission` is the id of the form that the workbook was made for, where it is another one than asked for.
    """

    def __init__(self, code: str, detail: str = "", *, submission: int | None = None) -> None:
        zh, en = _SENTENCES[code]
        self.code, self.submission = code, submission
        self.zh, self.en = zh.format(detail), en.format(detail)
        self.detail = detail
        super().__init__(f"{self.zh} {self.en}")
