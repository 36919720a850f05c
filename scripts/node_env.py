"""Node packages: right-to-left style sheets, one file of Odoo's, a Persian font, a formatter."""

import shutil

from .settings import Settings
from .steps import call, once

FILES = ("package.json", "package-lock.json", ".npmrc")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <match target="pattern">
    <test name="lang" compare="contains"><string>fa</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Vazirmatn</string></edit>
  </match>
  <alias><family>sans-serif</family><accept><family>Vazirmatn</family></accept></alias>
  <alias><family>serif</family><accept><family>Vazirmatn</family></accept></alias>
</fontconfig>
"""


def prepare(settings: Settings) -> None:
    """Install the packages that package-lock.json pins."""
    inputs = [(settings.checkout / name).read_bytes() for name in FILES]
    once(settings.node / ".stamp", inputs, "Installing Node packages", lambda: _install(settings))
    fonts = settings.node / "node_modules/vazirmatn/fonts/ttf"
    (settings.build / "fonts.conf").write_text(FONTS.format(folder=fonts))


def _install(settings: Settings) -> None:
    shutil.rmtree(settings.node, ignore_errors=True)
    settings.node.mkdir(parents=True)
    for name in FILES:
        shutil.copy(settings.checkout / name, settings.node / name)
    problem = "The Node packages could not be installed: check the network and npm's settings."
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    call(npm, settings.logs / "npm.log", problem, cwd=settings.node)
