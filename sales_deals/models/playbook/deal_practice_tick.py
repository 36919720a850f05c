"""Practices that somebody has ticked on a deal."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DealPracticeTick(models.Model):
    _name = 'deal.practice.tick'
    _description = "Ticked Practice"
    _inherit = ['deal.record']
    _order = 'lead_id, id'
    _rec_name = 'practice_id'
    _deal_kept_fields = frozenset(('lead_id', 'practice_id'))

    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        ondelete='cascade',
        index=True,
        context={'active_test': False},
    )
    practice_id = fields.Many2one(
        'deal.practice',
        required=True,
        ondelete='restrict',
        index=True,
        context={'active_test': False},
    )
    user_id = fields.Many2one(
        'res.users', string="By", readonly=True, default=lambda self: self.env.user
    )
    date = fields.Datetime(string="On", readonly=True, default=lambda self: fields.Datetime.now())
    note = fields.Text()

    _one_tick = models.UniqueIndex(
        "(lead_id, practice_id)", "This practice is ticked on the deal already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        ticks = super().create(vals_list)
        # Copies of ticks are true of their deals, whatever has become of the practice.
        if not self.env.su:
            ticks._check_practices()
        return ticks

    def _check_practices(self):
        """Check that the practices are ones of the deals' processes, and ticked by hand.

        :raise ValidationError: if one is not
        """
        for tick in self:
            practice, process = tick.practice_id, tick.lead_id.deal_process_id
            foreign = practice.deal_process_id not in (process.browse(), process)
            if foreign or practice.kind != 'tick' or not practice.active:
                raise ValidationError(
                    self.env._(
                        "“%(practice)s” is not ticked by hand on “%(deal)s”.",
                        practice=practice.name,
                        deal=tick.lead_id.display_name,
                    )
                )
