"""`make format`: run the hooks of .pre-commit-config.yaml that mend what they can."""

from . import lint
from .settings import Settings


def main(_arguments: list[str]) -> int:
    """Mend the files; fail where a second run would still find something."""
    settings = Settings.from_environment()
    # A hook that changes a file fails.
    return lint.run(settings, "manual") and lint.run(settings, "manual")
