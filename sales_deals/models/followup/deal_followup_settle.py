"""What follows on the messages of a follow-up, once for each: notices, activities, stages."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..company.mail_failure import describe_error
from . import deal_followup  # noqa: F401 (extended below)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    def _settle_interrupted(self):
        """Leave to people what a killed worker was sending: it may have arrived."""
        lines = self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '=', 'sending')]
        )
        text = self.env._("The server was stopped while it sent this message: it may have arrived.")
        lines.write({'state': 'interrupted', 'failure': text})
        self._settle()

    def _settle(self, lines=None):
        """Update notifications, plan next activities and move deals, once for each message.

        :param lines: those of the last batch; None for all
        """
        self._invalidate_lines()
        domain = [
            ('followup_id', '=', self.id),
            ('state', 'in', ('sent', 'failed', 'interrupted')),
            ('is_settled', '=', False),
        ]
        if lines is not None:
            domain.append(('id', 'in', lines.ids))
        lines = self.env['deal.followup.line'].search(domain)
        for of_outcome in lines.grouped(lambda line: (line.state, line.failure)).values():
            self._update_notifications(of_outcome)
        sent = lines.filtered(lambda line: line.state == 'sent')
        self._plan_activities(sent.lead_id)
        self._move_deals(sent.lead_id)
        lines.write({'is_settled': True})

    def _update_notifications(self, lines):
        """Show in the chatter whether messages with the same outcome were sent, or why not."""
        is_sent = lines[0].state == 'sent'
        notifications = lines.message_id.notification_ids.filtered(
            # A bounce may have been faster.
            lambda notification: notification.notification_status != 'bounce'
        )
        notifications.write(
            {
                'notification_status': 'sent' if is_sent else 'exception',
                'failure_type': False if is_sent else 'unknown',
                'failure_reason': False if is_sent else lines[0].failure,
            }
        )
        if not is_sent:
            lines.message_id._notify_message_notification_update()

    def _plan_activities(self, leads):
        if self.activity_type_id and leads:
            activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
            activities.create([self._prepare_activity(lead) for lead in leads])

    def _prepare_activity(self, lead):
        """Prepare the next activity of a deal.

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

    def _move_deals(self, leads):
        """Move deals of the stage's process to the stage, with the sender's rights."""
        stage = self.stage_id
        if not stage or not leads:
            return
        moved = self._get_movable(leads)
        try:
            with self.env.cr.savepoint():
                moved.with_user(self.user_id).write({'stage_id': stage.id})
        except UserError as error:
            # The messages are sent all the same, and nothing is sent twice.
            self.trouble = self.env._(
                "Deals could not be moved to “%(stage)s”: %(reason)s",
                stage=stage.display_name,
                reason=describe_error(self.env, error),
            )

    def _get_movable(self, leads):
        """Return those deals that may go to the stage."""
        stage = self.stage_id
        return leads.filtered(
            lambda lead: lead.stage_id != stage and lead._is_stage_of_process(stage.id)
        )
