"""Rows that stand beside deals: made with them, and renewed by the first flush after a change."""

from odoo import api, fields, models
from odoo.tools import SQL


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # No column: it has the ORM call the compute when a source changes. Were the columns of the
    # rows computed instead, each change would look up the rows, of each model, at once.
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

    @api.depends(lambda self: self._get_derived_sources())
    def _compute_deal_match_key_ids(self):
        """Renew the rows beside the deals."""
        self.filtered('id')._renew_derived()

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
        return [n for n in super()._get_united_field_names() if n != 'deal_match_key_ids']

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_derived_models(self):
        """Return the names of the models that have a row beside each deal. To be extended."""
        return ['deal.match.key']

    @api.model
    def _get_derived_sources(self):
        """Return the fields that the rows are made of, by paths."""
        names = (
            name
            for model in self._get_derived_models()
            for name in self.env[model]._get_source_fields()
        )
        return list(dict.fromkeys(names))

    def _insert_derived(self):
        """Make the rows that stand beside new deals, in one statement."""
        self.env.remove_to_compute(self._fields['deal_match_key_ids'], self)
        self._execute_derived(lambda model: model._get_insertion(self))

    def _renew_derived(self):
        """Make the rows of these deals anew, in one statement; those without rows get none."""
        if self:
            self._execute_derived(lambda model: model._get_renewal(self))

    @api.model
    def _execute_derived(self, get_statement):
        """Execute a statement for each model of rows, all of them at once."""
        # Users have no access to the rows; they are made of deals that were just written.
        derived = [self.env[name].sudo() for name in self._get_derived_models()]
        rows = (SQL("%s AS (%s)", SQL.identifier(m._table), get_statement(m)) for m in derived)
        self.env.cr.execute(SQL("WITH %s SELECT", SQL(", ").join(rows)))
        for model in derived:
            model.invalidate_model(flush=False)
