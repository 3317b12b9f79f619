"""The programs some tests need beside Python, where they are found, and what happens where they are not."""

import os
import shutil
from pathlib import Path

import pytest

# mark → (what people call it, how Debian calls it, names in PATH, usual places outside PATH)
TOOLS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "browser": (
        "Chromium",
        "chromium",
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
        (
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
        ),
    ),
    "office": (
        "LibreOffice",
        "libreoffice-calc libreoffice-writer",
        ("soffice", "libreoffice"),
        ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe"),
    ),
    "gettext": ("gettext", "gettext", ("msgfmt",), ()),
}


def find(mark: str) -> Path | None:
    """The program that tests with this mark need, or None."""
    _, _, names, places = TOOLS[mark]
    found = next(filter(None, map(shutil.which, names)), None)
    found = found or next((place for place in places if Path(place).is_file()), None)
    return Path(found) if found else None


def need(mark: str) -> Path:
    """The program, or the end of the test: skipped with the reason, failed where REQUIRE_TOOLS=1."""
    found = find(mark)
    if found is None:
        name, packages, _, _ = TOOLS[mark]
        reason = f"{name} is not installed (Debian and Ubuntu: apt-get install {packages})"
        if os.environ.get("REQUIRE_TOOLS") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found
