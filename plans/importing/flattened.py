"""Tables in plain text, found again: rows with tabs or pipes, one cell a line with or without pipes, columns of spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from plans.importing.cells import is_note
from plans.importing.fitting import Fitted, fit
from plans.importing.headers import Columns, Heading, Role, columns_of, heading_of
from plans.importing.source import Block, Cell, Paragraph, Table, collapsed

_RULE = re.compile(r"[\s|:+=─━┼—-]*[-─━=]{2,}[\s|:+=─━┼—-]*")  # |---|---| below a heading
_LONGEST_CELL_LINE = 60
_MOST_LINES_OF_A_CELL = 3
_WORST_FIT = 150  # on average for each cell
_HEADING_LEFT_OUT = 400
_MOST_CELLS = 3000  # of one table that has lost its columns; 200 rows have about 1200
_MOST_HEADINGS = 40
_MARK = re.compile(r"#{1,6}\s")


def with_tables(lines: Sequence[str]) -> tuple[Block, ...]:
    """The lines as paragraphs, and as tables where they are the cells of one. No character is lost but the dividing signs."""
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        for find in _FINDERS:
            found = find(lines, place)
            if found is not None:
                made, place = found
                blocks += made
                break
        else:
            blocks += _paragraphs([lines[place]])
            place += 1
    return tuple(blocks)


Found = tuple[list[Block], int]


def _paragraphs(lines: Sequence[str]) -> list[Block]:
    texts = [line.strip() for line in lines]
    return [Paragraph(text, level=text.index(" ") if _MARK.match(text) else 0) for text in texts if text]


# Rows with tabs, or with pipes, one row a line


def _tab_rows(lines: Sequence[str], place: int) -> Found | None:
    end = _while(lines, place, lambda line: "\t" in line)
    if end - place < 2 and not (end > place and _columns([cell.strip() for cell in lines[place].split("\t")])):
        return None
    return _table([[collapsed(cell) for cell in line.split("\t")] for line in lines[place:end] if line.strip()]), end


def _pipe_rows(lines: Sequence[str], place: int) -> Found | None:
    end = _while(lines, place, lambda line: len([cell for cell in _between_pipes(line) if cell]) > 1 or _is_rule(line))
    rows = [_between_pipes(line) for line in lines[place:end] if line.strip() and not _is_rule(line)]
    return (_table(rows), end) if len(rows) > 1 else None


def _is_rule(line: str) -> bool:
    return "|" in line and _RULE.fullmatch(line) is not None


def _between_pipes(line: str) -> list[str]:
    plain = line.strip().replace("｜", "|")
    if "|" not in plain:
        return []
    return [collapsed(cell) for cell in plain.removeprefix("|").removesuffix("|").split("|")]


def _while(lines: Sequence[str], place: int, holds: Callable[[str], bool]) -> int:
    """The end of the lines from `place` on that hold; empty lines between them do not matter."""
    end = place
    for number in range(place, len(lines)):
        if holds(lines[number]):
            end = number + 1
        elif lines[number].strip():
            break
    return end


def _table(rows: Sequence[Sequence[str]]) -> list[Block]:
    """One table. Rows shorter than the heading have lost merged cells, and are fitted to the columns one by one."""
    width = max(map(len, rows))
    for number, row in enumerate(rows):
        columns = _columns(row)
        if columns is None:
            continue
        shorter = any(1 < len(other) < len(row) for other in rows[number + 1 :])
        if not shorter:
            break
        ends, flat = [], list[str]()
        if sum(map(len, rows[number + 1 :])) > _MOST_CELLS:
            break
        for other in rows[number + 1 :]:
            flat += other
            ends.append(len(flat))
        fitted = fit(flat, columns, row_ends=ends)
        return [_made([*map(tuple, rows[: number + 1]), *fitted.rows], is_exact=False)]
    return [_made(rows, is_exact=True)] if width > 1 else _paragraphs([" ".join(row) for row in rows])


def _made(rows: Sequence[Sequence[str]], *, is_exact: bool) -> Table:
    width = max(map(len, rows))
    return Table(tuple(tuple(map(Cell, [*row, *[""] * (width - len(row))])) for row in rows), is_exact=is_exact)


# One cell a line, with pipes between the cells or behind them


def _pipe_cells(lines: Sequence[str], place: int) -> Found | None:
    opens = "|" in lines[place] or (_pipe_follows(lines, place) and len(lines[place].strip()) <= _LONGEST_CELL_LINE)
    if not opens or not lines[place].strip() or _MARK.match(lines[place]):
        return None
    end = _end_of_cells(lines, place)
    texts = "\n".join(lines[place:end]).split("|")
    texts = [collapsed(text) for text in (texts[:-1] if not texts[-1].strip() else texts)]
    found = _from_sequence(texts, may_join=False)
    return (found or _paragraphs(texts)), end


def _end_of_cells(lines: Sequence[str], place: int) -> int:
    """Where the pipes end: a cell may be broken over a few short lines, and may be cut off at the end of the text."""
    end, waiting = place + 1, 0
    for number in range(place + 1, min(len(lines), place + _MOST_CELLS)):
        line = lines[number].strip()
        if "|" in line:
            end, waiting = number + 1, 0
            continue
        waiting += bool(line)
        before = lines[number - 1].strip()
        is_a_whole_cell = waiting == 1 and before.endswith("|") and _pipe_follows(lines, number)
        if waiting > _MOST_LINES_OF_A_CELL or (len(line) > _LONGEST_CELL_LINE and not is_a_whole_cell):
            break
    rest = [line for line in lines[end : end + _MOST_CELLS] if line.strip()]
    return len(lines) if len(rest) == 1 and len(rest[0]) <= _LONGEST_CELL_LINE else end


def _pipe_follows(lines: Sequence[str], number: int) -> bool:
    following = next((line.strip() for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.startswith("|") or lines[number].rstrip().endswith("|")


# One cell a line without any sign, known by its headings; and columns divided by spaces


def _bare_cells(lines: Sequence[str], place: int) -> Found | None:
    if heading_of(lines[place]) is None:
        return None
    end = place + 1
    for number in range(place, min(len(lines), place + _MOST_CELLS)):
        line = lines[number].strip()
        is_running = len(line) > _LONGEST_CELL_LINE or "。" in line[:-1]
        if "|" in line or (is_running and not is_note(line)):
            break
        end = number + 1
    texts = [collapsed(line) for line in lines[place:end] if line.strip()]
    found = _from_sequence(texts, may_join=True, starts_with_heading=True)
    return (found, end) if found else None


def _spaced_rows(lines: Sequence[str], place: int) -> Found | None:
    header = lines[place].split()
    columns = _columns(header) if len(header) > 2 else None
    if columns is None:
        return None
    end = _while(
        lines,
        place,
        lambda line: len(line) <= 2 * _LONGEST_CELL_LINE and "。" not in line and _MARK.match(line) is None,
    )
    flat, ends = list[str](), list[int]()
    end = min(end, place + _MOST_CELLS // len(header))
    for line in lines[place + 1 : end]:
        flat += line.split()
        ends.append(len(flat))
    fitted = fit(flat, columns, row_ends=ends, may_join=True)
    if not fitted.complete or fitted.cost > _WORST_FIT * len(flat):
        return None
    return [_made([header, *fitted.rows[: fitted.complete]], is_exact=False), *_left_over(fitted)], end


# Common to both


def _from_sequence(texts: Sequence[str], *, may_join: bool, starts_with_heading: bool = False) -> list[Block] | None:
    """The table in a sequence of cells, with what stands before and behind it; None where there is no table of targets."""
    best: tuple[int, int, int, Columns, Fitted] | None = None
    for start, length, left_out, columns in _header_runs(texts, only_first=starts_with_heading):
        rest = texts[start + length :]
        fitted = fit(rest, columns, may_join=may_join)
        cost = fitted.cost + left_out * _HEADING_LEFT_OUT
        if fitted.complete and fitted.cost <= _WORST_FIT * len(rest) and (best is None or cost < best[0]):
            best = (cost, start, length, columns, fitted)
    if best is None:
        return None
    _, start, length, columns, fitted = best
    headings = _grouped(texts[start : start + length], len(columns.headings))
    table = _made([headings, *fitted.rows[: fitted.complete]], is_exact=False)
    return [*_paragraphs(texts[:start]), table, *_left_over(fitted)]


def _left_over(fitted: Fitted) -> list[Block]:
    return _paragraphs([" ".join(filter(None, row)) for row in fitted.rows[fitted.complete :]])


def _header_runs(texts: Sequence[str], *, only_first: bool) -> Iterator[tuple[int, int, int, Columns]]:
    """Where a row of headings may stand: start, how many texts it takes, how many headings before it are left out, columns."""
    start = 0
    while start < len(texts) and not (only_first and start):
        end = start
        while end < min(len(texts), start + _MOST_HEADINGS) and heading_of(texts[end]) is not None:
            end += 1
        for begin in range(start, start + 1 if only_first else end):
            columns = _columns(_grouped(texts[begin:end]))
            if columns is not None:
                yield begin, end - begin, begin - start, columns
        start = max(end, start + 1)


def _grouped(texts: Sequence[str], width: int | None = None) -> list[str]:
    """Headings broken over two lines put together: “2020年”, “基期值” → one heading. `width` is how many there must be."""
    headings: list[str] = []
    for text in texts:
        joined = headings[-1] + text if headings else ""
        if headings and _belongs(headings[-1], text) and heading_of(joined) is not None:
            headings[-1] = joined
        else:
            headings.append(text)
    return headings if width in (None, len(headings)) else list(texts)


def _belongs(first: str, second: str) -> bool:
    """Whether the second heading only completes the first: a bare year before 基期值, 指标 before 性质."""
    one, two, both = heading_of(first), heading_of(second), heading_of(first + second)
    if one is None or two is None or both is None:
        return False
    if one.role == Role.YEAR and two.role != Role.YEAR and two.year is None:
        return two.role in (Role.BASELINE, Role.TARGET, Role.ACTUAL)
    return (
        one.role == Role.NAME
        and two.role in (Role.NATURE, Role.UNIT)
        and len(first) == len(second) == 2
        and first == "指标"
    )


def _columns(texts: Sequence[str]) -> Columns | None:
    """The columns, when all texts but a few are headings that are known."""
    headings = [heading_of(text) for text in texts]
    known = [heading for heading in headings if heading is not None]
    if len(known) < 2 or len(known) * 3 < len(headings) * 2:
        return None
    return columns_of([heading or Heading(Role.OTHER) for heading in headings])


_FINDERS: tuple[Callable[[Sequence[str], int], Found | None], ...] = (
    _tab_rows, _pipe_rows, _pipe_cells, _bare_cells, _spaced_rows,
)  # fmt: skip
