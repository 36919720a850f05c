"""No English is left: every screen of ours is opened in Persian and in Polish, and read.

A text that is English must be somebody's data, or a term that Odoo's own files leave without a
translation. The latter are listed in `tests/untranslated`, with some that Odoo makes of parts.
Screens are found in the database, so that new ones are read as they come.
"""

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from scripts.settings import ADDON
from tests.support.browser import browsing
from tests.support.languages import Data, Judge

LANGUAGES = ("fa_IR", "pl_PL")
LISTS = Path(__file__).parent / "untranslated"
#: Odoo's screens that show fields, buttons or menus of ours.
ODOO_ACTIONS = (
    "crm.crm_lead_action_pipeline",
    "crm.crm_lead_all_leads",
    "crm.crm_lost_reason_action",
    "crm.crm_stage_action",
    "crm.crm_activity_report_action",
    "sales_team.crm_team_action_config",
    "sales_team.crm_team_action_pipeline",
    "crm.mail_activity_type_action_config_crm",
)
ODOO_WIZARDS = ("crm.lead.lost", "crm.lead2opportunity.partner", "crm.merge.opportunity")
#: What people type, in fields that are not translated.
DATA = {
    "res.partner": (),
    "res.users": ("name", "login"),
    "res.company": ("name",),
    "crm.lead": (),
    "crm.team": ("name", "alias_name", "lead_properties_definition", "assignment_domain"),
    "crm.team.member": ("assignment_domain",),
    "crm.tag": ("name",),
    "crm.stage": ("name",),
    "utm.source": ("name",),
    "utm.medium": ("name",),
    "utm.campaign": ("name", "title"),
    "product.template": ("name", "default_code", "description_sale"),
    "product.product": ("display_name",),
    "product.category": ("display_name",),
    "sale.order": ("name",),
    "sale.order.line": ("name",),
    "mail.message": ("subject", "body", "preview", "record_name"),
    "mail.activity": ("summary", "res_name"),
    "calendar.event": ("name",),
    "ir.attachment": ("name",),
    "deal.variant": ("name", "delivery_time", "note"),
    "deal.variant.line": ("name",),
    "deal.offer": ("name",),
    "deal.offer.view": ("program",),
    "deal.followup": (),
    "deal.followup.line": (),
    "deal.process": ("name", "number_prefix"),
    "mail.template": ("name", "subject"),
    "account.payment.term": ("name",),
    "account.incoterms": ("name", "code"),
    "product.pricelist": ("name",),
    "res.currency": ("name", "symbol"),
    "uom.uom": ("name",),
    "res.lang": ("name",),
    "res.country": ("code",),
    "res.country.state": ("name",),
}
#: What Odoo shows greyed in a view that has no records yet.
SAMPLES = ("Laoreet id", "Volutpat blandit", "Integer vitae", "Viverra nam", "In massa")
#: Wizards that open only where something is as they need it; other tests open these.
NOT_OPENED: dict[str, str] = {}

#: What the console says of a page that is as it should be: of an offer that is not there.
NOT_COMPLAINED_OF = r"the server responded with a status of 40[34]"

#: Attributes of views that users read.
SAID = ("string", "placeholder", "help", "confirm", "title", "confirm-label", "cancel-label")
READ = """() => {
    const UNREAD = "script,style,noscript,code,[translate=no]";
    const texts = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const parent = walker.currentNode.parentElement;
        if (text && !parent.closest(UNREAD)
                && parent.checkVisibility()) {
            texts.add(text);
        }
    }
    for (const name of ["placeholder", "title", "aria-label", "alt", "data-tooltip"]) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            texts.add(element.getAttribute(name));
        }
    }
    return [...texts];
}"""
DO_ACTION = """([action, options]) => {
    const root = odoo.__WOWL_DEBUG__.root;
    return root.env.services.action.doAction(action, options).then(() => true, () => false);
}"""
#: Columns of our lists whose headers, numbers or badges are cut; an address may be.
CUT = """() => {
    const found = new Set();
    const cells = "thead th, td.o_force_ltr:not([name=email]), td.o_badge_cell";
    const shown = `.o_deal_list .o_list_table :is(${cells})`;
    for (const cell of document.querySelectorAll(shown)) {
        for (const part of [cell, ...cell.querySelectorAll("*")]) {
            const { overflowX, display } = getComputedStyle(part);
            const isCut = overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1;
            if (isCut && display !== "inline" && cell.checkVisibility()) {
                found.add(`${cell.tagName} ${cell.dataset.name || cell.getAttribute("name")}`);
            }
        }
    }
    return [...found];
}"""
QUIET = """() => !document.querySelector(".o_loading_indicator")"""


