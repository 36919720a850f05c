"""Read the outcome of each test from the JUnit report that pytest writes."""

from pathlib import Path

# What is read here pytest has just written.
from xml.etree import ElementTree  # nosec B405

#: From best to worst; the worst of a test's subtests counts for the test.
OUTCOMES = ("passed", "skipped", "failed")


def outcomes(report: Path) -> dict[str, str]:
    """Return passed, skipped or failed by test; nothing where there is no report."""
    if not report.is_file():
        return {}
    worst: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # nosec B314
        name = f"{case.get('classname')}.{case.get('name')}"
        worst[name] = max(worst.get(name, "passed"), _outcome(case), key=OUTCOMES.index)
    return worst


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"
