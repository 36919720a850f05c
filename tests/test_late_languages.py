"""Languages that are installed after the addon find its records, too, whichever way they come."""

import json

import pytest

from scripts import databases, odoo, postgres

LANGUAGES = ("fa_IR", "pl_PL")
WITHOUT_LANGUAGES = """
everybody = env["res.partner"].with_context(active_test=False).search([])
everybody.write({"lang": "en_US"})
env["res.lang"].search([("code", "!=", "en_US")]).active = False
env.cr.commit()
"""
#: A process from a ready set, and texts that users have changed: in English, and in Persian while
#: it was installed before.
USERS = """
process = env["deal.process"].create({"name": "Tender", "ready_set": "tender"})
first, second = process.stage_ids.sorted("id")[:2]
first.deal_buyer_step = "Asks us, and us alone"
reason = env.ref("sales_deals.crm_lost_reason_budget")
persian = env["res.lang"]._activate_lang("fa_IR")
reason.with_context(lang="fa_IR").name = "بی‌پول"
second.with_context(lang="fa_IR").name = "خواندن"
env.flush_all()
persian.active = False
stages = [{"name": "Scope and proposal"}, {"name": "Ours", "is_won": True}]
own = env["deal.process"].create({
    "name": "Renewal", "number_prefix": "OWN/", "stage_ids": [(0, 0, vals) for vals in stages],
})
env["ir.model.data"].create([
    {"module": "test", "name": name, "model": record._name, "res_id": record.id}
    for name, record in (("tender", process), ("first", first), ("second", second), ("own", own))
])
env.cr.commit()
"""
BY_WIZARD = """
langs = env["res.lang"].with_context(active_test=False).search([("code", "in", ["fa_IR", "pl_PL"])])
env["base.language.install"].create({"lang_ids": langs.ids}).lang_install()
env.cr.commit()
"""
ACTIVATE = """
langs = env["res.lang"].with_context(active_test=False).search([("code", "in", ["fa_IR", "pl_PL"])])
langs.action_unarchive()
env.cr.commit()
"""
#: Of each translated field of records of the addon, those that lack a language.
MISSING = """
import json

found = {}
for model in env.registry.values():
    for name, field in model._fields.items():
        if field.translate and field.store and field.column_type and model._auto and model._table:
            env.cr.execute(f'''
                SELECT data.name FROM "{model._table}" AS record
                  JOIN ir_model_data AS data ON data.model = %s AND data.res_id = record.id
                 WHERE data.module = 'sales_deals' AND record."{name}" ->> 'en_US' <> ''
                   AND NOT record."{name}" ?& ARRAY['fa_IR', 'pl_PL']
            ''', [model._name])
            for (row,) in env.cr.fetchall():
                found.setdefault(f"{model._name},{name}", []).append(row)
print(json.dumps(found))
"""
#: The texts of some records by language.
TEXTS = """
import json

read = lambda record, name: {
    lang: str(record.with_context(lang=lang)[name]) for lang in ("en_US", "fa_IR", "pl_PL")
}
ref = lambda name: env.ref(f"test.{name}")
print(json.dumps({
    "reason": read(env.ref("sales_deals.crm_lost_reason_budget"), "name"),
    "deadline": read(env["ir.model.fields"]._get("crm.lead", "date_deadline"), "field_description"),
    "process": read(ref("tender"), "name"),
    "first": [read(ref("first"), name) for name in ("name", "deal_buyer_step", "deal_guidance")],
    "practice": read(ref("first").deal_practice_ids[0], "name"),
    "second": read(ref("second"), "name"),
    "own": [read(ref("own"), "name"), read(ref("own").stage_ids[0], "name")],
}))
"""
#: What has no words that a language could have of its own, or none that anybody reads.
WORDLESS = {"ir.model,name", "ir.model.fields,field_description", "ir.ui.view,arch_db"}
WORDLESS |= {"ir.model.constraint,message"}


@pytest.fixture(scope="module")
def english(settings):
    """Yield a database with the addon and users' records, in English alone."""
    with databases.copied(settings, databases.base(settings)) as database:
        odoo.shell(settings, database, WITHOUT_LANGUAGES)
        odoo.change(settings, database, "-i", "sales_deals")
        odoo.shell(settings, database, USERS)
        yield database


@pytest.fixture
def database(settings, english):
    with databases.copied(settings, english) as copy:
        yield copy


def look(settings, database, script):
    return json.loads(odoo.shell(settings, database, script).splitlines()[-1])


def assert_translated(settings, database):
    missing = look(settings, database, MISSING)
    assert set(missing) <= WORDLESS, missing
    found = look(settings, database, TEXTS)
    assert_texts_of_users_are_kept(found)
    for texts in (found["process"], found["practice"], found["deadline"], *found["first"][::2]):
        assert len(set(texts.values())) == len(texts), texts
    for texts in (found["reason"], found["second"]):
        assert texts["pl_PL"] != texts["en_US"]


def assert_texts_of_users_are_kept(found):
    assert found["reason"]["fa_IR"] == "بی‌پول"
    assert found["second"]["fa_IR"] == "خواندن"
    assert set(found["first"][1].values()) == {"Asks us, and us alone"}
    for texts in found["own"]:
        assert len(set(texts.values())) == 1, texts


def test_on_the_command_line(settings, database):
    odoo.change(settings, database, f"--load-language={','.join(LANGUAGES)}")
    assert_translated(settings, database)
    changes = "SELECT value FROM ir_config_parameter WHERE key = 'sales_deals.loaded_languages'"
    assert postgres.query(settings, changes, database) == "en_US,fa_IR,pl_PL"


@pytest.mark.parametrize("script", [BY_WIZARD, ACTIVATE], ids=["dialogue", "activated"])
def test_in_the_settings(settings, database, script):
    odoo.shell(settings, database, script)
    assert_translated(settings, database)


def test_before_the_addon(settings, fresh_database):
    missing = look(settings, fresh_database(), MISSING)
    assert set(missing) <= WORDLESS, missing


def test_once_more_after_it_was_away(settings, fresh_database):
    database = fresh_database()
    odoo.shell(settings, database, WITHOUT_LANGUAGES)
    odoo.shell(settings, database, USERS)
    odoo.change(settings, database, f"--load-language={','.join(LANGUAGES)}")
    assert_translated(
        settings,
        database,
    )
