"""Replies of whoever is out of office: the next step waits until the day that they name."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from ...tools.mail.absence import back_on
from . import deal_cadence_run  # noqa: F401 (extended below)

#: Days for which the next step waits where a reply names none.
ABSENCE_DAYS = 7


class DealCadenceRun(models.Model):
    _inherit = 'deal.cadence.run'

    @api.model
    def _wait_for_absent(self, leads, message):
        """Let the next step wait for a client whose mail program has replied.

        :param leads: ``crm.lead`` records on which the reply is noted
        :param message: ``mail.message`` record of the reply
        """
        if not leads or not self._is_used():
            return
        # Follows from the reply, whoever has received it.
        runs = self.sudo().search([('lead_id', 'in', leads.ids), ('state', '=', 'running')])
        address = email_normalize(message.email_from)
        runs = runs.filtered(lambda run: run.email == address)
        if runs:
            sent = (message.date or fields.Datetime.now()).date()
            named = back_on(html2plaintext(message.body), sent)
            day = named or fields.Date.context_today(self) + timedelta(days=ABSENCE_DAYS)
            # Also for the messages that follow on a call, or a condition.
            runs.absent_until = day
            runs.task_ids._wait_for_client()
