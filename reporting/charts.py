"""The geometry of the charts: plain numbers that a template draws as SVG, styled by the page."""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from bureaus.models import Area
from indicators.presenters import grouped_number
from indicators.queries import Figure
from reporting.presenters import family_of
from reporting.queries import TargetStand

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 40
AIR = 26  # between the ends of the grid and the first and last year, for the labels of their points


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One place on a chart with what is written there."""

    x: float
    y: float
    text: str = ""
    year: int = 0

    @property
    def label_y(self) -> float:
        """Where the text above the place stands; below it where there is no room above."""
        return self.y - 11 if self.y > TOP + 12 else self.y + 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Figures by year, the straight path from baseline to target, and the target's level."""

    family: str
    points: list[Point]
    path: str  # of the figures, as an SVG polyline
    required: str  # of the required path
    target: Point | None
    years: list[Tick]
    values: list[Tick]
    axis_text_y: int = HEIGHT - 14
    label_x: int = LEFT - 8
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def nice_step(span: Decimal) -> Decimal:
    """A step of 1, 2 or 5 times a power of ten that cuts `span` into about four; 1 for nothing to cut."""
    if span <= 0:
        return Decimal(1)
    rough = span / 4
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis from `low` to `high` in steps; `high` is drawn at the top."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def around(cls, values: list[Decimal]) -> "Scale":
        """An axis of round numbers that holds all values with some air."""
        low, high = min(values), max(values)
        step = nice_step(high - low if high > low else abs(high) / 5)
        low = (low / step).to_integral_value(ROUND_FLOOR) * step
        high = (high / step).to_integral_value(ROUND_CEILING) * step
        return cls(low, high if high > low else low + step, step)

    def share(self, value: Decimal) -> float:
        """0 at the low end, 1 at the high end."""
        return float((value - self.low) / (self.high - self.low))

    def ticks(self) -> list[Decimal]:
        """Every step from low to high."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]


def line_chart(stand: TargetStand, year: int) -> LineChart | None:
    """The chart of a target's figures up to `year`; None while there is no figure to draw."""
    progress, indicator, plan = stand.progress, stand.target.indicator, stand.target.plan
    values = {at: one.value for at, one in stand.figures.items() if one.value is not None and at <= year}
    first_year = min([progress.baseline_year or plan.base_year, *values], default=plan.base_year)
    if stand.baseline is not None:
        values.setdefault(progress.baseline_year or plan.base_year, stand.baseline)
    if not values:
        return None
    scale = Scale.around([*values.values(), *([progress.target] if progress.target is not None else [])])
    last_year = max(plan.target_year, *values)

    def x(at: int) -> float:
        inside = WIDTH - LEFT - RIGHT - 2 * AIR
        return round(LEFT + AIR + (at - first_year) / max(last_year - first_year, 1) * inside, 1)

    def y(value: Decimal) -> float:
        return round(TOP + (1 - scale.share(value)) * (HEIGHT - TOP - BOTTOM), 1)

    points = [
        Point(x=x(at), y=y(value), text=grouped_number(value, indicator.decimals), year=at)
        for at, value in sorted(values.items())
    ]
    required = ""
    if progress.target is not None and stand.baseline is not None and progress.change_share is not None:
        start = progress.baseline_year or plan.base_year
        required = f"{x(start)},{y(stand.baseline)} {x(plan.target_year)},{y(progress.target)}"
    every = max(1, -(-(last_year - first_year) // 12))
    return LineChart(
        family=family_of(progress),
        points=points,
        path=" ".join(f"{point.x},{point.y}" for point in points),
        required=required,
        target=None
        if progress.target is None
        else Point(x=LEFT, y=y(progress.target), text=grouped_number(progress.target, progress.decimals)),
        years=[Tick(at=x(at), text=str(at)) for at in range(first_year, last_year + 1, every)],
        values=[Tick(at=y(value), text=_plain(value)) for value in scale.ticks()],
    )


def _plain(value: Decimal) -> str:
    return grouped_number(value, max(0, -int(value.normalize().as_tuple().exponent)))


NAMES_END = 210  # where the areas' names end and their rails begin


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDot:
    """One area's figure on the chart of areas."""

    pk: int
    name: str
    y: int
    x: float | None
    text: str

    @property
    def text_x(self) -> float:
        """Where the figure is written, right of its dot."""
        return (self.x or 0) + 11

    @property
    def text_y(self) -> int:
        """The baseline of the row's texts."""
        return self.y + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasChart:
    """The figures of the areas below, sorted, with the whole area's figure and the target as lines."""

    dots: list[AreaDot]
    whole: Tick | None
    target: Tick | None
    ticks: list[Tick] = field(default_factory=list)
    height: int = 0
    width: int = 520
    left: int = NAMES_END
    name_x: int = NAMES_END - 10

    @property
    def axis_y(self) -> int:
        """Where the grid lines end."""
        return self.height - 20

    @property
    def axis_text_y(self) -> int:
        """The baseline of the axis' numbers."""
        return self.height - 5


def areas_chart(compared: list[tuple[Area, Figure]], stand: TargetStand) -> AreasChart | None:
    """Where each area's figure lies; None when there is nothing to compare."""
    values = [figure.value for _area, figure in compared if figure.value is not None]
    if not values:
        return None
    indicator, progress = stand.target.indicator, stand.progress
    is_count = indicator.kind == indicator.Kind.BASE  # a part's count says nothing against the whole's target
    lines = [] if is_count else [value for value in (progress.figure, progress.target) if value is not None]
    scale = Scale.around([*values, *lines])

    def x(value: Decimal) -> float:
        return round(NAMES_END + scale.share(value) * 250, 1)

    def tick(value: Decimal | None, decimals: int) -> Tick | None:
        return None if value is None or is_count else Tick(at=x(value), text=grouped_number(value, decimals))

    dots = [
        AreaDot(
            pk=area.pk,
            name=str(area),
            y=34 + 30 * index,
            x=None if figure.value is None else x(figure.value),
            text="" if figure.value is None else grouped_number(figure.value, indicator.decimals),
        )
        for index, (area, figure) in enumerate(compared)
    ]
    return AreasChart(
        dots=dots,
        whole=tick(progress.figure, indicator.decimals),
        target=tick(progress.target, progress.decimals),
        ticks=[Tick(at=x(value), text=_plain(value)) for value in scale.ticks()],
        height=34 + 30 * len(compared) + 20,
    )
