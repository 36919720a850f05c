"""Expiry of offers: one reminder before it, and the state after it."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import deal_offer  # noqa: F401 (extended below)
from .deal_offer_send import MAIL_LAYOUT

_logger = logging.getLogger(__name__)

#: Offers that one run of the job takes at a time.
BATCH = 50


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    is_reminding = fields.Boolean(
        string="Reminder",
        default=True,
        copy=False,
        help="Remind the recipients once before the offer expires, as the template says.",
    )
    remind_on = fields.Date(
        compute='_compute_remind_on', store=True, help="When the recipients are reminded."
    )
    reminded_on = fields.Datetime(readonly=True, copy=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('valid_until', 'template_id.reminder_days')
    def _compute_remind_on(self):
        for offer in self.filtered(lambda offer: offer.state == 'draft'):
            offer.remind_on = offer._get_reminder_day(fields.Date.context_today(offer))

    def _get_reminder_day(self, sent):
        """Return when to remind of an offer: before its end, and some time after it was sent.

        An offer that is shorter than the template's days is reminded of when half of it is over;
        one of a single day is not.

        :param sent: the day on which the offer is sent
        """
        days, end = self.template_id.reminder_days, self.valid_until
        if not end or not days or end <= sent:
            return False
        day = end - timedelta(days=days)
        return day if day > sent else end - timedelta(days=(end - sent).days // 2)

    @api.model
    def _cron_follow_up(self):
        """Remind of offers that will expire soon, and mark those that have expired, each once."""
        today = fields.Date.context_today(self)
        expired = self.search(self._get_expired_domain(today), limit=BATCH)
        expired._close('expired')
        due = self.search(self._get_reminder_domain(today), limit=BATCH)
        self.env['ir.cron']._commit_progress(len(expired), remaining=len(due))
        for offer in due:
            offer._try_to_remind()
            if not self.env['ir.cron']._commit_progress(1):
                break
        if len(expired) == BATCH or len(due) == BATCH:
            self.env['ir.cron']._commit_progress(remaining=BATCH)

    @api.model
    def _get_expired_domain(self, today):
        return self._get_open_domain() & Domain('valid_until', '<', today)

    @api.model
    def _get_reminder_domain(self, today):
        return (
            self._get_open_domain()
            & Domain('is_reminding', '=', True)
            & Domain('reminded_on', '=', False)
            & Domain('remind_on', '<=', today)
            & Domain('valid_until', '>=', today)
        )

    def _try_to_remind(self):
        """Send the reminder; where that fails, log it, so that the other offers get theirs."""
        try:
            with self.env.cr.savepoint():
                self._remind()
        except UserError:
            _logger.exception("The reminder of %s could not be sent.", self.display_name)

    def _remind(self):
        """Send the reminder to the recipients, as a message on the deal."""
        self.ensure_one()
        template = self.template_id.reminder_template_id
        self.reminded_on = fields.Datetime.now()
        if not template or not self.recipient_ids:
            return
        texts = template._generate_template(self.ids, ('subject', 'body_html'))[self.id]
        self.lead_id.message_post(
            subject=texts.get('subject'),
            body=texts.get('body_html'),
            partner_ids=self.recipient_ids.ids,
            author_id=self._get_responsible().partner_id.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
            email_layout_xmlid=MAIL_LAYOUT,
        )
