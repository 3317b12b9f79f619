"""Excel files that leave the house."""

from reporting.exports.page import FormHead
from reporting.exports.workbook import file_name, target_table_workbook, write_target_table

__all__ = ["FormHead", "file_name", "target_table_workbook", "write_target_table"]
