"""Open what fulfils a practice on a deal."""

from odoo import models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def get_deal_practice_action(self, practice_id):
        """Return the action that opens what fulfils a practice on this deal.

        :param int practice_id: of a ``deal.practice``
        :raise UserError: when the practice is not there any more
        """
        self.ensure_one()
        self.check_access('read')
        practice = self.env['deal.practice'].browse(practice_id).exists()
        if not practice:
            raise UserError(self.env._("This practice was removed. Reload the page."))
        prepare = getattr(self, f'_prepare_{practice.kind}_action', self._prepare_form_action)
        return prepare(practice)

    def _prepare_form_action(self, practice):
        return self.get_formview_action()

    def _prepare_activity_action(self, practice):
        """Open the planned activity, to be done; or plan one."""
        planned = self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == practice.activity_type_id
        )
        if planned:
            return self._prepare_dialogue('mail.activity', practice, res_id=planned[:1].id)
        context = {
            'active_model': self._name,
            'active_ids': self.ids,
            'active_id': self.id,
            'default_activity_type_id': practice.activity_type_id.id,
        }
        return self._prepare_dialogue('mail.activity.schedule', practice, context=context)

    def _prepare_meeting_action(self, practice):
        return self.action_schedule_meeting()

    def _prepare_contact_action(self, practice):
        context = {'default_lead_id': self.id, 'deal_client_id': self.partner_id.id}
        if practice.contact_role:
            context['default_role'] = practice.contact_role
        view = self.env.ref('sales_deals.deal_contact_view_form_practice')
        views = [(view.id, 'form')]
        return self._prepare_dialogue('deal.contact', practice, context=context, views=views)

    def _prepare_competitor_action(self, practice):
        context = {'default_lead_id': self.id}
        return self._prepare_dialogue('deal.competitor', practice, context=context)

    def _prepare_offer_action(self, practice):
        """Open the last offer where the client is to act; else the draft, or a new one.

        Where there is nothing to offer yet, the deal is opened, to be calculated.
        """
        sent = self.deal_offer_ids.filtered('sent_on')[:1]
        if sent and practice.offer_event in ('opened', 'answered'):
            return sent.get_formview_action()
        if self.deal_uses_calculation and not self.deal_variant_ids.line_ids:
            return self._prepare_form_action(practice)
        return self.action_deal_new_offer()

    def _prepare_mail_action(self, practice):
        context = {
            'default_model': self._name,
            'default_res_ids': self.ids,
            'default_composition_mode': 'comment',
            'default_partner_ids': self.partner_id.ids,
        }
        return self._prepare_dialogue('mail.compose.message', practice, context=context)

    def _prepare_dialogue(self, model, practice, **values):
        return {
            'type': 'ir.actions.act_window',
            'name': practice.name,
            'res_model': model,
            'views': [(False, 'form')],
            'target': 'new',
            **values,
        }
