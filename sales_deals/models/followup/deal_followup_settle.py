"""What follows when messages of a follow-up were sent, or were not: once for each message."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from . import deal_followup  # noqa: F401 (extended below)
from .deal_followup_session import Outcome, tell


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _settle_left(self):
        """What a dead worker left: what it was sending may have arrived, which people decide."""
        lines = self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '=', 'sending')]
        )
        text = self.env._("The server was stopped while it sent this message: it may have arrived.")
        self._record([Outcome(line.id, 'interrupted', text) for line in lines])
        self._settle()

    def _record(self, outcomes):
        """Keep what became of messages."""
        for outcome in outcomes:
            line = self.env['deal.followup.line'].browse(outcome.line_id)
            line.write({'state': outcome.state, 'failure': outcome.failure})

    def _settle(self, lines=None):
        """Tell the chatter, plan the next activities, move the deals: once for each message.

        :param lines: those that were just dealt with; None for all
        """
        self._forget_lines()
        domain = [
            ('followup_id', '=', self.id),
            ('state', 'in', ('sent', 'failed', 'interrupted')),
            ('is_settled', '=', False),
        ]
        if lines is not None:
            domain.append(('id', 'in', lines.ids))
        lines = self.env['deal.followup.line'].search(domain)
        if not lines:
            return
        self._tell_chatter(lines)
        self._follow_up(lines.filtered(lambda line: line.state == 'sent'))
        lines.write({'is_settled': True})

    def _tell_chatter(self, lines):
        """What the messages' notifications show: sent, or why not."""
        for (state, failure), of_state in lines.grouped(
            lambda line: (line.state, line.failure)
        ).items():
            is_sent = state == 'sent'
            notifications = of_state.message_id.notification_ids.filtered(
                # A bounce may have been faster.
                lambda notification: notification.notification_status != 'bounce'
            )
            notifications.write(
                {
                    'notification_status': 'sent' if is_sent else 'exception',
                    'failure_type': False if is_sent else 'unknown',
                    'failure_reason': False if is_sent else failure,
                }
            )
            if not is_sent:
                of_state.message_id._notify_message_notification_update()

    def _follow_up(self, lines):
        """The next activity on each deal, and its next stage."""
        leads = lines.lead_id
        if self.activity_type_id and leads:
            activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
            activities.create([self._prepare_activity(lead) for lead in leads])
        if self.stage_id and leads:
            self._move(leads)

    def _move(self, leads):
        """Put deals of the stage's process on the stage, with the sender's rights."""
        stage = self.stage_id
        processes = (stage.deal_process_id, stage.deal_process_id.browse())
        moved = leads.filtered(
            lambda lead: (
                lead.stage_id != stage
                and (not stage.deal_process_id or lead.deal_process_id in processes)
            )
        )
        try:
            with self.env.cr.savepoint():
                moved.with_user(self.user_id).write({'stage_id': stage.id})
        except UserError as error:
            # The messages are sent all the same, and nothing is sent twice.
            self.trouble = self.env._(
                "Deals could not be moved to “%(stage)s”: %(reason)s",
                stage=stage.display_name,
                reason=tell(error),
            )

    def _prepare_activity(self, lead):
        """Values of the next activity of a deal.

        :return: dictionary for ``mail.activity.create``
        """
        user = lead.user_id or self.user_id
        today = fields.Date.context_today(self.with_user(user))
        return {
            'activity_type_id': self.activity_type_id.id,
            'summary': self.activity_summary or self.activity_type_id.summary,
            'note': self.activity_type_id.default_note,
            'user_id': user.id,
            'date_deadline': today + timedelta(days=self.activity_days),
            'res_model_id': self.env['ir.model']._get_id('crm.lead'),
            'res_id': lead.id,
            'automated': True,
        }
