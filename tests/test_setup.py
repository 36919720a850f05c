"""The environment's own promises: settings, steps, databases, servers, problems in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import databases, odoo, packages, postgres, pytest_report
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
