"""Find Odoo: the one that ODOO_HOME names, or one of our own in .build.

Ours is Debian's package where apt knows Debian's archive, and Odoo's repository elsewhere.
"""

import os
import platform
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import packages
from .settings import Settings
from .steps import Problem, call, once

SERIES = "19"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
#: Odoo's package leads by links into other packages; without their files its pages do not answer.
#: Only these releases' versions of them have the files where the links point.
PACKAGES = (
    "odoo-19/unstable",
    "fonts-montserrat/unstable",
    "fonts-font-awesome/bookworm",
    "fonts-inconsolata/bookworm",
    "fonts-ocr-b/bookworm",
    "fonts-roboto-unhinted/bookworm",
    "libjs-jquery/bookworm",
    "libjs-jquery-form/bookworm",
    "libjs-underscore/bookworm",
)
#: The one file that Debian leaves out without a link; the npm package of that name has it.
SEGMENTATION = Path("selfie_segmentation/selfie_segmentation.js")
BRANCH = "19.0"
REPOSITORY = "https://github.com/odoo/odoo"
WAY_OUT = "set ODOO_HOME to a checkout of Odoo 19 or to an installed one"


@dataclass(frozen=True)
class OdooHome:
    """The folder that holds the Python package `odoo`, and the folders of its addons."""

    path: Path
    addons: tuple[Path, ...]

    @property
    def identity(self) -> str:
        """Return what changes when another Odoo is used."""
        return f"{self.path} {(self.path / 'odoo/release.py').read_text()}"


def find(settings: Settings) -> OdooHome:
    """Return the Odoo in use; it must have been set up."""
    home = settings.odoo_home or _own_home(settings)
    release = home / "odoo/release.py"
    if not release.is_file():
        raise Problem(f"No Odoo in {home} (it has no odoo/release.py): {WAY_OUT}.")
    if not re.search(rf"^version_info = \({SERIES},", release.read_text(), re.MULTILINE):
        raise Problem(f"The Odoo in {home} is not Odoo {SERIES}: {WAY_OUT}.")
    addons = [folder for folder in (home / "odoo/addons", home / "addons") if folder.is_dir()]
    return OdooHome(home, tuple(addons))


def prepare(settings: Settings) -> None:
    """Fetch Odoo unless ODOO_HOME names one: from ODOO_REPO, or else where this system has it."""
    if settings.odoo_home:
        return
    languages = {code.split("_")[0] for code in settings.languages} | {"en"}
    inputs = [*PACKAGES, *sorted(languages)]
    if settings.odoo_repo:
        inputs = [settings.odoo_repo, BRANCH]
    stamp = settings.own_odoo / ".stamp"
    once(stamp, inputs, "Fetching Odoo 19", lambda: _fetch(settings, languages))


def add_segmentation(settings: Settings) -> None:
    """Put the file that Debian leaves out where Odoo's web client looks for it."""
    mail = find(settings).path / "odoo/addons/mail"
    target = mail / "static/lib" / SEGMENTATION
    if settings.odoo_home or target.is_file() or not mail.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.node / "node_modules/@mediapipe" / SEGMENTATION, target)


def _own_home(settings: Settings) -> Path:
    source = settings.own_odoo / "source"
    return source if source.is_dir() else settings.own_odoo / "usr/lib/python3/dist-packages"


def _fetch(settings: Settings, languages: set[str]) -> None:
    shutil.rmtree(settings.own_odoo, ignore_errors=True)
    settings.own_odoo.mkdir(parents=True)
    mirror = None if settings.odoo_repo else _mirror(settings)
    if mirror:
        _unpack_packages(settings, mirror, languages)
    else:
        _clone(settings)


