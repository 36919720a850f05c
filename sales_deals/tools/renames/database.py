"""The parts of a database that the renames concern."""

from .names import FIELDS, FILTERS, METHODS
from .texts import Renamer

SHARED = """
    SELECT field.model, field.name
      FROM ir_model_fields AS field
      JOIN ir_model_data AS data ON data.model = 'ir.model.fields' AND data.res_id = field.id
     WHERE data.module != 'sales_deals' OR field.state = 'manual'
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
    cr.execute(SHARED)
    return set(cr.fetchall())


def get_renamer(cr) -> Renamer:
    """Return the renamer of texts for this database; call it before columns are changed."""
    cr.execute("SELECT model, name, relation FROM ir_model_fields WHERE relation IS NOT NULL")
    relations = {(model, name): relation for model, name, relation in cr.fetchall()}
    return Renamer({**get_fields(cr), **METHODS}, relations, FILTERS)
