"""Import the addon's pure modules without Odoo."""

import sys
import types

from scripts.settings import ADDON, Settings


def import_without_odoo() -> None:
    """Let `sales_deals` be a package whose own __init__, which imports Odoo, does not run."""
    package = types.ModuleType(ADDON)
    package.__path__ = [str(Settings().addon)]
    sys.modules.setdefault(ADDON, package)
