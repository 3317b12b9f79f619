"""The rules of the house that no other tool watches. Each is a function from a text to its faults.

`test_a_planted_fault_is_found_among` proves of every rule that it can fail, and that it looks somewhere.
"""

import ast
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("bureaus", "indicators", "plans", "collection", "reporting", "config")
NOT_OURS = {"__pycache__", "var", "staticfiles", "node_modules"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60

Rule = Callable[[str], list[str]]


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """The project's own files with these endings, hidden folders and made things left out."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(f for f in folders if f == ".ci" or not (f.startswith(".") or f in NOT_OURS))
        yield from (Path(folder, name) for name in sorted(names) if Path(name).suffix in suffixes)


def faults(rule: Rule, paths: Iterable[Path]) -> list[str]:
    """What a rule finds in files, each with the file's name."""
    return [f"{path.relative_to(ROOT)}: {fault}" for path in paths for fault in rule(path.read_text(encoding="utf-8"))]


def _searching(pattern: str, flags: int = re.IGNORECASE) -> Rule:
    """A rule that finds what a pattern matches, with the number of its line."""
    compiled = re.compile(pattern, flags)

    def rule(text: str) -> list[str]:
        return [f"line {text.count(chr(10), 0, m.start()) + 1}: {m.group().strip()}" for m in compiled.finditer(text)]

    return rule


# Size and words


def too_long_a_file(text: str) -> list[str]:
    lines = text.count("\n")
    return [f"{lines} lines"] if lines > LONGEST_FILE else []


def too_long_a_function(text: str) -> list[str]:
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    sizes = ((f.name, f.end_lineno - f.lineno + 1) for f in functions)
    return [f"{name} has {lines} lines" for name, lines in sizes if lines > LONGEST_FUNCTION]


def undocumented(text: str) -> list[str]:
    """Public functions and classes of a module that say nothing about themselves, and the module itself."""
    module = ast.parse(text)
    if not module.body:
        return []
    named = (n for n in module.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))
    silent = [n.name for n in named if not n.name.startswith("_") and not ast.get_docstring(n)]
    return silent if ast.get_docstring(module) else ["the module", *silent]


def undocumented_method(text: str) -> list[str]:
    """Public methods of public classes without a docstring: asked of plain Python, where nothing is overridden."""
    classes = (n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_"))
    methods = ((c.name, n) for c in classes for n in c.body if isinstance(n, ast.FunctionDef))
    return [f"{c}.{n.name}" for c, n in methods if not n.name.startswith("_") and not ast.get_docstring(n)]


def reads_the_clock(text: str) -> list[str]:
    """Calls of now() and today()."""
    calls = (n.func for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call))
    names = (f.attr for f in calls if isinstance(f, ast.Attribute))
    return [f"{name}()" for name in names if name in ("now", "utcnow", "today")]


def floating(text: str) -> list[str]:
    """Numbers that are not exact: literals with a point, and float()."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"line {node.lineno}: {node.value}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            found.append(f"line {node.lineno}: float()")
    return found


# Where the project was made must not show. The names are put together so that this file does not find itself.
names_a_place = _searching(
    "|".join([r"\.\./" + "shared", "/(?:" + r"root|home/\w+|Users/\w+|work" + r")/\w", r"\bC:\\Users"])
)
names_a_registry = _searching(
    "|".join(
        ["py" + r"pi\.(?:org|python)", "python" + "hosted", "npm" + "js", r"tuna\." + "tsinghua", "mirrors" + r"\.\w+"]
    )
)

# What the content security policy forbids would fail in the browser only; here it fails before.
loads_from_elsewhere = _searching(r"(?<![\w.])(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.[a-z]{2,}[^\s\"'<>)]*")
styles_inline = _searching(r"\sstyle\s*=\s*[\"']|<style\b")
scripts_inline = _searching(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|javascript:")
handles_inline = _searching(r"<[^>]*\son[a-z]+\s*=\s*[\"'{]")


def speaks_chinese_untranslated(text: str) -> list[str]:
    """Chinese that stands in a template instead of the catalogue; what is marked lang="zh…" is meant to be Chinese."""
    if '<html lang="zh' in text:
        return []
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"lang=\"zh[^>]*>[^<]*<", "", text)
    return re.findall(r"[\u3400-\u9fff][^<\n]*", text)


def requirement_without_reason(text: str) -> list[str]:
    """Requirements that are not pinned or do not say why they are there."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]
    return [line for line in lines if not re.fullmatch(r"[\w-]+==[\w.]+( ; [^#]+)?\s+# \S.+", line)]


