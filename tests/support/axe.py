"""What axe finds on a page that somebody could not read or use: WCAG 2.2 at level AA."""

from collections.abc import Iterable

from playwright.sync_api import Page

from scripts.settings import Settings

LEVEL_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
#: Returns what is wrong as rows of rule, place and reason.
LOOK = """async ({ include, exclude, options }) => {
    const found = await axe.run({ include, exclude }, options);
    return found.violations.flatMap((rule) =>
        rule.nodes.map((node) =>
            [rule.id, node.target.join(" "), node.failureSummary.replace(/\\s+/g, " ")].join(" | ")
        )
    );
}"""


def find_barriers(settings: Settings, page: Page, habits: bool = True) -> list[str]:
    """Return what stands in somebody's way on a page.

    :param habits: whether to ask for good habits too, such as the order of headings
    """
    tags = (*LEVEL_AA, "best-practice") if habits else LEVEL_AA
    return _look(settings, page, tags, ["html"])


def find_barriers_in(
    settings: Settings, page: Page, roots: Iterable[str], others: Iterable[str] = ()
) -> list[str]:
    """Return what stands in somebody's way in parts of a page of Odoo, whose colours are Odoo's.

    :param roots: selectors of the parts, each of which has to be there
    :param others: selectors of what in them is not ours
    """
    for root in roots:
        page.wait_for_selector(root)
    return _look(settings, page, LEVEL_AA, [*roots], [*others], without=("color-contrast",))


def _look(
    settings: Settings,
    page: Page,
    tags: Iterable[str],
    include: list[str],
    exclude: Iterable[str] = (),
    without: Iterable[str] = (),
) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        source = settings.node / "node_modules/axe-core/axe.min.js"
        page.evaluate(source.read_text())
    options = {
        "runOnly": {"type": "tag", "values": [*tags]},
        "rules": {name: {"enabled": False} for name in without},
        "resultTypes": ["violations"],
    }
    return page.evaluate(LOOK, {"include": include, "exclude": [*exclude], "options": options})
