"""The environment's own promises: settings, steps, databases, servers, problems in a sentence."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import databases, lock, odoo, odoo_home, packages, postgres, pytest_report, python_env
from scripts.settings import CHECKOUT, SOCKET_FOLDER_LIMIT, Settings
from scripts.steps import Problem, call, digest, once
from tests.support import addons


def run_command(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Run `python3 -m scripts` with other variables."""
    return subprocess.run(
        [sys.executable, "-m", "scripts", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_defaults_need_no_variable():
    settings = Settings.from_environment({})
    assert (settings.port, settings.database) == (8069, "sales_deals")
    assert settings.languages == ("fa_IR", "pl_PL")
    assert settings.odoo_home is None
    assert not settings.odoo_repo
    assert not settings.postgres


def test_variables_are_read():
    variables = {"PORT": "8100", "DB": "other", "LANG_CODES": "pl_PL, de_DE", "ODOO_HOME": "/opt/o"}
    settings = Settings.from_environment(variables)
    assert (settings.port, settings.database) == (8100, "other")
    assert settings.languages == ("de_DE", "pl_PL")
    assert settings.odoo_home == Path("/opt/o")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:p%40ss@db.example:5433/ignored",
            {"PGUSER": "ann", "PGPASSWORD": "p@ss", "PGHOST": "db.example", "PGPORT": "5433"},
        ),
        ("postgresql://ann@/x?host=/run/pg", {"PGUSER": "ann", "PGHOST": "/run/pg"}),
    ],
)
def test_database_url_becomes_variables(url, expected):
    assert Settings.from_environment({"DATABASE_URL": url}).postgres == expected


def test_a_given_postgresql_is_used_but_not_its_default_database():
    given = {"PGHOST": "/run/pg", "PGDATABASE": "mine", "PATH": "/bin"}
    assert postgres.variables(Settings.from_environment(given)) == {"PGHOST": "/run/pg"}


def test_socket_folder_is_short_enough_in_a_deep_checkout():
    deep = Settings(checkout=Path("/" + "very_deep/" * 20))
    assert len(str(deep.socket_folder)) <= SOCKET_FOLDER_LIMIT
    shallow = Settings(checkout=Path("/checkout"))
    assert shallow.socket_folder.is_relative_to(shallow.build)


def test_a_step_is_done_once_and_again_when_its_inputs_change(tmp_path):
    done = []
    for inputs in (["a"], ["a"], ["b"]):
        once(tmp_path / "stamp", inputs, "Doing", lambda inputs=inputs: done.append(inputs))
    assert done == [["a"], ["b"]]


def test_a_step_that_failed_is_done_again(tmp_path):
    with pytest.raises(ZeroDivisionError):
        once(tmp_path / "stamp", [], "Failing", lambda: 1 / 0)
    assert not (tmp_path / "stamp").exists()


def test_digest_tells_neighbours_apart():
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_a_failing_program_is_a_problem_with_the_place_of_its_output(tmp_path):
    with pytest.raises(Problem, match=r"^Try this \(details: .*log\)\.$"):
        call(["sh", "-c", "echo why; exit 3"], tmp_path / "log", "Try this.")
    assert "why" in (tmp_path / "log").read_text()
    with pytest.raises(Problem, match="Install it"):
        call(["no-such-program"], tmp_path / "log", "Install it.")


@pytest.mark.parametrize("content", [None, "version_info = (18, 0, 0, FINAL, 0, '')\n"])
def test_a_wrong_odoo_home_is_told_in_one_sentence(tmp_path, content):
    if content:
        (tmp_path / "odoo").mkdir()
        (tmp_path / "odoo/release.py").write_text(content)
    done = run_command("run", "--check", ODOO_HOME=str(tmp_path), PORT="0")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "set ODOO_HOME" in done.stderr.strip().splitlines()[-1]


def test_a_postgresql_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    done = run_command("run", "--check", PGHOST=str(tmp_path), PORT="0")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "does not answer" in done.stderr


