"""Files behind a figure: what is taken, under which name it is kept, who reads it, and that it never runs as ours."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bureaus.models import AuditEvent
from collection.actions import submit
from collection.domain.evidence_files import LARGEST, FileRefused, kind_of, safe_name
from indicators.models import Evidence
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.fixture
def world(settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


def signed_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.user(username))
    return client


def page_of(world: World, code: str = "beds") -> str:
    return f"/fill/{world.submission(world.east).pk}/evidence/{world.indicators[code].pk}/"


def add(world: World, content: bytes = PDF, name: str = "证明.pdf", username: str = "east"):
    client = signed_in(world, username)
    return client.post(page_of(world), {"file": SimpleUploadedFile(name, content)}, follow=True)


def archive(*parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for part in parts:
            zipped.writestr(part, "<x/>")
    return file.getvalue()


def test_a_file_is_kept_under_a_name_of_our_own_and_given_back_under_its_own(world: World, settings) -> None:
    assert "证明.pdf" in add(world).content.decode()
    one = Evidence.objects.get()
    stored = Path(one.file.path)
    assert stored.is_relative_to(settings.MEDIA_ROOT)
    assert "证明" not in one.file.name
    assert stored.stat().st_mode & 0o077 == 0
    answer = signed_in(world, "east").get(f"/evidence/{one.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E.pdf"
    assert AuditEvent.objects.filter(verb="evidence.added", detail__sha256=one.sha256).count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页面.txt", b"<script>alert(1)</script>"),
        ("图.png", PNG),
        ("表.csv", "指标,数值\n床位,1\n".encode("gb18030")),
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 30),
        ("表.XLSX", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("文.docx", archive("[Content_Types].xml", "word/document.xml")),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_taken_is_only_ever_a_download(world: World, name: str, content: bytes) -> None:
    add(world, content, name)
    answer = signed_in(world, "reviewer").get(f"/evidence/{Evidence.objects.get().pk}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "html" not in answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("网页.html", b"<script>alert(1)</script>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("程序.exe", b"MZ\x90\x00"),
        ("包.zip", archive("a.txt")),
        ("没有后缀", PDF),
        ("冒充.pdf", b"<html></html>"),
        ("冒充.png", PDF),
        ("冒充.xlsx", archive("a.txt")),
        ("冒充.docx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("宏.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 40),
        ("二进制.txt", b"\x00\x01\x02"),
        ("空.pdf", b""),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_not_taken_is_told_in_a_sentence_and_leaves_nothing(
    world: World, settings, name: str, content: bytes
) -> None:
    answer = add(world, content, name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_the_largest_file_is_taken_and_one_byte_more_is_not() -> None:
    assert kind_of("大.pdf", io.BytesIO(PDF), LARGEST).media_type == "application/pdf"
    with pytest.raises(FileRefused) as refusal:
        kind_of("大.pdf", io.BytesIO(PDF), LARGEST + 1)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\x00b\u202efdp.exe.pdf", "abfdp.exe.pdf"),
        ("𠮷县证明.pdf", "𠮷县证明.pdf"),
        ("长" * 300 + ".pdf", "长" * 146 + ".pdf"),
    ],
)
def test_a_files_name_leads_nowhere_and_hides_nothing(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_only_who_reads_the_area_reads_the_file(world: World) -> None:
    add(world)
    address = f"/evidence/{Evidence.objects.get().pk}/"
    answers = {name: signed_in(world, name).get(address).status_code for name in ("west", "zone", "sysadmin", "leader")}
    assert answers == {"west": 404, "zone": 404, "sysadmin": 404, "leader": 200}
    assert Client().get(address).status_code == 302


def test_only_the_units_clerks_add_and_take_away_and_only_while_the_form_is_open(world: World) -> None:
    assert add(world, username="west").status_code == 404
    assert add(world, username="planner").status_code == 403
    add(world)
    one = Evidence.objects.get()
    fill(world, "east", world.submission(world.east), population=9, beds=1, physicians=2, tcm=1)
    submit(by=world.user("east"), submission=world.submission(world.east))
    client = signed_in(world, "east")
    assert client.post(page_of(world), {"remove": one.pk}).status_code == 422
    assert add(world, PNG, "图.png").status_code == 422
    assert "证明.pdf" in client.get(page_of(world)).content.decode()
    assert list(Evidence.objects.values_list("removed_at", flat=True)) == [None]


def test_a_file_taken_away_stays_in_the_history_and_is_read_no_more(world: World) -> None:
    add(world)
    one = Evidence.objects.get()
    client = signed_in(world, "east")
    for _ in range(2):
        assert client.post(page_of(world), {"remove": one.pk}).status_code == 302
    one.refresh_from_db()
    assert one.removed_at is not None
    assert client.get(f"/evidence/{one.pk}/").status_code == 404
    assert AuditEvent.objects.filter(verb="evidence.removed").count() == 1
    assert add(world).status_code == 200


def test_the_same_file_twice_and_an_eleventh_are_refused(world: World) -> None:
    add(world)
    assert add(world).status_code == 422
    for n in range(9):
        assert add(world, PDF + bytes([n]), f"{n}.pdf").status_code == 200
    assert add(world, PDF + b"last").status_code == 422
    assert Evidence.objects.count() == 10


def test_a_file_of_another_figure_or_form_is_not_taken_away_from_here(world: World) -> None:
    add(world)
    one = Evidence.objects.get()
    client = signed_in(world, "east")
    client.post(page_of(world, "tcm"), {"remove": one.pk})
    one.refresh_from_db()
    assert one.removed_at is None
    smoking = world.indicators["smoking"].pk
    assert client.get(f"/fill/{world.submission(world.east).pk}/evidence/{smoking}/").status_code == 404


def test_the_form_says_how_many_files_stand_behind_a_figure(world: World) -> None:
    add(world)
    page = signed_in(world, "east").get(f"/fill/{world.submission(world.east).pk}/")
    counts = {cell.code: cell.files for topic in page.context["topics"] for cell in topic.cells}
    assert (counts["beds"], counts["tcm"]) == (1, 0)
