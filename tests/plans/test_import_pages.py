"""The import page, asked for as a browser asks: what it reads, keeps, splits and refuses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.models import DraftRow, Plan, PlanDraft
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
TEXT = "指标 | 2025年基期值 | 2030年目标值 | 指标性质\n吸烟率 | 22.4% | ≤20% | 约束性\n微创手术占比 | — | 三级30%、二级25% | 预期性\n"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def planner(world: World) -> Client:
    client = Client()
    client.force_login(world.user("planner"))
    return client


def upload(client: Client, world: World, text: str = TEXT, name: str = "规划.txt"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post("/plans/import/", {"file": file, "area": world.city.pk}, follow=True)


def fields(client: Client, draft: PlanDraft) -> dict[str, str]:
    """Everything that the draft's page would post back."""
    context = client.get(f"/plans/import/{draft.pk}/").context
    forms = [context["head"], *(one.form for one in context["rows"])]
    found = {field.html_name: field.value() for form in forms for field in form}
    return {name: "" if value is None else value for name, value in found.items()}


def test_an_upload_becomes_a_draft_and_no_plan(planner: Client, world: World) -> None:
    page = upload(planner, world).content.decode()
    assert "吸烟率" in page
    assert list(DraftRow.objects.values_list("name", "wording", "baseline", "nature")) == [
        ("吸烟率", "≤20%", "22.4%", "binding"),
        ("微创手术占比", "三级30%、二级25%", "—", "expected"),
    ]
    assert not Plan.objects.exists()


def test_a_row_for_several_kinds_is_split_by_its_button(planner: Client, world: World) -> None:
    upload(planner, world)
    draft, row = PlanDraft.objects.get(), DraftRow.objects.get(order=2)
    assert "按类别拆分" in planner.get(f"/plans/import/{draft.pk}/").content.decode()
    planner.post(f"/plans/import/{draft.pk}/", fields(planner, draft) | {"split": str(row.pk)})
    assert list(draft.rows.values_list("name", flat=True)) == ["吸烟率", "微创手术占比（三级）", "微创手术占比（二级）"]


def test_what_is_put_right_is_kept_and_a_wrong_field_changes_nothing(planner: Client, world: World) -> None:
    upload(planner, world)
    draft, row = PlanDraft.objects.get(), DraftRow.objects.get(order=1)
    address, typed = f"/plans/import/{draft.pk}/", fields(planner, draft)
    planner.post(address, typed | {f"row-{row.pk}-baseline": "22.5%", "title": "东山市规划", "save": "1"})
    row.refresh_from_db()
    draft.refresh_from_db()
    assert (row.baseline, draft.title) == ("22.5%", "东山市规划")
    answer = planner.post(address, typed | {"base_year": "20x5", f"row-{row.pk}-baseline": "9", "save": "1"})
    assert answer.status_code == 422
    assert 'value="20x5"' in answer.content.decode()
    row.refresh_from_db()
    assert row.baseline == "22.5%"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [("扫描.pdf", "%PDF-1.4\n", "PDF"), ("空.txt", "", "空"), ("旧.doc", "\ufeff", "没有可读取")],
)
def test_a_file_that_cannot_be_read_is_refused_in_place(
    planner: Client, world: World, name: str, text: str, sentence: str
) -> None:
    answer = upload(planner, world, text, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PlanDraft.objects.exists()


def test_neither_file_nor_text_is_told(planner: Client, world: World) -> None:
    answer = planner.post("/plans/import/", {"area": world.city.pk})
    assert answer.status_code == 422
    assert "请选择文件或粘贴文本" in answer.content.decode()
