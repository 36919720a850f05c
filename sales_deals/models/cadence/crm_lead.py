"""What happens on deals stops, pauses or moves their cadences at once."""

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..state.crm_lead import MANAGER_GROUP

#: Fields whose change may be a reason to stop or pause.
HEEDED = {
    'active',
    'stage_id',
    'lost_reason_id',
    'probability',
    'user_id',
    'deal_is_suspended',
    'deal_merged_into_id',
}


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_cadence_run_ids = fields.One2many(
        'deal.cadence.run', 'lead_id', string="Cadences", readonly=True
    )

    def write(self, vals):
        result = super().write(vals)
        if HEEDED & vals.keys():
            self.env['deal.cadence.run']._heed_leads(self)
        return result

    def _after_state_change(self, old, new, before):
        """Let cadences go on when deals are resumed."""
        result = super()._after_state_change(old, new, before)
        if (old, new) == ('suspended', 'open'):
            self.env['deal.cadence.run']._resume_leads(self, 'suspended')
        return result

    def _after_merge(self):
        """Stop what a survivor can't have twice; let it go on when the merge is undone."""
        result = super()._after_merge()
        runs = self.env['deal.cadence.run']
        runs._heed_leads(self.filtered('deal_merged_into_id'))
        runs._reopen_leads(self - self.filtered('deal_merged_into_id'), 'merged')
        return result

    def _message_post_after_hook(self, message, msg_vals):
        """Stop cadences by what clients write, in the transaction in which it comes in."""
        result = super()._message_post_after_hook(message, msg_vals)
        runs = self.env['deal.cadence.run']
        runs._heed_leads(self)
        if message.message_type == 'email' and not message.is_internal:
            runs._stop_people([email_normalize(message.email_from)])
        return result

    def _deal_may_sign_for(self):
        """Return whether the user may begin messages that the deal's salesperson signs."""
        self.ensure_one()
        return self.user_id in (self.env.user, self.user_id.browse()) or self._is_sales_manager()

    @api.model
    def _is_sales_manager(self):
        return self.env.su or self.env.user.has_group(MANAGER_GROUP)

    def action_deal_begin_cadence(self):
        """Open the dialogue that begins a cadence on these deals."""
        enrol = self.env['deal.cadence.enrol'].create({'lead_ids': self._get_chosen_leads().ids})
        return enrol._get_action()
