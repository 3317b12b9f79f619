"""How the sheets look: fonts by name, few colours, lines that print well in black and white."""

from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

INK = "1A1A1A"
PART_INDENT = 3
LINE = Side(style="thin", color="8C8C8C")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)

HEAD_FILL = PatternFill("solid", fgColor="E9EEF3")
CHOSEN_FILL = PatternFill("solid", fgColor="CFDDE9")
SECTION_FILL = PatternFill("solid", fgColor="F4F6F8")

LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
# In the table words and numbers keep off the lines by one digit.
WORDS = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
NUMBERS = Alignment(horizontal="right", vertical="center", indent=1)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
PART = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=PART_INDENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The fonts of a language, by name: whoever opens the file has them, or a substitute of their own."""

    text: str
    heading: str
    number: str

    def body(self, **more: object) -> Font:
        """Words in the table."""
        return Font(name=self.text, size=10, color=more.pop("color", INK), **more)

    def figures(self, **more: object) -> Font:
        """Numbers in the table."""
        return Font(name=self.number, size=10.5, color=INK, **more)

    def head(self, size: float = 10) -> Font:
        """Headings of columns and sections."""
        return Font(name=self.heading, size=size, color=INK, bold=True)


FACES = {
    "zh": Faces(text="宋体", heading="黑体", number="Times New Roman"),
    "en": Faces(text="Arial", heading="Arial", number="Arial"),
}


def dress(cell: Cell, font: Font, alignment: Alignment, fill: PatternFill | None = None) -> None:
    """Font, place and paper of a cell of the table, and the lines around it."""
    cell.font, cell.alignment, cell.border = font, alignment, GRID
    if fill:
        cell.fill = fill
