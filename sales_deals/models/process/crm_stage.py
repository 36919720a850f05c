"""Stages, each of one sales process or of all."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmStage(models.Model):
    _inherit = 'crm.stage'

    deal_process_id = fields.Many2one(
        'deal.process',
        string="Sales Process",
        ondelete='cascade',
        help="The process that this stage belongs to. Empty: all processes.",
    )
    # Odoo leaves its label out of the translations.
    color = fields.Integer(export_string_translation=True)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('deal_process_id')
    def _check_deals_of_process(self):
        """Check that no deal is left on the stage of another process."""
        owned = self.filtered('deal_process_id')
        groups = (
            self.env['crm.lead']
            .sudo()
            .with_context(active_test=False)
            ._read_group(Domain('stage_id', 'in', owned.ids), ['stage_id', 'deal_process_id'])
        )
        for stage, process in groups:
            if process and process != stage.deal_process_id:
                raise ValidationError(
                    self.env._(
                        "Deals of the process “%(process)s” stand on the stage “%(stage)s”. "
                        "Move them to another stage before you give it to “%(new)s”.",
                        process=process.name,
                        stage=stage.name,
                        new=stage.deal_process_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self.env.registry.clear_cache()
        return stages

    def write(self, vals):
        before = self.deal_process_id if {'deal_process_id', 'is_won'} & set(vals) else None
        result = super().write(vals)
        if before is not None:
            self.env.registry.clear_cache()
            before._check_stages()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        if not self.env.context.get('deal_process_unchecked'):
            self.deal_process_id._check_stages_without(self)

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def name_create(self, name):
        """Give a column that is added in the pipeline to the process shown there."""
        if 'default_deal_process_id' not in self.env.context:
            lead = self.env['crm.lead']
            processes = lead._get_column_process_ids([])
            if len(processes) == 1:
                self = self.with_context(default_deal_process_id=next(iter(processes)))
        return super().name_create(name)

    def _get_counterpart(self, stages):
        """Return the one of ``stages`` at the same point as this one in its own process.

        A won stage answers to the first won one; another one to that of the same rank, or to
        the last one where there are fewer. Deals still move on from there: not to stages that are
        folded or come after the won one, unless there are no others.

        :param stages: ``crm.stage`` to choose from, in order
        :return: one stage, or none when none is alike
        """
        self.ensure_one()
        alike = stages.filtered(lambda stage: stage.is_won == self.is_won)
        if self.is_won or not alike:
            return alike[:1]
        first_won = stages.filtered('is_won')[:1]
        before = stages[: stages.ids.index(first_won.id)] if first_won else stages
        alike = before.filtered(lambda stage: not stage.fold) or alike
        siblings = self.deal_process_id._get_stages() if self.deal_process_id else self.search([])
        passed = siblings.filtered(lambda one: one == self or (not one.is_won and not one.fold))
        rank = passed.ids.index(self.id)
        return alike[min(rank, len(alike) - 1)]
