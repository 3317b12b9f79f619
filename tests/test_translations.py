"""The catalogue: complete in Chinese, current with the source, and compiled. The source's own strings are the English.

`make messages` collects new strings and compiles; what is missing is then written in locale/zh_Hans/LC_MESSAGES.
"""

import difflib
import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

pytestmark = pytest.mark.gettext

FOLDER = Path("locale", "zh_Hans", "LC_MESSAGES")
CATALOGUE = settings.BASE_DIR / FOLDER / "django.po"
NO_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "var", "tests", "docs", "bench", "fixtures", "static*")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def run(*command: object, **options: object) -> str:
    """What a gettext tool says; the test fails with its complaint."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, encoding="utf-8", **options)
    assert not done.returncode, done.stderr
    return done.stdout


def entries(catalogue: Path, *which: str) -> str:
    """The entries of a catalogue in a fixed order, without its head, in which a date changes with every run."""
    text = run("msgattrib", "--no-wrap", "--no-location", "--sort-output", *which, catalogue)
    head, _, rest = text.partition("\n\n")
    return rest if 'msgid ""' in head else text


def compiled(file: Path) -> dict[object, str]:
    """The messages of a compiled catalogue without its head."""
    with file.open("rb") as opened:
        messages = dict(gettext.GNUTranslations(opened)._catalog)
    return {source: text for source, text in messages.items() if source}


@pytest.fixture(scope="module")
def collected_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as `make messages` would leave it, made in a copy of the source."""
    copy = tmp_path_factory.mktemp("messages") / "source"
    shutil.copytree(settings.BASE_DIR, copy, ignore=NO_SOURCE)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    run(sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-obsolete", cwd=copy, env=environment)
    return copy / FOLDER / "django.po"


def test_the_catalogue_holds_the_strings_of_the_source_and_no_others(collected_anew):
    kept, fresh = entries(CATALOGUE).splitlines(), entries(collected_anew).splitlines()
    assert kept == fresh, "run `make messages`:\n" + "\n".join(difflib.unified_diff(kept, fresh, "kept", "source", n=1))


@pytest.mark.parametrize("state", ["--untranslated", "--only-fuzzy"])
def test_every_string_is_translated(state):
    assert not entries(CATALOGUE, state)


def test_every_translation_keeps_its_placeholders(tmp_path):
    run("msgfmt", "--check", "--output-file", tmp_path / "django.mo", CATALOGUE)


def test_the_compiled_catalogue_is_current(tmp_path):
    run("msgfmt", "--output-file", tmp_path / "django.mo", CATALOGUE)
    assert compiled(CATALOGUE.with_suffix(".mo")) == compiled(tmp_path / "django.mo"), "run `make messages`"


def test_each_language_reads_its_own_words():
    messages = {source: text for source, text in compiled(CATALOGUE.with_suffix(".mo")).items() if type(source) is str}
    plain = {source: text for source, text in messages.items() if "\x04" not in source}
    assert plain
    with translation.override("zh-hans"):
        assert {source: translation.gettext(source) for source in plain} == plain
    with translation.override("en"):
        assert {source: translation.gettext(source) for source in plain} == {source: source for source in plain}


def test_the_english_holds_no_chinese():
    sources = re.findall(r'^msgid(?:_plural)? (".*"(?:\n".*")*)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [source for source in sources if CHINESE.search(source)] == []