class Walk:
    """A user who opens everything and reads it."""

    def __init__(self, user, client, language: str) -> None:
        self.user, self.page, self.client = user, user.page, client
        self.language = language
        #: Text -> where it was read first.
        self.texts: dict[str, str] = {}
        self.failed: list[str] = []
        #: Columns of our lists that are cut, by place.
        self.cut: dict[str, list[str]] = {}
        #: What the browser's console was told, and where first.
        self.complaints: dict[str, str] = {}
        self.place = ""
        self.page.on("console", self._note)
        #: Search menus and forms that several actions share are read once.
        self.opened: set[tuple] = set()

    def read(self, place: str) -> None:
        self.page.wait_for_timeout(60)
        self.page.wait_for_function(QUIET)
        for frame in self.page.frames:
            for text in frame.evaluate(READ):
                self.texts.setdefault(text, place)
        if cut := self.page.evaluate(CUT):
            self.cut.setdefault(place, cut)

    def _note(self, message) -> None:
        if message.type in ("warning", "error"):
            self.complaints.setdefault(message.text, self.place)

    def do(self, action, place: str, **options) -> bool:
        self.place = place
        self.page.evaluate(DO_ACTION, [action, options])
        if self.page.locator(".o_error_dialog").count():
            self.failed.append(place)
            self.page.keyboard.press("Escape")
            return False
        self.read(place)
        return True

    def open_views(self, action: dict) -> None:
        """Open each view of an action, its search menu, and its first record's form."""
        modes = action["view_mode"].split(",")
        for mode in [mode for mode in modes if mode != "form"]:
            place = f"{action['xml_id']} {mode}"
            if self.do(action["id"], place, viewType=mode, clearBreadcrumbs=True):
                self.open_search(place, action)
        if "form" in modes and self.is_new("form", action["res_model"]):
            self.open_form(action)

    def is_new(self, *screen) -> bool:
        """Return whether a screen has not been opened yet, and note that it is."""
        is_new = screen not in self.opened
        self.opened.add(screen)
        return is_new

    def open_search(self, place: str, action: dict) -> None:
        if not self.is_new("search", action["res_model"], str(action["search_view_id"])):
            return
        toggler = self.page.locator(".o_searchview_dropdown_toggler:visible")
        if toggler.count():
            toggler.first.click()
            self.read(f"{place} search")
            self.page.keyboard.press("Escape")

    def open_form(self, action: dict) -> None:
        model = action["res_model"]
        place = f"{action['xml_id']} form"
        options = {"viewType": "form", "clearBreadcrumbs": True}
        if found := self.client(model, "search", [], limit=1):
            options["props"] = {"resId": found[0]}
        if self.do(action["id"], place, **options):
            self.open_pages(place)

    def open_pages(self, place: str) -> None:
        """Open the pages of a form, and its menu of actions."""
        for tab in self.page.locator(".o_form_view .o_notebook_headers .nav-link:visible").all():
            tab.click()
            self.read(f"{place} {tab.get_attribute('name')}")
        cog = self.page.locator(".o_cp_action_menus .dropdown-toggle:visible")
        if cog.count():
            cog.first.click()
            self.read(f"{place} menu")
            self.page.keyboard.press("Escape")

    def open_wizard(self, model: str, context: dict) -> None:
        action = {
            "type": "ir.actions.act_window",
            "res_model": model,
            "views": [[False, "form"]],
            "target": "new",
            "context": context,
        }
        if self.do(action, model):
            self.page.keyboard.press("Escape")

    def read_views(self, model: str, views: list) -> None:
        """Read what views say, shown or not: optional columns, hidden pages, button questions."""
        context = {"lang": self.language}
        answer = self.client(model, "get_views", views, {"toolbar": True}, context=context)
        for kind, view in answer["views"].items():
            for node in etree.fromstring(view["arch"]).iter(etree.Element):
                said = [node.get(name) for name in SAID] + [node.text, node.tail]
                for text in said:
                    self.texts.setdefault((text or "").strip(), f"{model} {kind} {node.tag}")

    def open_page(self, path: str) -> None:
        self.place = path
        self.page.goto(f"{self.user.url}{path}")
        self.read(path)