def _clone(settings: Settings) -> None:
    """Clone the newest commit of the branch of Odoo's series."""
    repository = settings.odoo_repo or REPOSITORY
    problem = (
        f"Odoo 19 could not be cloned from {repository}: check the network, set ODOO_REPO to a "
        f"repository that has the branch {BRANCH}, or {WAY_OUT}."
    )
    clone = ["git", "clone", "--depth", "1", "--branch", BRANCH]
    call([*clone, repository, settings.own_odoo / "source"], settings.logs / "odoo.log", problem)


def _unpack_packages(settings: Settings, mirror: str, languages: set[str]) -> None:
    downloads = settings.build / "downloads"
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir()
    _download(settings, mirror, downloads)
    for package in sorted(downloads.glob("*.deb")):
        _unpack(package, settings.own_odoo, languages)
    shutil.rmtree(downloads)


def _download(settings: Settings, mirror: str, folder: Path) -> None:
    """Download the packages with lists of our own, so that the machine's apt stays as it is."""
    (folder / "lists").mkdir()
    (folder / "sources.list").write_text(_sources(mirror))
    options = (
        f"Dir::Etc::SourceList={folder}/sources.list",
        "Dir::Etc::SourceParts=/dev/null",
        f"Dir::State::Lists={folder}/lists",
        f"Dir::Cache={folder}/cache",
        "APT::Sandbox::User=" + ("root" if os.geteuid() == 0 else ""),
        "Acquire::Languages=none",
        # The mirror may be a frozen one; the signature is checked all the same.
        "Acquire::Check-Valid-Until=false",
    )
    apt = ["apt-get", *(part for option in options for part in ("-o", option))]
    log = settings.logs / "odoo.log"
    problem = f"Odoo 19 could not be fetched from Debian's mirror: check the network, or {WAY_OUT}."
    call([*apt, "update"], log, problem)
    call([*apt, "download", *PACKAGES], log, problem, cwd=folder)


def _sources(mirror: str) -> str:
    line = f"deb [signed-by={KEYRING}] {mirror} %s main\n"
    return line % "unstable" + line % "bookworm"


def _mirror(settings: Settings) -> str | None:
    """Return the address of Debian's archive as this machine's apt knows it, if it does."""
    programs = all(map(shutil.which, ("apt-get", "dpkg-deb")))
    if not programs or not Path(KEYRING).is_file() or not _is_debian():
        return None
    administrator = packages.as_administrator()
    if not (mirror := _known_mirror()) and administrator is not None:
        problem = "The lists of Debian's packages could not be fetched: check the network."
        call([*administrator, "apt-get", "update"], settings.logs / "packages.log", problem)
        mirror = _known_mirror()
    return mirror


def _is_debian() -> bool:
    """Tell whether this is Debian, not one of its derivatives: these know other archives."""
    return platform.freedesktop_os_release().get("ID") == "debian"


def _known_mirror() -> str | None:
    wanted = "$(ORIGIN)|$(LABEL)|$(REPO_URI)"
    known = subprocess.run(
        ["apt-get", "indextargets", "--format", wanted], capture_output=True, text=True
    )
    for line in known.stdout.splitlines():
        origin, label, address = line.split("|", 2)
        if origin == label == "Debian":
            return address
    return None


def _unpack(package: Path, target: Path, languages: set[str]) -> None:
    """Unpack a Debian package without the translations into other languages."""
    archive = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE)
    with archive, tarfile.open(fileobj=archive.stdout, mode="r|") as members:
        # Packages come with signatures of Debian's archive, which apt has checked.
        members.extractall(target, members=_wanted(members, languages))  # nosec B202
    if archive.returncode:
        raise Problem(f"{package.name} could not be unpacked: is the disk full?")


def _wanted(members: tarfile.TarFile, languages: set[str]) -> Iterator[tarfile.TarInfo]:
    """Leave out other languages, and a second folder of addons that lacks half of them."""
    for member in members:
        name = member.name
        foreign = name.endswith(".po") and re.split(r"[_@.]", Path(name).name)[0] not in languages
        if not foreign and "/dist-packages/addons/" not in name:
            yield member
