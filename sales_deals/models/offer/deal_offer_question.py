"""Questions of clients about offers: they are passed on, and open until they are answered."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from . import deal_offer  # noqa: F401 (extended below)
from .deal_offer_answer import MAX_NAME, MAX_TEXT

#: How many questions about an offer are taken in an hour.
QUESTIONS_AN_HOUR = 10


class TooManyRequests(UserError):
    """Raised when more questions come in an hour than people ask."""


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _ask(self, question, email=''):
        """Pass a question on to the salesperson.

        :raise UserError: for no question, or one that is too long
        :raise TooManyRequests: when there were too many in the last hour
        """
        self.ensure_one()
        question = self._clean(question, MAX_TEXT)
        if not question:
            raise UserError(self.env._("Write your question first."))
        self._check_question_rate()
        if email := self._clean(email, MAX_NAME):
            question = f'{question}\n\n{email}'
        self._post_as_client(
            self.env._(
                "A question about the offer %(offer)s: %(question)s",
                offer=self.display_name,
                question=question,
            )
        )
        self._plan_answer(question, email_normalize(email))
        self._send_news('asked')

    def _check_question_rate(self):
        """Check that the client has not asked too often in the last hour.

        :raise TooManyRequests: when they have
        """
        since = fields.Datetime.now() - timedelta(hours=1)
        asked = self.env['mail.message'].search_count(
            [
                ('model', '=', 'crm.lead'),
                ('res_id', '=', self.lead_id.id),
                ('author_id', '=', self.partner_id.id),
                ('create_date', '>', since),
            ],
            limit=QUESTIONS_AN_HOUR,
        )
        if asked >= QUESTIONS_AN_HOUR:
            raise TooManyRequests(
                self.env._("You have asked a lot in a short time. Try again in an hour.")
            )

    def _plan_answer(self, question, email=False):
        """Plan an activity for a question; while it is open, more questions are added to it.

        :param email: the address to answer to; False for the customer's own
        """
        planned = self.lead_id.activity_ids.filtered(
            lambda activity: activity.deal_question_offer_id == self
        )
        if planned:
            planned[0]._add_question(question, email)
            return
        self._plan(
            'mail.mail_activity_data_todo',
            summary=self.env._("Answer the question about %s", self.display_name),
            deal_question_offer_id=self.id,
            deal_question=question,
            deal_question_email=email,
        )
