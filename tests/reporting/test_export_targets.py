"""The sheet 目标对照表: the figures of the overview as real numbers, the words as text, the marks nobody may overlook."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.utils.translation import override

from bureaus.actions import add_area
from indicators.models import Observation
from plans.models import Plan, Section, Target, TargetRevision
from reporting.exports import FormHead, target_table_workbook, write_target_table
from reporting.queries import overview
from tests.reporting.exporting import exported, give, row_of, text_of, view_of
from tests.world import World, add_row, at_least, make_plan, make_world

pytestmark = pytest.mark.django_db
HEADINGS = ["No.", "Indicator", "Unit", "Nature", "2020 baseline", "2021", "2022", "2023", "2024", "2025"]
BASE, Y2021, Y2022, Y2023, Y2024, TARGET, SHARE, STATUS, REASON = 4, 5, 6, 7, 8, 10, 11, 12, 13


@pytest.fixture
def world() -> World:
    world = make_world()
    make_plan(world)
    give(world, 2021, population=450_000, beds=3_200, tcm=0, physicians=1_200, smoking="24.5")
    give(world, 2023, population=440_000, beds=3_300, tcm=250, physicians=1_400, smoking="-")
    return world


def table(world: World, **more: object):
    return exported(view_of(world, **more)).worksheets[0]


# Figures


def test_a_row_holds_the_figures_as_numbers_with_the_indicators_decimals(world):
    row = row_of(table(world), "每千人口床位数")
    assert [cell.value for cell in row[BASE:Y2024]] == [7, 7.11, "—", 7.5]
    assert {cell.number_format for cell in row[BASE:Y2024]} == {"#,##0.00"}
    assert [row[place].data_type for place in (BASE, Y2021, Y2023)] == ["n", "n", "n"]
    assert all(cell.alignment.horizontal == "right" for cell in row[BASE:Y2024])


def test_zero_stands_as_zero_and_missing_as_a_dash(world):
    row = row_of(table(world), "中医医师占比")
    assert (row[Y2021].value, row[Y2021].data_type) == (0, "n")
    assert row[Y2022].value == "—"


def test_what_does_not_apply_says_so(world):
    assert row_of(table(world), "吸烟率")[Y2023].value == "not applicable"


def test_the_share_of_the_planned_change_is_a_real_percentage(world):
    beds, share = row_of(table(world), "每千人口床位数"), row_of(table(world), "中医医师占比")
    assert (beds[SHARE].value, beds[SHARE].number_format) == (0.5, "0.0%")
    assert share[SHARE].value == 0.475, "(17.9 − 16) ÷ (20 − 16)"
    smoking = row_of(table(world, year=2022), "吸烟率")
    assert smoking[SHARE].value == 0.1, "stale figures are judged and shown alike"
    (stand,) = [one for one in overview(view_of(world, year=2022)).stands if one.target.name == "吸烟率"]
    assert stand.progress.change_share == Decimal("0.1")


def test_a_share_that_does_not_exist_is_a_dash(world):
    Target.objects.filter(name="每千人口床位数").update(baseline=None, baseline_wording="—")
    row = row_of(table(world), "每千人口床位数")
    assert (row[BASE].value, row[SHARE].value) == ("—", "—")


def test_years_after_the_one_viewed_stay_blank_even_where_figures_are_known(world):
    give(world, 2024, population=430_000, beds=3_400)
    row = row_of(table(world), "每千人口床位数")
    assert row[Y2023].value == 7.5
    assert row[Y2024].value is None


def test_a_baseline_of_another_year_names_it_and_stays_a_number(world):
    Target.objects.filter(name="吸烟率").update(baseline=Decimal("26.6"), baseline_year=2018)
    cell = row_of(table(world), "吸烟率")[BASE]
    assert (cell.value, cell.number_format) == (26.6, '#,##0.0" (2018)"')


def test_a_baseline_in_words_stays_in_words(world):
    Target.objects.filter(name="吸烟率").update(baseline=None, baseline_wording="待普查后确定")
    assert row_of(table(world), "吸烟率")[BASE].value == "待普查后确定"


def test_another_area_starts_from_its_own_figure(world):
    give(world, 2020, area=world.east, population=1_000, beds=6)
    give(world, 2023, area=world.east, population=1_000, beds=9)
    row = row_of(table(world, area=world.east), "每千人口床位数")
    assert (row[BASE].value, row[Y2023].value) == (6, 9)


def test_no_cell_of_the_table_is_a_formula(world):
    assert {cell.data_type for row in table(world).iter_rows() for cell in row} <= {"n", "s"}


def test_large_numbers_widen_their_column(world):
    section = world.plan.sections.get()
    add_row(section, world.indicators["population"], 4, at_least("1"), "≥1", "1411780000")
    give(world, 2022, population=1_411_750_000)
    sheet = table(world)
    assert sheet.column_dimensions["E"].width >= len("1,411,780,000")
    assert sheet.column_dimensions["G"].width >= len("1,411,750,000")
    assert sheet.column_dimensions["F"].width < sheet.column_dimensions["G"].width


# Words


def test_the_wording_stands_as_it_was_printed(world):
    TargetRevision.objects.filter(target__name="吸烟率").update(wording="力争每年降低 0.5个百分点以上")
    row = row_of(table(world), "吸烟率")
    assert (row[TARGET].value, row[TARGET].data_type) == ("力争每年降低 0.5个百分点以上", "s")


def test_a_wording_that_is_a_bare_number_stays_the_printed_text(world):
    TargetRevision.objects.filter(target__name="吸烟率").update(wording="20.0")
    assert row_of(table(world), "吸烟率")[TARGET].value == "20.0"


def test_the_status_has_shape_word_and_colour(world):
    beds = row_of(table(world), "每千人口床位数")[STATUS]
    done = row_of(table(world, year=2021), "每千人口床位数")[STATUS]
    assert beds.value == "▽ slightly behind schedule"
    assert beds.fill.fgColor.rgb != done.fill.fgColor.rgb


def test_the_reason_is_the_sentence_of_the_overview(world):
    stand = overview(view_of(world)).stands[0]
    assert row_of(table(world), "每千人口床位数")[REASON].value.startswith(stand.progress.sentence_en)


def test_parts_of_a_row_are_indented_and_binding_targets_stand_out(world):
    Target.objects.filter(name="中医医师占比").update(parent=Target.objects.get(name="每千人口床位数"))
    sheet = table(world)
    part, whole = row_of(sheet, "中医医师占比"), row_of(sheet, "每千人口床位数")
    assert part[1].alignment.indent > whole[1].alignment.indent
    assert whole[3].font.bold
    assert not part[3].font.bold


def test_figures_from_fewer_areas_say_from_how_many(world):
    for year, have in ((2021, 2), (2023, 1)):
        rows = Observation.objects.filter(area=world.city, year=year, indicator__roll_up="sum")
        rows.update(coverage_have=have, coverage_of=3)
    reason = row_of(table(world), "每千人口床位数")[REASON].value
    assert "2021 (2/3)" in reason
    assert "1 of 3" in reason, "the sentence says it of the figure that was judged"


def test_preliminary_figures_say_so(world):
    Observation.objects.filter(area=world.city, year=2021).update(stage="preliminary")
    assert "Preliminary: 2021" in row_of(table(world), "每千人口床位数")[REASON].value


def test_every_section_has_its_own_row_over_the_whole_width(world):
    section = Section.objects.create(plan=world.plan, title="健康人口", title_en="Population", order=2)
    add_row(section, world.indicators["population"], 4, at_least("1"), "≥1", None)
    sheet = table(world)
    rows = [row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value in ("Resources", "Population")]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert [f"A{row}:N{row}" in merged for row in rows] == [True, True]


def test_the_sums_stand_below(world):
    total = overview(view_of(world)).summary.all
    text = text_of(table(world))
    assert "Targets: 3" in text
    assert f"{total.completion.numerator}/{total.completion.denominator}" in text
    assert f"{total.on_course.numerator}/{total.on_course.denominator}" in text


def test_the_chinese_table_has_the_headings_of_official_tables(world):
    book = exported(view_of(world), "zh")
    sheet = book.worksheets[0]
    assert book.sheetnames == ["目标对照表", "计算明细", "审核说明"]
    text = text_of(sheet)
    assert text.startswith("东山市卫生健康发展规划主要指标完成情况\n填报单位：东山市")
    row = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "序号")
    headings = [cell.value for cell in sheet[row]]
    assert headings == [
        "序号", "指标", "单位", "性质", "2020年基期", "2021年", "2022年", "2023年", "2024年", "2025年",
        "2025年目标", "完成规划增幅", "状态", "说明",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[row + 1]][5:10] == ["实际"] * 5
    for label in ("单位负责人：", "统计负责人：", "填表人：", "联系电话：", "报出日期："):
        assert label in text


def test_the_english_table_is_english_but_for_what_is_kept_verbatim(world):
    with override("zh-hans"):  # the language asked for counts, not the one around
        sheet = table(world)
    assert [cell.value for cell in sheet[3]][:10] == HEADINGS
    assert sheet["A1"].value == "Dongshan health plan: main indicators"


# Marks


def test_nothing_is_marked_without_reason(world):
    sheet, text = table(world), text_of(table(world))
    assert not [mark for mark in ("demonstration", "unapproved", "original") if mark in text.casefold()]
    assert not sheet.oddHeader.right.text


def test_invented_figures_are_marked_in_title_note_and_page_head(world):
    Observation.objects.filter(year=2021).update(is_demo=True)
    book = exported(view_of(world))
    for sheet in book.worksheets:
        assert "(demonstration data)" in sheet["A1"].value
        assert "demonstration data" in sheet.oddHeader.right.text
    assert "must not be reported" in text_of(book.worksheets[0])


def test_unapproved_figures_and_original_targets_are_marked(world):
    give(world, 2023, official=False, population=400_000)
    sheet = table(world, include_unapproved=True, by_original=True)
    text = text_of(sheet)
    assert "with unapproved figures" in text
    assert "judged by the original targets" in text
    assert "with unapproved figures · judged by the original targets" in sheet.oddHeader.right.text


def test_a_figure_that_is_not_approved_is_named(world):
    give(world, 2022, official=False, population=441_000, beds=3_250)
    assert "Not approved yet: 2022" in row_of(table(world, include_unapproved=True), "每千人口床位数")[REASON].value
    assert "Not approved" not in text_of(table(world))


def test_form_facts_stand_there_only_when_they_are_given(world):
    assert "Form number" not in text_of(table(world))
    form = FormHead(number="卫健规1表", approval_no="=统制1号", valid_until=date(2027, 12, 31))
    text = text_of(exported(view_of(world), form=form).worksheets[0])
    assert "Form number: 卫健规1表\nApproval number: =统制1号\nValid until: 2027-12-31" in text
    assert "Issued by" not in text


# Whatever is typed


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", "\tx", "#REF!", "床位\x07数"])
def test_text_of_plans_and_areas_is_never_a_formula(world, text):
    plain = text.replace("\x07", "")
    Target.objects.filter(name="每千人口床位数").update(name=text, baseline=None, baseline_wording=text, number=text)
    TargetRevision.objects.filter(target__name=text).update(wording=text)
    for model in (world.plan, world.plan.sections.get()):
        type(model).objects.filter(pk=model.pk).update(title=text, title_en="")
    for indicator in (world.indicators["beds-rate"], world.indicators["beds"]):
        type(indicator).objects.filter(pk=indicator.pk).update(name=text, name_en="", unit=text)
    area = add_area(by=None, parent=world.city, name=text.replace("\x07", ""), level="county", is_zone=True)
    world.plan.refresh_from_db()
    book = exported(view_of(world, area=area))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert sum(cell.value == plain for cell in cells) >= 6
    assert not [cell.coordinate for cell in cells if cell.data_type not in ("s", "n")]
    own = exported(view_of(world)).worksheets[0]
    assert row_of(own, plain)[BASE].value == plain


def test_a_long_name_makes_its_row_high_enough(world):
    name = "每千人口医疗卫生机构床位数及其他各类" * 7
    Target.objects.filter(name="每千人口床位数").update(name=name[:120])
    sheet = table(world)
    row = row_of(sheet, name[:120])
    assert row[1].alignment.wrap_text
    lines = 240 / sheet.column_dimensions["B"].width
    assert sheet.row_dimensions[row[1].row].height > 12 * lines


def test_the_longest_wording_still_fits_into_a_row(world):
    TargetRevision.objects.filter(target__name="吸烟率").update(wording="分" * 500)
    sheet = table(world)
    row = row_of(sheet, "吸烟率")
    height = sheet.row_dimensions[row[0].row].height
    assert height <= 409, "Excel allows no more"
    assert 1000 / sheet.column_dimensions["K"].width * 12 < height


# The whole sheet


def test_a_plan_without_targets_still_makes_a_whole_sheet(world):
    Target.objects.all().delete()
    book = exported(view_of(world))
    text = text_of(book.worksheets[0])
    for part in ("Dongshan health plan", "Reporting unit", "Explanation", "no targets yet", "Head of unit:"):
        assert part in text
    assert "Rate (formula)" in text_of(book.worksheets[1])


def test_a_long_plan_shows_the_years_that_have_a_figure(world):
    Plan.objects.update(base_year=2015, target_year=2030)
    give(world, 2017, smoking="26")
    give(world, 2024, smoking="24")
    headings = [cell.value for cell in table(world)[3]]
    assert headings[4:9] == ["2015 baseline", "2017", "2021", "2023", "2030 target"]


def test_it_prints_on_a4_landscape_with_its_head_on_every_page(world):
    for sheet in exported(view_of(world)).worksheets:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes
        top = int(sheet.print_title_rows.split("$")[-1])
        assert sheet.freeze_panes.endswith(str(top + 1)), "what stays on the screen stays on paper"
        assert sheet.print_area
        assert (sheet.oddFooter.center.text, sheet.oddFooter.right.text) == ("Page &P of &N", "Printed on &D")


def test_the_file_says_what_it_is_and_names_no_machine(world):
    properties = exported(view_of(world)).properties
    assert properties.title == "Dongshan health plan: main indicators"
    assert properties.creator == "Health plan tracker"
    assert properties.lastModifiedBy is None


def test_it_is_written_straight_into_an_answer(world):
    response = HttpResponse()
    write_target_table(overview(view_of(world)), response, language="zh")
    assert response.content.startswith(b"PK")


def test_its_queries_do_not_grow_with_its_rows(world, django_assert_max_num_queries):
    section = world.plan.sections.get()
    few = overview(view_of(world))
    for order in range(4, 30):
        add_row(section, world.indicators["beds-rate"], order, at_least("8"), "≥8", "7")
    many = overview(view_of(world))
    for state in (few, many):
        with django_assert_max_num_queries(2):  # the parts of the rates, and the explanations
            target_table_workbook(state, language="en")