def test_a_missing_program_that_may_not_be_installed_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setattr(packages, "as_administrator", lambda: None)
    missing = packages.Program("Chromium", lambda: False, ("chromium",))
    there = packages.Program("git", lambda: True, ("git",))
    with pytest.raises(Problem, match=r"^This machine lacks Chromium: install chromium and try "):
        packages.ensure(Settings(), [there, missing])


@pytest.mark.parametrize(
    ("manager", "expected"),
    [("apt-get", "nodejs npm"), ("dnf", "nodejs npm"), ("brew", "node"), (None, "nodejs npm")],
)
def test_packages_are_named_as_the_system_names_them(monkeypatch, manager, expected):
    monkeypatch.setattr(packages, "_manager", lambda: manager)
    monkeypatch.setattr(packages, "as_administrator", lambda: None)
    missing = dataclasses.replace(packages.NODE, is_there=lambda: False)
    monkeypatch.setattr(packages, "call", lambda *_arguments, **_options: None)
    with pytest.raises(Problem, match=f"install {expected} and try again"):
        packages.ensure(Settings(), [missing])


def make_repository(folder: Path, branch: str) -> str:
    """Make a bare git repository in the layout of Odoo's source."""
    source, bare = folder / "source", folder / "odoo.git"
    for name in ("odoo/addons/base", "addons/mail"):
        (source / name).mkdir(parents=True)
        (source / name / "__manifest__.py").write_text("{}")
    (source / "odoo/release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    author = ["-c", "user.name=Test", "-c", "user.email=test@ours.example"]
    for command in (
        ["init", "-q", "-b", branch, source],
        ["-C", source, "add", "-A"],
        [*author, "-C", source, "commit", "-qm", "Odoo"],
        ["clone", "-q", "--bare", source, bare],
    ):
        subprocess.run(["git", *command], check=True)
    return bare.as_uri()


def test_odoo_is_cloned_from_the_repository_that_is_named(tmp_path):
    repository = make_repository(tmp_path, "19.0")
    settings = Settings(checkout=tmp_path / "checkout", odoo_repo=repository)
    odoo_home.prepare(settings)
    odoo_home.add_segmentation(settings)  # Odoo's own source has that file
    home = odoo_home.find(settings)
    assert home.path == settings.own_odoo / "source"
    assert home.addons == (home.path / "odoo/addons", home.path / "addons")
    release = (home.path / "odoo/release.py").stat().st_mtime_ns
    odoo_home.prepare(settings)
    assert (home.path / "odoo/release.py").stat().st_mtime_ns == release


def test_odoo_is_cloned_where_apt_has_no_debian_archive(tmp_path, monkeypatch):
    monkeypatch.setattr(odoo_home, "REPOSITORY", make_repository(tmp_path, "19.0"))
    monkeypatch.setattr(odoo_home, "_mirror", lambda _settings: None)
    settings = Settings(checkout=tmp_path / "checkout")
    odoo_home.prepare(settings)
    assert odoo_home.find(settings).path == settings.own_odoo / "source"


def test_a_repository_without_the_branch_is_told_in_one_sentence(tmp_path):
    settings = Settings(checkout=tmp_path, odoo_repo=make_repository(tmp_path, "18.0"))
    with pytest.raises(Problem, match=r"set ODOO_REPO to .* the branch 19\.0"):
        odoo_home.prepare(settings)


def test_a_python_that_odoo_does_not_run_on_gives_way(monkeypatch):
    monkeypatch.setattr(python_env, "VERSIONS", ("3.0", "3.1"))
    there = {"python3.1": "/opt/python3.1"}
    monkeypatch.setattr(python_env.shutil, "which", there.get)
    assert python_env.interpreter() == "/opt/python3.1"
    there.clear()
    with pytest.raises(Problem, match="install one of these beside it"):
        python_env.interpreter()


@pytest.mark.parametrize(
    ("uv_works", "used"), [(True, ["uv"]), (False, ["uv", "python"]), (None, ["python"])]
)
def test_uv_installs_where_it_is_and_works_and_pip_elsewhere(tmp_path, monkeypatch, uv_works, used):
    programs = []

    def call(command, _log, problem, **_options):
        programs.append(Path(command[0]).name)
        if programs[-1] == "uv" and not uv_works:
            raise Problem(problem)

    monkeypatch.setattr(python_env, "call", call)
    found = None if uv_works is None else "/opt/uv"
    monkeypatch.setattr(python_env.shutil, "which", lambda _name: found)
    python_env._install(Settings(checkout=tmp_path), tmp_path, "Problem.", [["a-package"]])
    assert programs == used


def test_nothing_is_installed_without_its_hash(tmp_path, monkeypatch):
    commands = []
    monkeypatch.setattr(
        python_env, "call", lambda command, *_rest, **_more: commands.append(command)
    )
    settings = dataclasses.replace(Settings(), checkout=tmp_path)
    for name in ("requirements", "requirements-build", "requirements-addons"):
        (tmp_path / f"{name}.txt").touch()
    python_env._create(settings, tmp_path / "venv", tmp_path / "requirements.txt")
    python_env._fetch_addons(settings, tmp_path / "addons", tmp_path / "requirements-addons.txt")
    installing = [command for command in commands if "install" in command]
    assert len(installing) == 3
    assert all("--require-hashes" in command for command in installing)


@pytest.mark.parametrize("name", lock.FILES)
def test_a_lock_has_what_people_have_chosen_and_a_hash_of_each_package(name):
    chosen, locked = (
        re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", (CHECKOUT / f"{name}{ending}").read_text())
        for ending in (".in", ".txt")
    )
    plain = {(re.sub("[._]", "-", package).lower(), version) for package, version in locked}
    assert plain >= {(re.sub("[._]", "-", package).lower(), version) for package, version in chosen}
    packages = re.split(r"(?m)^[\w.-]+==", (CHECKOUT / f"{name}.txt").read_text())[1:]
    assert packages and all("--hash=sha256:" in package for package in packages)


def test_a_used_port_is_told_in_one_sentence(odoo_server):
    done = run_command("run", "--check", PORT=str(odoo_server.port))
    assert done.returncode == 2
    assert f"Port {odoo_server.port} is in use: set PORT" in done.stderr


def test_the_worst_subtest_counts(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="a" name="b"/>'
        '<testcase classname="a" name="b"><failure/></testcase>'
        '<testcase classname="a" name="c"><skipped/></testcase></testsuite></testsuites>'
    )
    assert pytest_report.outcomes(report) == {"a.b": "failed", "a.c": "skipped"}


def test_the_server_answers_and_speaks_the_languages(odoo_server):
    client = odoo_server.client()
    active = client("res.lang", "search_read", [("active", "=", True)], fields=["code"])
    wanted = {"en_US", *odoo_server.settings.languages}
    assert {language["code"] for language in active} == wanted
    assert client("ir.module.module", "search_count", [("name", "=", "sales_deals")]) == 1


def test_a_wrong_password_is_refused(odoo_server):
    with pytest.raises(PermissionError):
        odoo_server.client(password="wrong")


def test_an_addon_can_be_installed_and_removed(settings, fresh_database):
    database = fresh_database(addon=False)
    state = "print(env['ir.module.module']._get('crm_iap_mine').state)"
    addons.install(settings, database, "crm_iap_mine")
    assert odoo.shell(settings, database, state).strip() == "installed"
    addons.uninstall(settings, database, "crm_iap_mine")
    assert odoo.shell(settings, database, state).strip() == "uninstalled"


def test_a_copy_has_the_files_of_its_template(settings, fresh_database):
    store = settings.data / "filestore"
    template = databases.with_addon(settings)
    copy = fresh_database()
    assert {p.name for p in (store / copy).rglob("*")} == {
        p.name for p in (store / template).rglob("*")
    }
