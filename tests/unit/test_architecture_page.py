"""docs/architecture.md names files, functions and capabilities that are there."""

import re

from scripts.settings import Settings

SETTINGS = Settings()
PAGE = (SETTINGS.checkout / "docs/architecture.md").read_text()
MENTIONS = re.findall(r"`((?:models|controllers|tools|static)/[\w/]+\.\w+)(?:: (\w+))?`", PAGE)


def test_files_and_functions_are_there():
    assert MENTIONS
    for path, name in MENTIONS:
        source = (SETTINGS.addon / path).read_text()
        assert not name or f"def {name}(" in source, f"{path}: {name}"


def test_capabilities_are_listed_in_their_order():
    imports = (SETTINGS.addon / "models/__init__.py").read_text()
    order = re.findall(r"^from \. import (\w+)$", imports, re.M)
    assert re.findall(r"^\| (\w+) \|", PAGE, re.M)[1:] == order
