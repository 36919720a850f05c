"""Activities for clients' questions about offers, and answering them."""

from odoo import fields, models
from odoo.exceptions import UserError

from .deal_offer_send import MAIL_LAYOUT


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    # What a client asks about an offer is open for as long as this is.
    deal_question_offer_id = fields.Many2one(
        'deal.offer', string="Offer Asked About", readonly=True, index='btree_not_null'
    )
    deal_question = fields.Text(string="Client's Question", readonly=True)
    deal_question_email = fields.Char(
        string="Answer To", readonly=True, help="The address that the client gave, if any."
    )

    def action_deal_answer(self):
        """Open the composer with an answer to whoever has asked; sending it answers the question.

        :raise UserError: when it was answered meanwhile
        """
        self.ensure_one()
        lead = self.env['crm.lead'].browse(self.res_id)
        lead.check_access('write')
        if not self._is_open_question():
            raise UserError(self.env._("This question was answered meanwhile."))
        return {
            'name': self.env._("Answer the Question"),
            'type': 'ir.actions.act_window',
            'view_mode': 'form',
            'res_model': 'mail.compose.message',
            'views': [(False, 'form')],
            'target': 'new',
            'context': self._prepare_answer_context(lead),
        }

    def _prepare_answer_context(self, lead):
        """Prepare what the composer on the deal starts with.

        :return: dictionary of context keys
        """
        offer = self.deal_question_offer_id
        return {
            'default_model': 'crm.lead',
            'default_res_ids': lead.ids,
            'default_composition_mode': 'comment',
            'default_subject': self.env._("Your question about %s", offer.display_name),
            'default_partner_ids': self._get_asking(lead).ids,
            'default_email_layout_xmlid': MAIL_LAYOUT,
            'email_notification_allow_footer': True,
            'hide_mail_template_management_options': True,
            'deal_question_answered': self.id,
        }

    def _get_asking(self, lead):
        """Return who has asked: whose address was given, else whom the offer is for.

        As with Odoo's composer, an address that nobody has becomes a contact.
        """
        found = lead.partner_id.browse()
        if self.deal_question_email:
            addresses = self.deal_question_email.split(', ')
            found = lead._partner_find_from_emails_single(addresses)
        return found or self.deal_question_offer_id.partner_id

    def _add_question(self, question, email=False):
        """Add another question to one that is still open: one answer is for both.

        :param email: the address to answer to, where another one was given
        """
        known = self.deal_question_email
        addresses = known.split(', ') if known else []
        if email and email not in addresses:
            addresses.append(email)
        self.write(
            {
                'deal_question': f'{self.deal_question}\n\n{question}',
                'deal_question_email': ', '.join(addresses),
            }
        )

    def _is_open_question(self):
        return self.active and self.res_model == 'crm.lead' and bool(self.deal_question)

    def _answer_with(self, lead):
        """Mark a question about an offer as answered, by a message that was sent on its deal."""
        question = self.exists()
        if question._is_open_question() and question.res_id == lead.id:
            question.action_feedback()
