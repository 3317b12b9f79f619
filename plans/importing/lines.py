"""Lines printed by a command, perhaps into a pipe whose reader has seen enough."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Protocol


class Output(Protocol):
    """What a command writes to; its `write` ends the line."""

    def write(self, line: str) -> object:
        """Write one line."""

    def flush(self) -> object:
        """Hand on what is held back."""


def write_lines(output: Output, lines: Iterable[str]) -> None:
    """Write every line; end quietly where the reader (head, less) has closed the pipe."""
    try:
        for line in lines:
            output.write(line)
        output.flush()
    except BrokenPipeError:
        # Python flushes once more at its end and would complain then.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
