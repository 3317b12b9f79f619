"""Workbooks that a unit fills in: prepared, given back with its errors, and all units' in one archive."""

from collection.exports.archive import zipped_workbooks
from collection.exports.marked import Mark, write_marked_workbook
from collection.exports.prepared import workbook_name, write_fill_workbook

__all__ = ["Mark", "workbook_name", "write_fill_workbook", "write_marked_workbook", "zipped_workbooks"]
