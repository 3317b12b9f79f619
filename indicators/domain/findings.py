"""What a check looks at, the rule it follows, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.domain.derivation import derive

HARD, SOFT = "hard", "soft"
SHARE, RELATION, JUMP, SLIP, MIX_UP = "share", "relation", "jump", "slip", "mix_up"
DENOMINATOR, OUTLIER = "denominator", "outlier"
SIZE_FREE_UNITS = frozenset(
    {"%", "‰", "/10万"}
)  # a reported figure in one of these is a rate, whatever the area's size


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the rule (id; None for a built-in one), the item (indicator id) at which to say it, all involved.

    `facts` holds what its sentence needs: figures as Decimal, by the names that the presenters know.
    """

    rule: int | None
    kind: str
    severity: str
    item: int
    items: tuple[int, ...]
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule in force. `level` is the depth of its bureau in the tree: 0 for the nation's."""

    id: int
    kind: str
    severity: str = SOFT
    level: int = 0
    indicator: int | None = None
    operator: str = ""
    parts: tuple[int, ...] = ()
    limit: Decimal | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a check needs to know of an indicator. Only a derived one has numerator, denominator and multiplier."""

    id: int
    kind: str = "base"
    unit: str = ""
    decimals: int = 0
    numerator: int | None = None
    denominator: int | None = None
    multiplier: int | None = None
    is_share: bool = False
    is_growth_rate: bool = False
    counts_events: bool = False

    @property
    def cells(self) -> tuple[int, ...]:
        """The ids of what is typed for it: its numerator and denominator, or itself."""
        if self.numerator is None or self.denominator is None:
            return (self.id,)
        return (self.numerator, self.denominator)

    @property
    def is_derived(self) -> bool:
        """Whether it is computed and not typed."""
        return self.numerator is not None

    @property
    def is_rate(self) -> bool:
        """Whether areas of any size can be compared by it."""
        return self.is_derived or (self.kind == "reported" and self.unit in SIZE_FREE_UNITS)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One area's figures of one year as they will stand, the year before, and the rates of the areas beside.

    All by indicator id, None or left out where there is no figure. `changed` are the typed cells that are asked about.
    """

    measures: Mapping[int, Measure]
    now: Mapping[int, Decimal | None]
    before: Mapping[int, Decimal | None] = field(default_factory=dict)
    beside: Mapping[int, tuple[Decimal, ...]] = field(default_factory=dict)
    changed: frozenset[int] = frozenset()

    def value(self, pk: int) -> Decimal | None:
        """This year's figure; a derived one computed from its parts and rounded."""
        return self._figure(pk, self.now)

    def last(self, pk: int) -> Decimal | None:
        """The figure of the year before."""
        return self._figure(pk, self.before)

    @cached_property
    def bases_per_head(self) -> frozenset[int]:
        """The populations on which something is counted per head.

        Of these the year-end figure is stable, and a second one of another scope (户籍 beside 常住) exists. Not the
        wholes of shares (all physicians) nor what chance events are based on (births), which move by themselves.
        """
        rates = (one for one in self.measures.values() if not one.is_share and not one.counts_events)
        return frozenset(one.denominator for one in rates if one.denominator is not None)

    @cached_property
    def events(self) -> frozenset[int]:
        """The counts of deaths or cases, which vary by chance."""
        rates = (one for one in self.measures.values() if one.counts_events)
        return frozenset(one.numerator for one in rates if one.numerator is not None)

    def place(self, cells: tuple[int, ...]) -> int | None:
        """The first of these cells that was changed: where a finding about them is said. None: it is not asked about."""
        return next((pk for pk in cells if pk in self.changed), None)

    def _figure(self, pk: int, figures: Mapping[int, Decimal | None]) -> Decimal | None:
        measure = self.measures.get(pk)
        stored = figures.get(pk)
        if measure is None or measure.numerator is None or measure.denominator is None:
            return stored
        above, below = figures.get(measure.numerator), figures.get(measure.denominator)
        if above is None and below is None:
            return stored  # a rate published without its parts
        return derive(above, below, measure.multiplier or 1, measure.decimals)
