"""What happens on deals stops, pauses or moves their cadences at once."""

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..state.crm_lead import MANAGER_GROUP
from .deal_cadence_run import ALIVE

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

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._begin_cadences_of_stages()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if HEEDED & vals.keys() and not self.env.context.get('deal_cadences_wait'):
            self.env['deal.cadence.run']._heed_leads(self)
        if 'stage_id' in vals:
            self._begin_cadences_of_stages()
        return result

    def action_set_lost(self, **additional_values):
        """Stop cadences by the loss, not because Odoo archives a deal before it is lost."""
        waiting = self.with_context(deal_cadences_wait=True)
        result = super(CrmLead, waiting).action_set_lost(**additional_values)
        self.env['deal.cadence.run']._heed_leads(self)
        return result

    def _begin_cadences_of_stages(self):
        """Begin the cadences of the stages to which deals have come."""
        if cadences := self.env['crm.stage']._get_stages_with_cadence():
            runs = self.env['deal.cadence.run']
            for stage, leads in self.grouped('stage_id').items():
                cadence = self.env['deal.cadence'].browse(cadences.get(stage.id))
                runs._begin_by_event(cadence, leads)

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
        elif message.message_type == 'email':
            runs._wait_for_absent(self, message)
        return result

    def _deal_may_sign_for(self):
        """Return whether the user may begin messages that the deal's salesperson signs."""
        self.ensure_one()
        return self.user_id in (self.env.user, self.user_id.browse()) or self._is_sales_manager()

    @api.model
    def _is_sales_manager(self):
        return self.env.su or self.env.user.has_group(MANAGER_GROUP)

    def _describe_cadences(self):
        """Return what the deal's panel shows of the cadences that have not ended.

        :return: list of dictionaries with the keys id, name, state, reason (in words; of a paused
            one), step, due (UTC; False where it waits for an event) and message_id (of a message
            that waits to be read; else False)
        """
        runs = self.env['deal.cadence.run']
        if not runs._is_used() or not runs.has_access('read'):
            return []
        alive = runs.search([('lead_id', '=', self.id), ('state', 'in', ALIVE)])
        labels = dict(runs._fields['reason']._description_selection(self.env))
        return [run._describe(labels) for run in alive]

    def action_deal_begin_cadence(self):
        """Open the dialogue that begins a cadence on these deals."""
        enrol = self.env['deal.cadence.enrol'].create({'lead_ids': self._get_chosen_leads().ids})
        return enrol._get_action()
