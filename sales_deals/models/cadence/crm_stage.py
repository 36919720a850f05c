"""Stages on which a cadence begins by itself."""

from odoo import api, fields, models, tools


class CrmStage(models.Model):
    _inherit = 'crm.stage'

    deal_cadence_id = fields.Many2one(
        'deal.cadence',
        string="Begins Cadence",
        ondelete='set null',
        index='btree_not_null',
        copy=False,
        help="Begins by itself on each deal that comes to this stage. Empty: none.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        if any(vals.get('deal_cadence_id') for vals in vals_list):
            self.env.registry.clear_cache()
        return stages

    def write(self, vals):
        result = super().write(vals)
        if 'deal_cadence_id' in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _get_stages_with_cadence(self):
        """Return the cadence of each stage that begins one, known without a query.

        :return: dictionary from a stage's id to a cadence's
        """
        stages = self.sudo().search([('deal_cadence_id', '!=', False)])
        return {stage.id: stage.deal_cadence_id.id for stage in stages}
