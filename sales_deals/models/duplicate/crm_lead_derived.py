"""Rows that stand beside deals: made with them, and renewed by the first flush after a change."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import SQL

from ..company.deal_derived import BATCH


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # No column: it has the ORM call the compute when a source changes. Were the columns of the
    # rows computed instead, each change would look up the rows, of each model, at once. A part of
    # a row that has sources of its own has a field of its own: nothing is read for the others.
    deal_match_key_ids = fields.One2many(
        'deal.match.key',
        'lead_id',
        compute='_compute_deal_match_key_ids',
        store=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(lambda self: self.env['deal.match.key']._get_source_fields())
    def _compute_deal_match_key_ids(self):
        """Renew the keys of the deals."""
        self._renew_changed('deal_match_key_ids')

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if leads:
            leads._insert_derived()
        return leads

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_united_field_names(self):
        """Leave out the rows: they stay with their deals, and are renewed by a merge."""
        parts = self._get_derived_parts()
        return [name for name in super()._get_united_field_names() if name not in parts]

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_derived_models(self):
        """Return the names of the models that have a row beside each deal. To be extended."""
        return ['deal.match.key']

    @api.model
    def _get_derived_parts(self):
        """Return the fields whose computes renew the rows.

        :return: dictionary of their names to (name of a model, names of columns)
        """
        return {
            part: (name, columns)
            for name in self._get_derived_models()
            for part, columns in self.env[name]._get_parts().items()
        }

    @api.model
    def _get_derived_sources(self):
        """Return the deals' own fields that the rows are made of."""
        names = (
            path.partition('.')[0]
            for model in self._get_derived_models()
            for path in self.env[model]._get_source_fields()
        )
        return list(dict.fromkeys(names))

    def _insert_derived(self):
        """Make the rows that stand beside new deals, in one statement."""
        for part in self._get_derived_parts():
            self.env.remove_to_compute(self._fields[part], self)
        derived = self._get_derived_records()
        self._execute_derived({model: model._get_insertion(self) for model in derived})

    def _renew_derived(self, parts=None):
        """Make the rows of these deals anew, in one statement; those without rows get none.

        :param parts: names of the fields whose columns are renewed, by default all
        """
        if not self:
            return
        columns = defaultdict(set)
        for part, (name, names) in self._get_derived_parts().items():
            if parts is None or part in parts:
                columns[name].update(names)
        self._execute_derived(
            {
                model: model._get_renewal(self, sorted(columns[model._name]))
                for model in self._get_derived_records()
                if columns[model._name]
            }
        )

    def _renew_changed(self, part):
        """Renew a part of the deals' rows, and whatever else has changed, in one statement."""
        deals = self.filtered('id')
        if not deals:
            return
        # What the rows are made of may be computed, of other deals too.
        deals._recompute_model(deals._get_derived_sources())
        changed = deals._get_changed()
        parts = {part, *(name for name, leads in changed.items() if leads)}
        others = deals.union(*changed.values()) - deals
        try:
            done = deals + others[:BATCH]
            done._renew_derived(parts)
        except (AccessError, MissingError):
            # One of the others is gone, or not the user's: each is renewed in its turn.
            done = deals
            done._renew_derived(parts)
        for name in parts:
            self.env.remove_to_compute(self._fields[name], done)

    @api.model
    def _get_changed(self):
        """Return the deals whose rows are to be renewed, by the field that renews a part."""
        parts = self._get_derived_parts()
        return {name: self.env.records_to_compute(self._fields[name]) for name in parts}

    @api.model
    def _get_derived_records(self):
        """Return the models of the rows, of which users have no access to any."""
        # The rows are made of deals that were just written.
        return [self.env[name].sudo() for name in self._get_derived_models()]

    @api.model
    def _execute_derived(self, statements):
        """Execute the statements of models of rows, all of them at once, and a question.

        :param dict statements: model to SQL
        """
        if not statements:
            return
        tables = (SQL("%s AS (%s)", SQL.identifier(m._table), s) for m, s in statements.items())
        question = self._get_derived_question()
        self.env.cr.execute(SQL("WITH %s %s", SQL(", ").join(tables), question or SQL("SELECT")))
        found = [row[0] for row in self.env.cr.fetchall()] if question else []
        for model in statements:
            # Their deals stay, and to forget these would have the ORM renew what is marked still.
            model.invalidate_model(model._fields.keys() - {'lead_id'}, flush=False)
        if found:
            self._mark_derived(found)

    @api.model
    def _get_derived_question(self):
        """Return a query of ids of other deals whose rows are to be renewed. To be extended.

        It is asked together with a renewal that happens to be due.

        :return: SQL; None where there is nothing to ask
        """
        return None

    @api.model
    def _mark_derived(self, lead_ids):
        """Mark the deals that the question has found. To be extended."""