CODE = (".py", ".js", ".css", ".html")
WORDS = (".py", ".js", ".css", ".html", ".md", ".toml", ".txt", ".json", ".csv", ".po", "")


def written() -> list[Path]:
    """What people write; a migration is written by Django."""
    return [path for path in files(*CODE) if "migrations" not in path.parts]


def pages() -> list[Path]:
    """Every template of the house."""
    return [path for path in files(".html") if "tests" not in path.relative_to(ROOT).parts]


def pages_and_static() -> list[Path]:
    """Everything a browser is given."""
    return [*pages(), *files(*CODE, ".svg", under="static")]


def modules() -> list[Path]:
    """The apps' modules that people read: not migrations, addresses and app declarations."""
    found = [path for app in APPS for path in files(".py", under=app)]
    return [path for path in found if "migrations" not in path.parts and path.name not in ("urls.py", "apps.py")]


def domain_modules() -> list[Path]:
    """The plain Python among them."""
    return [path for path in modules() if "domain" in path.parts]


# what is forbidden: the rule, the files it holds for, a text that breaks it
RULES: dict[str, tuple[Rule, Callable[[], Iterable[Path]], str]] = {
    "long files": (too_long_a_file, written, "\n" * 401),
    "long functions": (too_long_a_function, lambda: files(".py"), "def long():\n" + "    x = 1\n" * 60),
    "silent functions": (undocumented, modules, '"""A module."""\ndef silent(): ...'),
    "silent modules": (undocumented, modules, "import os"),
    "silent methods": (undocumented_method, domain_modules, "class Loud:\n  def silent(self): ..."),
    "clocks in the domain": (reads_the_clock, domain_modules, "date.today()"),
    "floats in the domain": (floating, domain_modules, "x = 0.5"),
    "places": (names_a_place, lambda: files(*WORDS), "open('/ro" + "ot/data')"),
    "registries": (names_a_registry, lambda: files(*WORDS), "pip install -i https://py" + "pi.org/simple"),
    "foreign addresses": (loads_from_elsewhere, pages_and_static, '<script src="//cdn.example.com/x.js">'),
    "inline styles": (styles_inline, pages, '<p style="color: red">'),
    "inline scripts": (scripts_inline, pages, "<script>alert(1)</script>"),
    "inline handlers": (handles_inline, pages, '<button onclick="go()">'),
    "Chinese in templates": (speaks_chinese_untranslated, pages, "<h1>登录</h1>"),
    "unreasoned requirements": (requirement_without_reason, lambda: ROOT.glob("requirements*.txt"), "django==5.2.19"),
}


@pytest.mark.parametrize("forbidden", RULES)
def test_the_house_has_no(forbidden):
    rule, paths, _ = RULES[forbidden]
    assert faults(rule, paths()) == []


@pytest.mark.parametrize("forbidden", RULES)
def test_a_planted_fault_is_found_among(forbidden):
    rule, paths, fault = RULES[forbidden]
    assert rule(fault)
    assert list(paths()), "the rule looks at no file at all"


def test_every_app_stands_in_the_import_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(contracts["root_packages"]) == set(APPS)


def _settings_read() -> set[str]:
    calls = (n for n in ast.walk(ast.parse((ROOT / "config/settings.py").read_text())) if isinstance(n, ast.Call))
    of_env = (c for c in calls if isinstance(c.func, ast.Attribute) and ast.unparse(c.func).startswith("env."))
    return {c.args[0].value for c in of_env if isinstance(c.args[0], ast.Constant)}


def test_every_setting_is_documented_and_every_documented_one_exists():
    documented = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(documented) == sorted(_settings_read())
