"""Install, update and remove addons in a database, as an administrator does."""

from scripts import odoo
from scripts.settings import ADDON, Settings
from scripts.steps import call


def install(settings: Settings, database: str, *addons: str, demo: bool = False) -> None:
    """Install addons (default: ours)."""
    names = ",".join(addons or [ADDON])
    odoo.change(settings, database, "-i", names, *(["--with-demo"] if demo else []))


def update(settings: Settings, database: str, *addons: str) -> None:
    """Update installed addons (default: ours)."""
    odoo.change(settings, database, "-u", ",".join(addons or [ADDON]))


def uninstall(settings: Settings, database: str, *addons: str) -> None:
    """Uninstall addons (default: ours)."""
    python = [settings.venv / "bin/python", "-m", "odoo", "module", "uninstall"]
    call(
        [*python, "-c", odoo.configuration(settings), "-d", database, *(addons or [ADDON])],
        settings.logs / f"{database}.log",
        f"The addon could not be uninstalled from {database}.",
        env=odoo.environment(settings),
        cwd=settings.build,
    )