@pytest.fixture(scope="module")
def database(odoo_server):
    """Return what there is to open, the same in each language."""
    return Database(odoo_server.client())


def database_ids(client, model: str) -> list[int]:
    """Return the ids of the records of a model that the addon has brought."""
    domain = [("module", "=", ADDON), ("model", "=", model)]
    return [row["res_id"] for row in client("ir.model.data", "search_read", domain, ["res_id"])]


class Database:
    def __init__(self, client) -> None:
        self.client = client
        self.modules = [
            row["name"]
            for row in client(
                "ir.module.module", "search_read", [("state", "=", "installed")], ["name"]
            )
        ]
        self.actions = self._read_actions()
        self.wizards = self._read_wizards()
        calculated = [("deal_variant_ids", "!=", False), ("partner_id", "!=", False)]
        [deal] = client("crm.lead", "search", calculated, limit=1)
        others = [("id", "!=", deal), ("type", "=", "opportunity")]
        self.deals = [deal, *client("crm.lead", "search", others, limit=1)]

    def typed(self, language: str) -> Data:
        """Return what people have typed."""
        values = [*SAMPLES]
        for model, names in DATA.items():
            names = list(names) or self._free_fields(model)
            for lang in ("en_US", language):
                context = {"lang": lang, "active_test": False}
                rows = self.client(model, "search_read", [], names, limit=2000, context=context)
                values += [re.sub("<[^>]*>", " ", str(value)) for r in rows for value in r.values()]
        return Data(values)

    def wizard_context(self) -> dict:
        [deal, other] = self.deals
        [row] = self.client("crm.lead", "read", [deal], ["deal_variant_ids"])
        return {
            "active_model": "crm.lead",
            "active_id": deal,
            "active_ids": [deal, other],
            "default_lead_id": deal,
            "default_lead_ids": [[6, 0, [deal, other]]],
            "default_variant_id": row["deal_variant_ids"][0],
        }

    def _free_fields(self, model: str) -> list[str]:
        fields = self.client(model, "fields_get", [], ["type", "store", "translate"])
        kinds = ("char", "text", "html")
        return [n for n, f in fields.items() if f["type"] in kinds and f["store"]]

    def _read_actions(self) -> list[dict]:
        ours = self._ids_of("ir.actions.act_window")
        odoo = [self._ref(name) for name in ODOO_ACTIONS]
        names = ["xml_id", "res_model", "view_mode", "target", "search_view_id", "views"]
        rows = self.client("ir.actions.act_window", "read", [*ours, *filter(None, odoo)], names)
        return [row for row in rows if row["target"] != "new"]

    def _read_wizards(self) -> list[str]:
        rows = self.client("ir.model", "read", self._ids_of("ir.model"), ["model", "transient"])
        models = [row["model"] for row in rows if row["transient"] and self._has_form(row["model"])]
        return sorted({*models, *ODOO_WIZARDS})

    def _has_form(self, model: str) -> bool:
        domain = [("model", "=", model), ("type", "=", "form")]
        return bool(self.client("ir.ui.view", "search_count", domain))

    def _ids_of(self, model: str) -> list[int]:
        return database_ids(self.client, model)

    def _ref(self, name: str) -> int | None:
        module, _dot, name = name.partition(".")
        domain = [("module", "=", module), ("name", "=", name)]
        found = self.client("ir.model.data", "search_read", domain, ["res_id"])
        return found[0]["res_id"] if found else None


@pytest.fixture(scope="module", params=LANGUAGES)
def walk(request, odoo_server, database):
    """Open everything as an administrator who speaks the language."""
    language, client = request.param, odoo_server.client()
    login = f"reader_{language}"
    [admin] = client("res.users", "read", [client.user_id], ["all_group_ids", "tz"])
    values = {"name": login, "login": login, "password": login, "lang": language, "tz": "UTC"}
    groups = [(6, 0, admin["all_group_ids"])]
    client("res.users", "create", {**values, "group_ids": groups})
    with browsing(odoo_server.url, odoo_server.settings.build / "screenshots") as user:
        user.log_in(login, login)
        walk = Walk(user, odoo_server.client(login, login), language)
        for action in database.actions:
            walk.open_views(action)
            walk.read_views(action["res_model"], action["views"])
        for model in database.wizards:
            walk.open_wizard(model, database.wizard_context())
            walk.read_views(model, [[False, "form"]])
        for path in make_pages(walk.client, database.deals[0], language):
            walk.open_page(path)
        yield walk


