"""Whether the history holds: chains, an earlier anchor, rows beside their entries, and the triggers that write them.

Every function yields plain sentences, one a difference; nothing yielded means that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from bureaus import change_log
from bureaus.change_log import Difference
from bureaus.domain.chain import HASHED, Break, ChainReader, End
from bureaus.models import Area, ChainHead, ChangeEntry

AT_ONCE = 2000  # entries that are held in memory

# What other apps keep beside their rows and want compared with them; filled by their AppConfig.ready.
further_checks: list[Callable[[], Iterator[str]]] = []


def verify(reader: ChainReader, anchor: Mapping[int, End]) -> Iterator[str]:
    """All differences, all seen at one moment of the database. `reader` tells afterwards what was read."""
    with _one_moment():
        yield from differences_in_chains(reader)
        yield from differences_from_anchor(reader, anchor)
        yield from differences_in_rows()
        for check in further_checks:
            yield from check()
        yield from differences_in_triggers()


def differences_in_chains(reader: ChainReader) -> Iterator[str]:
    """Every entry's hash recomputed in order, numbers without a gap, and each chain's head at its last entry."""
    entries = ChangeEntry.objects.order_by("chain", "seq").values_list("id", *HASHED, "hash")
    for one in reader.breaks(entries.iterator(chunk_size=AT_ONCE)):
        yield _told(one)
    heads = {head.chain: End(head.seq, head.hash) for head in ChainHead.objects.all()}
    for chain in sorted(heads.keys() | reader.ends.keys()):
        head, end = heads.get(chain, End()), reader.ends.get(chain, End())
        if head != end:
            facts = {"chain": chain_name(chain), "head": head.seq, "end": end.seq}
            yield _("%(chain)s: the chain ends with entry %(end)s, its head tells of another end (%(head)s)") % facts


def differences_from_anchor(reader: ChainReader, anchor: Mapping[int, End]) -> Iterator[str]:
    """An anchor is what somebody outside the database knows of earlier ends: each must still be in its chain."""
    for chain, known in sorted(anchor.items()):
        facts = {"chain": chain_name(chain), "seq": known.seq, "end": reader.ends.get(chain, End()).seq}
        found = ChangeEntry.objects.filter(chain=chain, seq=known.seq).values_list("hash", flat=True).first()
        if found is None and known.seq:
            yield (
                _("%(chain)s: the anchor knows entry %(seq)s, the chain has no such entry (it ends with %(end)s)")
                % facts
            )
        elif known.seq and found != known.hash:
            yield _("%(chain)s, entry %(seq)s: the anchor knows another hash; the chain was written anew") % facts


def differences_in_rows() -> Iterator[str]:
    """Each row of each logged table beside its last entry, over the columns that both have."""
    for table in change_log.logged_tables(connection):
        for one in change_log.differences_in_rows(connection, table):
            yield _row_told(one)


def differences_in_triggers() -> Iterator[str]:
    """The triggers that stand in the database beside those that this code would put there."""
    sentences = {
        "missing": _("Trigger %(name)s: missing"),
        "changed": _("Trigger %(name)s: changed or switched off"),
        "unknown": _("Trigger %(name)s: not the application's"),
    }
    for name, kind in change_log.differences_in_triggers(connection):
        yield sentences[kind] % {"name": name}


def chain_name(chain: int) -> str:
    """A chain by its area's name; the one without an area by its number."""
    name = Area.objects.filter(pk=chain).values_list("name", flat=True).first() if chain else None
    facts = {"chain": chain, "area": name}
    return _("Chain %(chain)s (%(area)s)") % facts if name else _("Chain %(chain)s") % facts


def _told(one: Break) -> str:
    facts = {"chain": chain_name(one.chain), "seq": one.seq, "last": one.last_seq}
    entry = ChangeEntry.objects.filter(chain=one.chain, seq=one.seq).values("table", "row").first() or {}
    sentences = {
        "gap": _("%(chain)s: entry %(last)s is followed by entry %(seq)s; what stood between is missing"),
        "link": _("%(chain)s, entry %(seq)s (%(table)s %(row)s): does not continue the entry before it"),
        "content": _("%(chain)s, entry %(seq)s (%(table)s %(row)s): was changed after it was written"),
        "order": _("%(chain)s, entry %(seq)s (%(table)s %(row)s): was stored before the entry that it follows"),
    }
    return sentences[one.kind] % (facts | entry)


def _row_told(one: Difference) -> str:
    facts = {"table": one.table, "row": one.row}
    if one.kind == "baseline":
        return _("%(table)s %(row)s: stands in the table, and no entry tells of it") % facts
    if one.kind == "delete":
        return _("%(table)s %(row)s: gone from the table, and no entry tells of it") % facts
    facts["columns"] = "; ".join(f"{name} {was} → {now}" for name, (was, now) in one.columns.items())
    return _("%(table)s %(row)s: is not as its last entry says (log → table: %(columns)s)") % facts


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything read inside is the state of one moment, and nobody who writes has to wait for it.

    Inside a transaction that is under way (a test's) it is that transaction's own view.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:  # Django's own transactions take SQLite's one right to write at once; this one only reads
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
