"""The chain of change entries: each one's hash covers the entry and the hash before it.

Anybody can recompute it. Take the sixteen texts named in `HASHED`, in that order, numbers in decimal notation; write each as
its length in UTF-8 bytes, a colon, the text, a comma (`3:abc,`); put them one after the other; the SHA-256 of that in
UTF-8, as 64 small hexadecimal digits, is the entry's hash. The first entry of a chain has the empty text before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASHED = (
    "hash_before", "chain", "seq", "at", "actor_id_text", "actor_name", "actor_unit", "ip", "request_id", "via",
    "reason", "table", "row", "act", "old", "new",
)  # fmt: skip


def entry_hash(*fields: object) -> str:
    """The hash of an entry from its fields in the order of `HASHED`."""
    texts = [str(field) for field in fields]
    framed = [f"{len(text) if text.isascii() else len(text.encode())}:{text}," for text in texts]
    return sha256("".join(framed).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a chain: its number and its hash. With seq 0 the chain is empty."""

    seq: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold.

    `kind` is gap (entries are missing before this one), link (it does not continue the hash before it), content (its
    hash is not that of what it says) or order (it was stored before the entry that it follows).
    """

    kind: str
    chain: int
    seq: int
    last_seq: int


class ChainReader:
    """Reads entries ordered by chain and seq, one at a time, and remembers of them no more than each chain's end."""

    def __init__(self) -> None:
        self.count = 0
        self.ends: dict[int, End] = {}
        self._last_ids: dict[int, int] = {}

    def breaks(self, entries: Iterable[Sequence]) -> Iterator[Break]:
        """The breaks among entries, each a tuple of its id, its fields in the order of `HASHED`, and its hash."""
        for pk, hash_before, chain, seq, *rest, written in entries:
            self.count += 1
            last = self.ends.get(chain, End())
            for kind, holds in (
                ("gap", seq == last.seq + 1),
                ("link", hash_before == last.hash or seq != last.seq + 1),  # after a gap it cannot hold: said once
                ("content", written == entry_hash(hash_before, chain, seq, *rest)),
                ("order", pk > self._last_ids.get(chain, 0)),
            ):
                if not holds:
                    yield Break(kind, chain, seq, last.seq)
            self.ends[chain] = End(seq, written)
            self._last_ids[chain] = pk
