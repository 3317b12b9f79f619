"""Excel files that leave the house."""

from reporting.exports.page import FormHead
from reporting.exports.workbook import target_table_workbook, write_target_table

__all__ = ["FormHead", "target_table_workbook", "write_target_table"]
