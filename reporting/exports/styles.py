"""How verdicts look in a cell: shape, ink and paper."""

from dataclasses import dataclass

from openpyxl.styles import PatternFill


@dataclass(frozen=True, slots=True)
class Mark:
    """A family of verdicts in a cell: a shape that black-and-white print keeps, ink and paper."""

    shape: str
    ink: str
    paper: str

    @property
    def fill(self) -> PatternFill:
        """The cell's paper."""
        return PatternFill("solid", fgColor=self.paper)


# Shapes that every Chinese font has (GBK): a half-filled circle is not among them.
MARKS = {
    "done": Mark("●", "0A5F43", "E0F2EA"),
    "ahead": Mark("▲", "14607A", "DFF0F6"),
    "on-course": Mark("◆", "23528F", "E5EDF8"),
    "slow": Mark("▽", "7A4E08", "FCF0D8"),
    "behind": Mark("▼", "99221D", "FAE3E1"),
    "trend": Mark("→", "3F4954", "F1F3F5"),
    "none": Mark("○", "3F4954", "F1F3F5"),
}
ARROWS = {"up": "↑", "flat": "→", "down": "↓"}
