"""Uploading a filled workbook: what it changes is shown first, then all of it is kept, or nothing."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from bureaus.models import ChangeEntry
from collection.actions import submit
from collection.importing.package import MAX_MB
from indicators.models import Observation
from tests.collection.workbooks import (
    EXPLANATION,
    FIGURE,
    NOTE,
    changed,
    confirm,
    figures,
    filled,
    log_size,
    prepared,
    row_of,
    upload,
)
from tests.world import World, fill, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db
ALL = {"population": 400_000, "beds": 3200, "physicians": 900, "tcm": 180}


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    make_collection(world)
    return world


@pytest.fixture
def client(world) -> Client:
    return client_of(world, "east")


def client_of(world: World, person: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.user(person))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def submission(world):
    return world.submission(world.east)


def downloaded(client, submission) -> bytes:
    answer = client.get(f"/fill/{submission.pk}/workbook.xlsx")
    assert answer.status_code == 200
    return answer.content


def test_figures_are_shown_first_and_kept_after_the_button(world, client, submission):
    preview = upload(client, submission, filled(downloaded(client, submission), **ALL))
    assert preview.status_code == 200
    assert figures(submission) == {}, "a preview keeps nothing"
    answer = confirm(client, submission, preview)
    assert (answer.status_code, answer.url) == (302, f"/fill/{submission.pk}/")
    assert figures(submission) == ALL
    row = Observation.objects.get(indicator__code="beds", area=world.east)
    revision = row.revisions.get()
    assert revision.by == world.user("east")
    assert revision.via.startswith("workbook:")
    assert len(revision.via) == len("workbook:") + 64
    logged = ChangeEntry.objects.filter(table=Observation._meta.db_table, row=str(row.pk))
    assert {(entry.via, entry.actor_name) for entry in logged} == {(revision.via, world.user("east").name)}


def test_the_same_file_again_changes_nothing(client, submission):
    content = filled(downloaded(client, submission), **ALL)
    confirm(client, submission, upload(client, submission, content))
    entries = log_size()
    again = upload(client, submission, content)
    assert again.status_code == 200
    assert "upload/keep/" not in again.content.decode(), "there is nothing to keep"
    assert log_size() == entries


def test_two_confirmations_of_one_preview_write_once(client, submission):
    preview = upload(client, submission, filled(downloaded(client, submission), **ALL))
    confirm(client, submission, preview)
    entries = log_size()
    assert confirm(client, submission, preview).status_code == 302
    assert log_size() == entries


def test_a_downloaded_workbook_uploaded_as_it_is_changes_nothing(world, client, submission):
    fill(world, "east", submission, **ALL)
    entries = log_size()
    answer = upload(client, submission, downloaded(client, submission))
    assert answer.status_code == 200
    assert "upload/keep/" not in answer.content.decode()
    assert log_size() == entries


def test_one_error_keeps_everything_back_until_the_corrected_file_comes(client, submission):
    wrong = filled(downloaded(client, submission), **ALL | {"tcm": "一百八"})
    answer = upload(client, submission, wrong)
    assert answer.status_code == 422
    assert "upload/keep/" not in answer.content.decode()
    assert figures(submission) == {}
    corrected = filled(confirm(client, submission, answer, "marked").content, sheet=1, tcm=180)
    assert confirm(client, submission, upload(client, submission, corrected)).status_code == 302
    assert figures(submission) == ALL


def test_what_cannot_be_true_keeps_everything_back(client, submission):
    answer = upload(client, submission, filled(downloaded(client, submission), **ALL | {"tcm": 901}))
    assert answer.status_code == 422
    assert figures(submission) == {}


def test_a_figure_that_another_clerk_changed_meanwhile_is_shown_and_not_overwritten(world, client, submission):
    content = filled(downloaded(client, submission), **ALL)
    fill(world, "east2", submission, beds=3100)
    answer = upload(client, submission, content)
    assert answer.status_code == 422
    assert "3100" in answer.content.decode().replace("\u202f", "")
    assert figures(submission) == {"beds": 3100}
    mine = confirm(client, submission, answer, "marked").content
    sheet = load_workbook(BytesIO(mine)).worksheets[1]
    assert sheet[f"{FIGURE}{row_of(sheet, 'beds')}"].value == 3200
    assert confirm(client, submission, upload(client, submission, mine)).status_code == 302
    assert figures(submission) == ALL


def test_a_change_between_preview_and_button_keeps_everything_back(world, client, submission):
    preview = upload(client, submission, filled(downloaded(client, submission), **ALL))
    fill(world, "east2", submission, beds=3100)
    assert confirm(client, submission, preview).status_code == 422
    assert figures(submission) == {"beds": 3100}


def test_notes_and_explanations_come_along(world, client, submission):
    content = filled(downloaded(client, submission), **ALL)
    content = filled(content, NOTE, beds="含一所新建医院")
    content = filled(content, EXPLANATION, beds="新建医院投入使用")
    confirm(client, submission, upload(client, submission, content))
    row = Observation.objects.get(indicator__code="beds", area=world.east)
    assert (row.note, row.explanation) == ("含一所新建医院", "新建医院投入使用")


def test_a_blank_cell_takes_a_figure_away_and_says_so_before(world, client, submission):
    fill(world, "east", submission, **ALL)
    preview = upload(client, submission, filled(downloaded(client, submission), beds=None))
    row = re.search(r"<tr.*?Beds.*?</tr>", preview.content.decode(), re.DOTALL)[0]
    old, new = re.findall(r'class="number(?: faint| upload__new)">(?:<span[^>]*>→ </span>)?([^<]*)</td>', row)[1:3]
    assert (old, new) == ("3\u202f200", "—")
    confirm(client, submission, preview)
    assert figures(submission) == ALL | {"beds": None}


def test_the_marked_workbook_lists_its_errors_first_and_marks_the_cells(client, submission):
    content = filled(downloaded(client, submission), **ALL | {"tcm": "一百八", "beds": "=1/0"})
    marked = confirm(client, submission, upload(client, submission, content), "marked")
    assert marked["Content-Type"].endswith("spreadsheetml.sheet")
    book = load_workbook(BytesIO(marked.content))
    assert book.active == book.worksheets[0]
    listed = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=4)]
    assert [row[2:4] for row in listed] == [["Beds", "=1/0"], ["TCM physicians", "一百八"]]
    sheet = book.worksheets[1]
    for row in listed:
        cell = sheet[row[1]]
        assert cell.value == row[3]
        assert cell.data_type == "s", "what somebody typed is never a formula of ours"
        assert cell.fill.fgColor.rgb.endswith("F6C6C2")
        assert row[4] in cell.comment.text
    links = {cell.hyperlink.location for cell in book.worksheets[0]["B"] if cell.hyperlink}
    assert links == {f"'{sheet.title}'!{row[1]}" for row in listed}


def test_a_workbook_of_another_unit_is_refused_without_a_word_about_it(world, client, submission):
    answer = upload(client, submission, prepared(world.submission(world.west)))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "belongs to another form" in text
    assert "West" not in text
    assert "西县" not in text


def test_a_workbook_of_my_own_other_year_is_refused_with_its_name(world, client, submission):
    earlier = make_collection(world, 2023)
    answer = upload(client, submission, prepared(world.submission(world.east, earlier)))
    assert answer.status_code == 422
    assert "East County for 2023" in answer.content.decode()


def test_a_changed_mark_inside_is_refused(client, submission):
    book = load_workbook(BytesIO(downloaded(client, submission)))
    book["_tracker"]["A2"] = book["_tracker"]["A2"].value[:-1] + "!"
    file = BytesIO()
    book.save(file)
    answer = upload(client, submission, file.getvalue())
    assert answer.status_code == 422
    assert "damaged or was changed" in answer.content.decode()


def test_a_locked_form_takes_no_workbook(world, client, submission):
    content = filled(downloaded(client, submission), **ALL)
    preview = upload(client, submission, content)
    fill(world, "east2", submission, **ALL)
    submit(by=world.user("east2"), submission=submission)
    assert upload(client, submission, content).status_code == 409
    assert confirm(client, submission, preview).status_code == 409


@pytest.mark.parametrize("person", ["planner", "reviewer", "leader"])
def test_a_reader_uploads_nothing(world, submission, person):
    client = client_of(world, person)
    assert client.get(f"/fill/{submission.pk}/upload/").status_code == 200
    assert upload(client, submission, prepared(submission)).status_code == 403


def test_a_preview_is_confirmed_by_whoever_uploaded(world, client, submission):
    preview = upload(client, submission, filled(downloaded(client, submission), **ALL))
    assert confirm(client_of(world, "east2"), submission, preview).status_code == 403
    assert figures(submission) == {}


@pytest.mark.parametrize("token", ["", "x", "eyJ9:1:x"])
def test_a_preview_that_is_not_ours_is_refused_with_a_sentence(client, submission, token):
    answer = client.post(f"/fill/{submission.pk}/upload/keep/", {"upload": token})
    assert answer.status_code == 409
    assert "Upload the workbook again" in answer.content.decode()


@pytest.mark.parametrize("name", ["../../x", "x" * 300, "\u202exslx.exe", "a\nb.xlsx", "CON", ""])
def test_the_name_of_the_file_means_nothing(client, submission, name):
    answer = upload(client, submission, filled(downloaded(client, submission), **ALL), name or "x")
    assert answer.status_code == 200
    confirm(client, submission, answer)
    assert figures(submission) == ALL


def test_no_file_and_a_file_too_large_are_told(client, submission):
    assert client.post(f"/fill/{submission.pk}/upload/").status_code == 422
    answer = upload(client, submission, b"PK\x03\x04" + b"0" * (MAX_MB << 20))
    assert answer.status_code == 422
    assert f"{MAX_MB} MB" in answer.content.decode()


def test_the_download_is_named_for_people_and_safely(world, client, submission):
    world.east.name_en = 'East/.."County'
    world.east.save()
    head = client.get(f"/fill/{submission.pk}/workbook.xlsx")["Content-Disposition"]
    assert head.startswith("attachment; filename")
    assert "/" not in head.replace("attachment; ", "")
    assert '"County' not in head


def test_what_is_uploaded_in_chinese_is_read_in_english_and_the_other_way_round(world, client, submission):
    with translation.override("zh-hans"):
        chinese = filled(prepared(submission), **ALL)
    assert upload(client, submission, chinese).status_code == 200
    english = changed(downloaded(client, submission), lambda sheet, row: None)
    with translation.override("zh-hans"):
        assert upload(client, submission, english).status_code == 200
