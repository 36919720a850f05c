"""Install Node packages: right-to-left style sheets, one file of Odoo's, a Persian font."""

import shutil

from .settings import Settings
from .steps import call, once

FILES = ("package.json", "package-lock.json", ".npmrc")
#: Families of Odoo's style sheets that a bare machine replaces by a font with poor Persian.
REPLACED = ("sans-serif", "serif", "sans", "system-ui", "Arial", "DejaVu Sans")
PREFERRED = """<alias binding="strong"><family>{family}</family>
    <prefer><family>Vazirmatn</family></prefer></alias>"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  {aliases}
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
"""


def prepare(settings: Settings) -> None:
    """Install the packages that package-lock.json pins."""
    inputs = [(settings.checkout / name).read_bytes() for name in FILES]
    once(settings.node / ".stamp", inputs, "Installing Node packages", lambda: _install(settings))
    (settings.build / "fonts.conf").write_text(_fonts(settings))


def _install(settings: Settings) -> None:
    shutil.rmtree(settings.node, ignore_errors=True)
    settings.node.mkdir(parents=True)
    for name in FILES:
        shutil.copy(settings.checkout / name, settings.node / name)
    problem = "The Node packages could not be installed: check the network and npm's settings."
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    call(npm, settings.logs / "npm.log", problem, cwd=settings.node)


def _fonts(settings: Settings) -> str:
    """Return a font configuration by which the browser shows text in Vazirmatn."""
    folder = settings.node / "node_modules/vazirmatn/fonts/ttf"
    aliases = "\n  ".join(PREFERRED.format(family=family) for family in REPLACED)
    return FONTS.format(folder=folder, aliases=aliases)
