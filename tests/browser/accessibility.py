"""Whether people with a keyboard, a screen reader or weak eyes can use a page, as far as a machine can tell (axe)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")


def _described(violation: dict) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}\n      {node.get('failureSummary', '').replace(chr(10), ' ')}"
        for node in violation["nodes"]
    )
    return f"{violation['impact']}: {violation['help']} ({violation['id']})\n{places}"


def check_accessibility(page: Page) -> None:
    """Fail on every serious or critical violation on the page as it stands now, naming the rule and the elements."""
    violations = Axe().run(page).response["violations"]
    grave = [_described(violation) for violation in violations if violation["impact"] in GRAVE]
    assert not grave, f"{page.url} cannot be used by everyone:\n" + "\n".join(grave)
