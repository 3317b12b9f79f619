"""The given documents, whole: what is read of each, and that no digit of any is lost."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from plans.domain.meaning import Certainty, Form, Operator
from plans.importing import read_document
from plans.importing.accounting import misquoted, unaccounted
from tests.plans.importing_files import DOCUMENTS, catalogue, document, expected, read_rows

NAMES = sorted(path.name for path in DOCUMENTS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_every_digit_is_in_a_row_or_listed(name):
    text = document(name).decode()
    plan = read_document(text)
    assert unaccounted(plan) == misquoted(plan) == ()
    json = plan.to_json()
    told = " ".join(
        [value for row in json["rows"] for value in row.values() if isinstance(value, str)]
        + [piece["text"] for piece in json["unplaced"]]
    )
    assert Counter(re.findall(r"\d+", text)) - Counter(re.findall(r"\d+", told)) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_where_it_comes_from(name):
    plan = read_document(document(name))
    assert plan.rows
    for row in plan.rows:
        assert plan.source.text_at(row.place)
        if row.place.row < 0:
            assert row.source_text in plan.source.whole_text_at(row.place)
        for piece in filter(None, (row.indicator[:2], row.baseline)):
            assert piece in row.source_text


def test_a_table_is_the_plan_and_sentences_beside_it_are_offered():
    plan = read_document(document("pingxiang-plan.txt"), catalogue=catalogue())
    assert read_rows(plan) == expected()
    offered = {row.indicator: row.wording for row in plan.further}
    assert offered["以乡(镇、街)为单位适龄儿童免疫规划疫苗接种率"] == "保持在95%以上"
    assert offered["二级及以上综合医院设立老年医学科的比例"] == "达到60%"
    assert offered["社会办医疗机构诊疗量"] == "力争达到本地区医疗机构诊疗总量的20%左右"
    assert offered["健康家庭"] == "1000个"
    sentences = {piece.text for piece in plan.unplaced if piece.reason == "target_in_prose"}
    assert all(row.source_text in sentences for row in plan.further)


def test_what_a_plan_tells_of_the_past_is_no_target():
    plan = read_document(document("pingxiang-plan.txt"))
    told = "".join(row.wording for row in plan.further)
    assert not {"77.78", "12796", "18.9", "91.98", "5.68", "25.7"} & set(re.findall(r"[\d.]+", told))


def targets(name: str) -> list[tuple[str, str]]:
    return [(row.indicator, row.wording) for row in read_document(document(name)).rows]


def test_targets_in_running_text():
    assert targets("city-outline.txt") == [
        ("人均预期寿命", "不低于全国平均水平"),
        ("千人口床位数", "≥6"),
        ("每千人口执业(助理)医师数", "≥2.5"),
        ("每千人口注册护士数", "≥3"),
        ("婴儿死亡率", "≤7.5‰"),
        ("5岁以下儿童死亡率", "≤9.5‰"),
        ("孕产妇死亡率", "≤18/10万"),
        ("国家卫生城市", "争取创建3个以上"),
        ("卫生镇", "3个以上"),
        ("乡镇卫生院特色科室建设", "每年争取扶持1至2所"),
        ("全市孕产妇死亡率", "控制在18/10万以下"),
        ("婴儿死亡率", "控制在7.5‰以下"),
        ("5岁以下儿童死亡率", "控制在≤9.5‰以下"),
        ("接尘工龄不足5年的劳动者新发尘肺病报告例数占年度报告总例数的比例", "实现明显下降并持续下降"),
        ("职业健康检查服务覆盖率", "达到80%及以上"),
        ("职业病诊断服务覆盖率", "达到90%及以上"),
        ("重点行业的用人单位职业病危害项目申报率", "达到90%及以上"),
        ("工作场所职业病危害因素检测率", "达到85%及以上"),
        ("接触职业病危害的劳动者在岗期间职业健康检查率", "达到90%及以上"),
        ("职业病诊断机构报告率", "达到95%及以上"),
        ("三级以上医院的每个专业科室合格的执业医师", "至少有1名"),
        ("每个乡镇卫生院和社区卫生服务中心合格的执业(助理)医师或全科医师", "至少有1名"),
        ("每个村卫生室合格的乡村医生或执业(助理)医师", "至少有1名"),
        ("乡镇卫生院优秀骨干医师", "每年选拔出1至2名"),
        ("全市婴幼儿社会化照护率", "达到全省平均水平以上"),
    ]


def test_the_outline_has_no_table_and_knows_its_years():
    plan = read_document(document("city-outline.txt"))
    assert (plan.base_year, plan.target_year, plan.further) == (2020, 2025, ())
    beds = plan.rows[1]
    assert (beds.meaning.operator, beds.meaning.low, beds.certainty) == (Operator.GE, Decimal(6), Certainty.CERTAIN)
    assert beds.source_text.startswith("人均预期寿命不低于全国平均水平,千人口床位数≥6,")
    assert beds.section == "3.规划目标"


def test_targets_of_a_meeting_and_of_a_ledger():
    assert targets("henan-planning-meeting.txt") == [
        ("全省卫生项目年度投资额", "达到500亿元以上"),
        ("全省卫生项目年度投资额", "三年累计达到1500亿元以上"),
    ]
    assert targets("city-meeting-ledger.txt") == [
        ("全市老年友善医疗机构创建率", "要达到80%以上"),
        ("每个县(市、区)医养结合示范点", "至少要打造1个"),
    ]


def test_numbers_glued_to_names():
    plan = read_document(document("basic-public-health-2023.txt"))
    assert [row.number for row in plan.rows] == [str(number) for number in range(1, 30)]
    named = {row.number: (row.indicator, row.wording) for row in plan.rows}
    assert named["2"] == ("7岁以下儿童健康服务率", "≥90%")
    assert named["3"] == ("0-6岁儿童眼保健和视力检查覆盖率", "≥90%")
    assert named["7"] == ("2型糖尿病患者管理人数", "63万人")
    assert named["11"] == ("0-36个月儿童中医药健康管理率", "≥77%")
    assert named["13"] == ("卫生监督协管各专业年巡查(访)2次完成率", "≥90%")
    assert named["16"] == ("宫颈癌、乳腺癌筛查目标人群覆盖率", "较上年提高")
    assert named["17"] == ("居民规范化电子健康档案覆盖率", "≥62%(2022年:61%)")
    assert named["19"] == ("2型糖尿病患者基层规范管理服务率", "≥76%(2022年:73%)")
    assert str(plan.issued_on) == "2023-09-22"


def test_a_list_of_aims():
    plan = read_document(document("shenzhen-2020.txt"))
    assert [(row.number, row.wording) for row in plan.rows] == [
        ("1", "新建投入使用市级三级公立医院12家,其中10家在原特区外"),
        ("2", "达到4.3张"),
        ("3", "达到2.8名"),
        ("4", "增加到60家以上"),
        ("5", "建成10家"),
        ("6", "基本实现“大病”不出市"),
        ("7", "达到98%以上"),
        ("8", "≥80%"),
        ("9", "达到81岁"),
        ("9", "接近或达到发达国家水平"),
    ]
    assert plan.rows[3].indicator == "全市达到三级水平的医院"
    assert plan.target_year == 2020


def test_tiers_of_hospitals():
    rows = read_document(document("hospital-quality.txt")).rows
    read = Counter((row.indicator, row.wording) for row in rows)
    for target in [
        ("四级手术占比", "分别达到60%、40%左右"),
        ("县医院达到推荐标准", "力争80%"),
        ("县(区)级公立综合医院晋升为三级医院", "力争1-2所"),
        ("基层医疗卫生机构建成心脑血管救治站", "50%"),
        ("其他二级医院电子病历应用分级", "达3级以上"),
        ("公立医院医护比", "总体达到1:2左右"),
        ("中青年优秀医师", "10名"),
        ("国家医学中心建设单位医院病例组合指数值", "力争达到1.8"),
        ("全省国家级临床重点专科", "建设50个"),
        ("市(县)级临床重点专科", "1200个"),
        ("县人民医院达到三级医院医疗服务能力水平", "50%"),
        ("县域内就诊率", "达到95%左右"),
        ("社区卫生服务中心、建制乡镇卫生院中医馆达到“旗舰中医馆”标准", "到2025年20%"),
    ]:
        assert read[target] == 1, target
    assert read["平均住院日", "控制在8天以内"] == 3
    assert {row.target_year for row in rows if "发热" in row.indicator} == {2023}


def test_what_is_counted_for_scores_or_under_a_condition_is_no_target():
    told = " ".join(row.indicator + row.wording for row in read_document(document("hospital-quality.txt")).rows)
    assert not re.search(r"满分|得分|20%的|11个|5年努力", told)


def test_a_catalogue_helps_to_read_and_names_the_indicators():
    plan = read_document(document("pingxiang-plan.txt"), catalogue=catalogue())
    assert {row.match.kind.value for row in plan.rows} == {"exact", "alias", "normalised"}
    assert plan.rows[11].match.code == "tcm-physicians-per-1000"
    assert plan.rows[0].meaning.reason == "side_from_polarity"
    assert plan.rows[8].meaning.form == Form.MILESTONE