def make_pages(client, deal: int, language: str) -> list[str]:
    """Make an offer, and return the addresses of its preview and of the pages clients see."""
    offer = client("deal.offer", "create", {"lead_id": deal, "lang": language})
    client("deal.offer", "action_mark_sent", [offer])
    [row] = client("deal.offer", "read", [offer], ["access_token"])
    return [
        f"/offer/{offer}/preview",
        f"/offer/{offer}?access_token={row['access_token']}",
        f"/offer/{offer}?access_token=wrong",
        "/deal/unsubscribe/wrong",
    ]


def find_shown_fields(client, language: str) -> set[tuple[str, str]]:
    """Return model and label of each field that a view of ours shows by the field's label."""
    rows = client("ir.ui.view", "read", database_ids(client, "ir.ui.view"), ["model", "arch_db"])
    described = {}

    def describe(model: str) -> dict:
        if model not in described:
            names = ["string", "relation"]
            context = {"lang": language}
            described[model] = client(model, "fields_get", [], names, context=context)
        return described[model]

    def labels(node, model: str) -> Iterator[tuple[str, str]]:
        for child in node.iterchildren(etree.Element):
            inner = model
            if child.tag == "field" and child.get("name") in describe(model):
                field = describe(model)[child.get("name")]
                inner = field.get("relation") or model
                if not child.get("string") and not child.get("position"):
                    yield model, field["string"]
            yield from labels(child, inner)

    return {
        found
        for row in rows
        if row["model"]
        for found in labels(etree.fromstring(row["arch_db"].encode()), row["model"])
    }


@pytest.fixture(scope="module")
def judge(walk, database, odoo_server):
    data = database.typed(walk.language)
    settings = odoo_server.settings
    record = {"texts": walk.texts, "data": sorted(data.texts), "modules": database.modules}
    path = settings.logs / f"read_{walk.language}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1))
    modules = set(database.modules) - {ADDON}
    return Judge(settings, walk.language, modules, data, read_list(walk.language))


def read_list(language: str) -> list[str]:
    """Read what Odoo leaves in English; lines that begin with # are comments."""
    lines = (LISTS / f"{language}.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_everything_can_be_opened(walk):
    assert [place for place in walk.failed if place not in NOT_OPENED] == []
    assert len(walk.texts) > 500


def test_nothing_is_complained_of_in_the_console(walk):
    """Look at what Odoo or the browser says to whoever has made a screen, such as wrong widgets."""
    assert {
        text: place
        for text, place in walk.complaints.items()
        if not re.search(NOT_COMPLAINED_OF, text)
    } == {}


def test_headers_numbers_and_badges_of_our_lists_are_whole(walk):
    assert walk.cut == {}


def test_no_english_is_left(walk, judge):
    faults = judge.find_faults(walk.texts)
    places = {" ".join(text.split()): place for text, place in walk.texts.items()}
    assert not [f"{text!r} ({places[text]})" for text in faults]


def test_persian_has_no_short_units_of_another_language(walk):
    if walk.language == "fa_IR":
        units = re.compile(r"[\d۰-۹]+ ?(?:mo|[mMhdwy])")
        assert not {text: place for text, place in walk.texts.items() if units.fullmatch(text)}


def test_fields_of_odoo_on_our_views_have_labels_too(walk, judge):
    shown = find_shown_fields(walk.client, walk.language)
    strangers = judge.find_strangers({label for _model, label in shown})
    assert not sorted(found for found in shown if found[1] in strangers)


def test_what_odoo_leaves_in_english_is_listed(walk, judge):
    """Warn only: another version of Odoo leaves other texts in English."""
    judge.find_faults(walk.texts)
    listed = read_list(walk.language)
    if missing := sorted(judge.seen_of_odoo - set(listed)):
        lines = "\n".join(missing)
        warnings.warn(f"add to tests/untranslated/{walk.language}.txt:\n{lines}", stacklevel=1)


def test_english_would_be_seen(judge):
    """Check what the other tests rely on: English terms of ours and unknown words are faults."""
    ours = "Win-Back Offer"
    assert judge.find_faults([ours, "Unknown Gizmo", judge.ours[ours]]) == ["Unknown Gizmo", ours]
