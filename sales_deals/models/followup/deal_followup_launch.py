"""A follow-up is launched, called back, cancelled, tried again."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from . import deal_followup  # noqa: F401 (extended below)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_launch(self):
        """Send now, or leave it to the job for the time that was chosen.

        :raise UserError: when something lacks
        """
        for followup in self:
            followup._launch()
        return True

    def action_cancel(self):
        """Send no more of it. What was sent stays sent."""
        self.check_access('write')
        running = self.filtered(lambda followup: followup.state in ('scheduled', 'sending'))
        running._cancel()
        return True

    def action_back_to_draft(self):
        """Change what is scheduled but not begun."""
        self._check_is_sender()
        self.filtered(lambda followup: followup.state == 'scheduled').sudo().write(
            {'state': 'draft', 'next_on': False}
        )
        return True

    def action_retry(self):
        """Try again what failed. What may have arrived is left alone: it is sent again by hand."""
        self._check_is_sender()
        self.line_ids.filtered(lambda line: line.state == 'failed')._retry()
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _launch(self):
        self.ensure_one()
        self._check_is_sender()
        if self.state != 'draft':
            raise UserError(self.env._("This follow-up has been launched before."))
        self._update_lines()
        self._check_may_be_launched()
        now = fields.Datetime.now()
        begin = self.scheduled_on if self.timing != 'now' else None
        begin = max(begin or now, now)
        values = {'state': 'scheduled' if begin > now else 'sending', 'next_on': begin}
        # Follows from the check of the sender above; nobody writes it by hand.
        self.sudo().write({**values, 'launched_on': now, 'trouble': False, 'attempts': 0})
        self._trigger_job(begin)

    def _check_may_be_launched(self):
        """:raise UserError: when something lacks that the messages need"""
        if self.timing == 'later' and not self.scheduled_on:
            raise UserError(self.env._("Choose when the messages are sent."))
        if not (self.subject or '').strip() or is_html_empty(self.body):
            raise UserError(self.env._("Write a subject and a text first."))
        lines = self.line_ids.filtered(lambda line: line.state == 'waiting')
        if not lines:
            raise UserError(self.env._("Nobody gets a message: see who does not, and why."))
        if not self.user_id.email:
            raise UserError(
                self.env._("Your user has no e-mail address: enter it in your preferences first.")
            )
        self._render_lines(lines[:1])

    def _cancel(self):
        """No message is begun any more; who is sending just now drops the rest himself."""
        # Sending is stopped by who may write the follow-up, also of a colleague.
        followups = self.sudo()
        followups.write({'state': 'cancelled', 'next_on': fields.Datetime.now(), 'trouble': False})
        for followup in followups:
            with followup._reserve() as is_idle:
                if is_idle:
                    followup._drop_waiting()
        self._trigger_job()

    def _drop_waiting(self):
        lines = self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '=', 'waiting')]
        )
        lines._forget_messages()
        lines.write({'state': 'skipped', 'reason': 'cancelled'})

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _trigger_job(self, at=None):
        # Users have no rights on the job; that it looks at the follow-ups harms nobody.
        self.env.ref('sales_deals.ir_cron_deal_followup').sudo()._trigger(at)
