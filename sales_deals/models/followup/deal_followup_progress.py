"""Progress of a follow-up: counts by status, and replies."""

import math

from odoo import api, fields, models
from odoo.tools import SQL

from ..company.lagging_replica import empty_if_missing
from . import deal_followup  # noqa: F401 (extended below)

#: Polling interval of an open form: least and most, in seconds.
POLLING = (2, 60)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    line_count = fields.Integer(string="Number of Deals", compute='_compute_counts')
    waiting_count = fields.Integer(string="To Send", compute='_compute_counts')
    sent_count = fields.Integer(string="Sent", compute='_compute_counts')
    failed_count = fields.Integer(string="Failed", compute='_compute_counts')
    skipped_count = fields.Integer(string="Not Sent", compute='_compute_counts')
    progress = fields.Float(compute='_compute_counts')
    skipped_text = fields.Char(string="Why Not", compute='_compute_counts')
    reply_count = fields.Integer(string="Replied", compute='_compute_reply_count')
    duration_text = fields.Char(string="Takes about", compute='_compute_duration_text')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('line_ids.state', 'line_ids.reason')
    def _compute_counts(self):
        counts = {followup.id: {} for followup in self}
        reasons = {followup.id: {} for followup in self}
        # The sums of a follow-up are its own, whichever of its deals the user sees.
        lines = self.env['deal.followup.line'].sudo()
        domain = [('followup_id', 'in', self.ids)]
        for followup, state, reason, count in lines._read_group(
            domain, ['followup_id', 'state', 'reason'], ['__count']
        ):
            of_state = counts[followup.id]
            of_state[state] = of_state.get(state, 0) + count
            if state == 'skipped':
                reasons[followup.id][reason] = count
        for followup in self:
            followup._set_counts(counts.get(followup.id, {}), reasons.get(followup.id, {}))

    def _set_counts(self, counts, reasons):
        self.line_count = sum(counts.values())
        self.waiting_count = counts.get('waiting', 0) + counts.get('sending', 0)
        self.sent_count = counts.get('sent', 0)
        self.failed_count = counts.get('failed', 0) + counts.get('interrupted', 0)
        self.skipped_count = counts.get('skipped', 0)
        begun = self.waiting_count + self.sent_count + self.failed_count
        self.progress = 100 * (begun - self.waiting_count) / begun if begun else 0
        self.skipped_text = self._get_skipped_text(reasons)

    def _get_skipped_text(self, reasons):
        """Return how many get no message by reason, the most frequent first."""
        field = self.env['deal.followup.line']._fields['reason']
        labels = dict(field._description_selection(self.env))
        ordered = sorted(reasons.items(), key=lambda item: -item[1])
        return ", ".join(f'{labels.get(reason, reason)}: {count}' for reason, count in ordered)

    def _compute_reply_count(self):
        replies = dict.fromkeys(self.ids, 0)
        if self.ids:
            self.env.flush_all()
            replies |= dict(self.env.execute_query(self._get_reply_query()))
        for followup in self:
            followup.reply_count = replies.get(followup.id, 0)

    def _get_reply_query(self):
        return SQL(
            """
            SELECT line.followup_id, COUNT(DISTINCT line.id)
              FROM deal_followup_line AS line
              JOIN mail_message AS message
                ON message.model = 'crm.lead' AND message.res_id = line.lead_id
                   AND message.date >= line.sent_on AND %(wrote)s
             WHERE line.state = 'sent' AND line.followup_id = ANY(%(followups)s)
          GROUP BY line.followup_id
            """,
            wrote=self.env['mail.message']._get_client_wrote_condition(),
            followups=self.ids,
        )

    @api.depends('timing', 'hourly_rate', 'waiting_count')
    def _compute_duration_text(self):
        for followup in self:
            is_spread = followup.timing == 'spread' and followup.hourly_rate > 0
            minutes = (
                math.ceil(60 * followup.waiting_count / followup.hourly_rate) if is_spread else 0
            )
            followup.duration_text = self.env._(
                "%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60
            )

    @api.readonly
    @empty_if_missing(dict)
    def get_progress(self):
        """Return the progress, for a form that is open while messages are sent.

        :return: dictionary with the keys state, progress (per cent) and pause (seconds after which
            there may be something new)
        """
        self.ensure_one()
        self.check_access('read')
        wait = (self.next_on - fields.Datetime.now()).total_seconds() if self.next_on else 0
        least, most = POLLING
        return {
            'state': self.state,
            'progress': self.progress,
            'pause': min(max(wait, least), most),
        }
