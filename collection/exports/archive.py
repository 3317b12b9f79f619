"""All units' workbooks of a collection as one archive, made while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO

from collection.exports.prepared import workbook_name, write_fill_workbook
from collection.models import Submission
from collection.queries import entry_sheet


class _Outbox:
    """A file that only grows: what is written waits here until it is sent."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data, self._waiting = bytes(self._waiting), bytearray()
        return data


def zipped_workbooks(submissions: Iterable[Submission]) -> Iterator[bytes]:
    """The pieces of a zip file with one prepared workbook for each submission, numbered in their order."""
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:  # workbooks are packed already
        for number, submission in enumerate(submissions, 1):
            file = BytesIO()
            write_fill_workbook(entry_sheet(submission), file)
            archive.writestr(f"{number:03d} {workbook_name(submission)}", file.getvalue())
            yield outbox.taken()
    yield outbox.taken()
