"""`verify_audit`: whatever is bent behind the application's back is told, with its place; what is not bent is not."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from bureaus import change_log
from bureaus.acting import Acting, acting
from bureaus.actions import add_area
from bureaus.domain.chain import HASHED, entry_hash
from bureaus.models import Area, ChainHead, ChangeEntry, Department
from indicators.actions import FigureChange, write_figures
from indicators.models import Indicator, Observation
from tests.bureaus.history import switch_triggers_off, triggers_off

FIGURES = "indicators_observation"


@pytest.fixture
def area(db) -> Area:
    """A county with five figures in its chain."""
    area = add_area(by=None, parent=None, name="莲花县", level="county", code="360321")
    Department.objects.create(area=area, code="a", name="疾控科")
    for number in range(5):
        indicator = Indicator.objects.create(code=f"i{number}", name=f"i{number}", kind="base", roll_up="sum")
        change = FigureChange(indicator=indicator, value=Decimal(100 + number))
        write_figures(by=None, area=area, year=2024, changes=[change], source="x")
    Department.objects.create(area=area, code="last", name="医政科")
    return area


@pytest.fixture
def anchor(area: Area, tmp_path: Path) -> Path:
    """The ends of the chains as somebody outside the database knows them."""
    path = tmp_path / "anchor.json"
    verify("--write-anchor", str(path))
    return path


def verify(*arguments: str) -> str:
    """What the command prints, in English; raises CommandError when it finds a difference."""
    out = StringIO()
    try:
        with translation.override("en"):
            call_command("verify_audit", *arguments, stdout=out)
    except CommandError as error:
        error.lines = out.getvalue().splitlines()
        raise
    return out.getvalue()


def found(*arguments: str) -> list[str]:
    """The differences that the command tells."""
    with pytest.raises(CommandError) as refusal:
        verify(*arguments)
    assert refusal.value.returncode == 1
    assert f"{len(refusal.value.lines)} differences" in str(refusal.value)
    return refusal.value.lines


def chain(area: Area) -> list[ChangeEntry]:
    return list(ChangeEntry.objects.filter(chain=area.pk).order_by("seq"))


def write_anew(entries: list[ChangeEntry]) -> None:
    """Hash the entries again one after the other, and let the head follow: what a forger with the rules would do."""
    before = entries[0].hash_before
    for seq, entry in enumerate(entries, start=entries[0].seq):
        entry.seq, entry.hash_before = seq, before
        entry.hash = before = entry_hash(*(getattr(entry, name) for name in HASHED))
        entry.save()
    ChainHead.objects.filter(chain=entries[0].chain).update(seq=entries[-1].seq, hash=before)


# Where nothing is bent


def test_an_untouched_history_has_no_difference_and_its_anchor_holds(area, anchor):
    told = verify("--anchor", str(anchor))
    assert f"0 differences in {ChangeEntry.objects.count()} entries" in told
    known = json.loads(anchor.read_text(encoding="utf-8"))
    head = ChainHead.objects.get(chain=area.pk)
    assert known[str(area.pk)] == {"seq": head.seq, "hash": head.hash}
    assert f"{area.pk}:{head.seq}:{head.hash[:16]}" in told


def test_an_anchor_holds_while_the_history_grows(area, anchor):
    Department.objects.update(name="医政科")
    Department.objects.all().delete()
    assert "0 differences" in verify("--anchor", str(anchor))


def test_it_speaks_chinese_as_the_application_does(area):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "0 处不一致" in out.getvalue()


def test_an_empty_database_has_an_empty_history(db):
    assert "0 differences in 0 entries" in verify()


# Seven ways to bend it, and an eighth


def edit_a_figure(area: Area) -> None:
    Observation.objects.filter(indicator__code="i2").update(value=Decimal(999))


def edit_a_value(area: Area) -> None:
    entry = chain(area)[2]
    entry.new = entry.new.replace("101", "909")
    assert "909" in entry.new
    entry.save()


def edit_an_actor(area: Area) -> None:
    ChangeEntry.objects.filter(pk=chain(area)[2].pk).update(actor_name="王五")


def delete_from_the_middle(area: Area) -> None:
    chain(area)[2].delete()


def delete_the_tail(area: Area) -> None:
    chain(area)[-1].delete()


def delete_the_tail_and_move_the_head(area: Area) -> None:
    *_, before, last = chain(area)
    assert last.table == "bureaus_department"
    last.delete()
    ChainHead.objects.filter(chain=area.pk).update(seq=before.seq, hash=before.hash)
    Department.objects.filter(code="last").delete()  # its row too, so that nothing inside the database knows of it


def reorder(area: Area) -> None:
    one, two = chain(area)[2:4]
    for entry, seq in ((one, 10_000), (two, one.seq), (one, two.seq)):
        ChangeEntry.objects.filter(pk=entry.pk).update(seq=seq)


def write_the_chain_anew(area: Area) -> None:
    entries = chain(area)
    entries[2].actor_name = "王五"
    write_anew(entries[2:])


TAMPERINGS: dict[str, tuple[Callable[[Area], None], list[str]]] = {
    "a figure edited": (edit_a_figure, [r"indicators_observation \d+: is not as its last entry says .*102.* → .*999"]),
    "a value in the log edited": (
        edit_a_value,
        [r"Chain \d+ \(莲花县\), entry 3 .*: was changed after it was written"],
    ),
    "an actor in the log edited": (edit_an_actor, [r"Chain .*, entry 3 .*: was changed after it was written"]),
    "an entry deleted": (delete_from_the_middle, [r"Chain .*: entry 2 is followed by entry 4; what stood between"]),
    "the last entry deleted": (delete_the_tail, [r"its head tells of another end", r"the anchor knows entry \d+"]),
    "the last entry deleted, the head moved": (delete_the_tail_and_move_the_head, [r"the anchor knows entry \d+"]),
    "two entries exchanged": (reorder, [r"entry 3 .*: was changed after", r"entry 4 .*: does not continue"]),
    "the chain written anew": (write_the_chain_anew, [r"the anchor knows another hash; the chain was written anew"]),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_is_told(area, anchor, what):
    tamper, expected = TAMPERINGS[what]
    with triggers_off():
        tamper(area)
    lines = found("--anchor", str(anchor))
    for pattern in expected:
        assert [line for line in lines if re.search(pattern, line)], lines


def test_a_change_with_the_triggers_off_is_told_as_are_the_triggers(area, anchor):
    switch_triggers_off()
    Department.objects.filter(code="a").update(name="医政科")
    lines = found("--anchor", str(anchor))
    assert [line for line in lines if "疾控科 → 医政科" in line]
    assert len([line for line in lines if line.startswith("Trigger")]) > len(change_log.logged_models())


# More places than the seven


def test_rows_added_and_taken_away_unseen_are_told(area):
    with triggers_off():
        added = Department.objects.create(area=area, code="b", name="乙")
        gone = Department.objects.get(code="a")
        row = gone.pk
        gone.delete()
    assert found() == [
        f"bureaus_department {added.pk}: stands in the table, and no entry tells of it",
        f"bureaus_department {row}: gone from the table, and no entry tells of it",
    ]


def test_a_figure_that_is_not_as_its_revision_says_is_told_though_the_log_knows_of_it(area):
    one = Observation.objects.get(indicator__code="i1")
    with acting(Acting(actor_name="王五", via="shell")):
        Observation.objects.filter(pk=one.pk).update(value=Decimal(5), note="x")
    assert found() == [f"Figure {one.pk}: is not as its last revision says (value, note)"]


def test_one_trigger_that_is_changed_switched_off_or_foreign_is_told(area):
    table = "bureaus_department"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER log_{table}")
            cursor.execute("CREATE OR REPLACE FUNCTION refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS "
                           "$$ BEGIN RETURN NULL; END $$")  # fmt: skip
            cursor.execute(
                f"CREATE TRIGGER quiet BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            expected = {f"Trigger log_{table} ON {table}: changed or switched off",
                        "Trigger refuse_emptying(): changed or switched off",
                        f"Trigger quiet ON {table}: not the application's"}  # fmt: skip
        else:
            cursor.execute(f"DROP TRIGGER log_{table}_update")
            cursor.execute(f"DROP TRIGGER log_{table}_delete")
            cursor.execute(f"CREATE TRIGGER log_{table}_delete AFTER DELETE ON {table} BEGIN SELECT 1; END")
            cursor.execute(f"CREATE TRIGGER quiet AFTER UPDATE ON {table} BEGIN SELECT 1; END")
            expected = {f"Trigger log_{table}_update: missing",
                        f"Trigger log_{table}_delete: changed or switched off",
                        "Trigger quiet: not the application's"}  # fmt: skip
    assert set(found()) == expected


def test_an_anchor_is_not_written_over_when_something_differs(area, anchor, tmp_path):
    before = anchor.read_bytes()
    with triggers_off():
        Department.objects.update(name="医政科")
    found("--anchor", str(anchor), "--write-anchor", str(anchor))
    assert anchor.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [anchor.name]


@pytest.mark.parametrize("text", ["", "[]", '{"1": 5}', '{"x": {"seq": 1, "hash": ""}}', '{"1": {"seq": 1}}'])
def test_a_file_that_is_no_anchor_is_refused(area, tmp_path, text):
    path = tmp_path / "anchor.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"is no anchor that verify_audit wrote"):
        verify("--anchor", str(path))


def test_files_that_cannot_be_read_or_written_are_refused(area, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        verify("--anchor", str(tmp_path / "nothing.json"))
    with pytest.raises(CommandError, match="cannot be written"):
        verify("--write-anchor", str(tmp_path / "nowhere" / "anchor.json"))


def test_outside_a_transaction_it_reads_one_moment_and_holds_up_nobody(transactional_db):
    add_area(by=None, parent=None, name="莲花县", level="county", code="360321")
    assert "0 differences" in verify()
    assert not connection.in_atomic_block
    Area.objects.update(name="芦溪县")
    assert "0 differences" in verify()
