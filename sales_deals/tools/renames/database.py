"""The parts of a database that the renames concern."""

from collections.abc import Iterator

from lxml import etree

from .names import FIELDS, FILTERS, METHODS
from .texts import Renamer

#: The addons that are there by themselves: neither ours, nor built upon it.
OTHERS = """
    WITH RECURSIVE ours(id, name) AS (
        SELECT id, name FROM ir_module_module WHERE name = 'sales_deals'
         UNION
        SELECT module.id, module.name
          FROM ours
          JOIN ir_module_module_dependency AS dependency ON dependency.name = ours.name
          JOIN ir_module_module AS module ON module.id = dependency.module_id
    )
    SELECT name FROM ir_module_module
     WHERE state IN ('installed', 'to upgrade', 'to remove') AND id NOT IN (SELECT id FROM ours)
"""
#: Addons that extend our field are no owners of it, nor is an export that gave it an XML id.
SHARED = """
    SELECT model, name
      FROM ir_model_fields AS field
     WHERE state = 'manual' OR EXISTS (
               SELECT FROM ir_model_data
                WHERE model = 'ir.model.fields' AND res_id = field.id AND module = ANY(%s)
                  AND name = CONCAT('field_', REPLACE(field.model, '.', '_'), '__', field.name)
           )
"""
#: Searches in which our filters are: those that our views extend, and what is built upon them.
SEARCHES = """
    WITH RECURSIVE extended AS (
        SELECT view.id, view.inherit_id, view.mode
          FROM ir_ui_view AS view
          JOIN ir_model_data AS data ON data.model = 'ir.ui.view' AND data.res_id = view.id
         WHERE data.module = 'sales_deals' AND view.type = 'search'
         UNION
        SELECT view.id, view.inherit_id, view.mode
          FROM extended JOIN ir_ui_view AS view ON view.id = extended.inherit_id
         WHERE extended.mode = 'extension'
    ), built AS (
        SELECT id FROM extended
         UNION
        SELECT view.id FROM built JOIN ir_ui_view AS view ON view.inherit_id = built.id
    )
    SELECT id FROM built
"""
OTHERS_SEARCHES = """
    SELECT model, to_jsonb(arch_db)
      FROM ir_ui_view AS view
     WHERE type = 'search' AND active AND model = ANY(%s) AND NOT EXISTS (
               SELECT FROM ir_model_data
                WHERE model = 'ir.ui.view' AND res_id = view.id AND module = 'sales_deals'
           )
"""

TAKEN = (
    'Sales Deals cannot be upgraded, since fields that it calls so now are there already: {}; '
    'rename or remove these, or uninstall the addon that they are from, and upgrade again.'
)
TAKEN_FIELDS = """
    SELECT model, name, (
               SELECT STRING_AGG(DISTINCT module, ', ') FROM ir_model_data
                WHERE model = 'ir.model.fields' AND res_id = field.id AND module NOT LIKE '\\_%%'
           )
      FROM ir_model_fields AS field
     WHERE name = ANY(%s)
"""
TAKEN_COLUMNS = """
    SELECT relname, attname
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relkind IN ('r', 'p') AND relnamespace = current_schema::regnamespace
       AND attname = ANY(%s) AND NOT attisdropped
"""


def get_fields(cr) -> dict[tuple[str, str], str]:
    """Return the fields to rename: (model, old name) -> new name."""
    shared = _get_shared(cr)
    return {key: new for key, new in FIELDS.items() if key not in shared}


def get_shared_fields(cr) -> dict[tuple[str, str], str]:
    """Return the fields whose old name stays, since another addon has them too."""
    shared = _get_shared(cr)
    return {key: new for key, new in FIELDS.items() if key in shared}


def _get_shared(cr) -> set[tuple[str, str]]:
    cr.execute(SHARED, [get_other_addons(cr)])
    return set(cr.fetchall())


def get_other_addons(cr) -> list[str]:
    """Return the names of the installed addons that do not depend on ours."""
    cr.execute(OTHERS)
    return [name for (name,) in cr.fetchall()]


def get_searches(cr) -> list[int]:
    """Return the ids of the views in which a filter of ours may be meant by its name."""
    cr.execute(SEARCHES)
    return [view_id for (view_id,) in cr.fetchall()]


def get_defaults(cr) -> dict[tuple[str, str], str]:
    """Return the filters that a context may switch on: (model, old name) -> new name.

    A name that a search of somebody else's has too for its own filter is left out.
    """
    cr.execute(OTHERS_SEARCHES, [list({model for model, _name in FILTERS})])
    taken = {(model, name) for model, arch in cr.fetchall() for name in defined_filters(arch)}
    return {key: new for key, new in FILTERS.items() if key not in taken}


def defined_filters(arch: dict[str, str] | str | None) -> Iterator[str]:
    """Yield the names of the filters that a view brings, not of those that it only extends.

    >>> arch = '<search><filter name="a"/><filter name="b" position="after"/></search>'
    >>> list(defined_filters(arch))
    ['a']
    """
    for text in arch.values() if isinstance(arch, dict) else [arch]:
        try:
            root = etree.fromstring(text or '')
        except (etree.XMLSyntaxError, ValueError):
            continue
        yield from (node.get('name') for node in root.iter('filter') if not node.get('position'))


def get_renamer(cr) -> Renamer:
    """Return the renamer of texts for this database; call it before columns are changed."""
    cr.execute("SELECT model, name, relation FROM ir_model_fields WHERE relation IS NOT NULL")
    relations = {(model, name): relation for model, name, relation in cr.fetchall()}
    return Renamer({**get_fields(cr), **METHODS}, relations, FILTERS, get_defaults(cr))


def get_collision(cr) -> str | None:
    """Return a sentence on the new names that somebody else has taken already, if there are any."""
    taken = {**_get_taken_columns(cr), **_get_taken_fields(cr)}
    places = [
        f'"{name}" of {model}' + (f' (from {addons})' if addons else '')
        for (model, name), addons in sorted(taken.items())
    ]
    return TAKEN.format(', '.join(places)) if places else None


def _get_taken_fields(cr):
    """Return (model, new name) -> the addons that have it, None if they are not known."""
    cr.execute(TAKEN_FIELDS, [list(FIELDS.values())])
    new = {(model, name) for (model, _old), name in FIELDS.items()}
    return {(model, name): addons for model, name, addons in cr.fetchall() if (model, name) in new}


def _get_taken_columns(cr):
    """Return (model, new name) for columns, which may be there without a field."""
    cr.execute(TAKEN_COLUMNS, [list(FIELDS.values())])
    found = set(cr.fetchall())
    return {
        (model, new): None
        for (model, _old), new in FIELDS.items()
        if (model.replace('.', '_'), new) in found
    }
