"""A follow-up: one personalised message to the clients of one or many deals."""

import math

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, is_html_empty

#: What the clients get and who they are: fixed when the follow-up is launched.
CONTENT_FIELDS = {
    'template_id',
    'subject',
    'body',
    'lang',
    'attachment_ids',
    'offer_mode',
    'from_mode',
    'adds_signature',
    'timing',
    'scheduled_on',
    'hourly_rate',
    'skip_days',
    'skip_replied',
    'include_closed',
    'include_suspended',
    'activity_type_id',
    'activity_days',
    'activity_summary',
    'stage_id',
}
#: What decides who gets a message.
RECIPIENT_FIELDS = {
    'skip_days',
    'skip_replied',
    'include_closed',
    'include_suspended',
    'offer_mode',
}
#: Written by methods of ours only.
SYSTEM_FIELDS = {'user_id', 'company_id', 'state', 'launched_on', 'next_on', 'trouble', 'attempts'}


class DealFollowup(models.Model):
    _name = 'deal.followup'
    _description = "Follow-Up"
    _inherit = ['mail.composer.mixin']
    _order = 'id desc'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(
        required=True, compute='_compute_name', store=True, readonly=False, precompute=True
    )
    user_id = fields.Many2one(
        'res.users', string="Sender", required=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('scheduled', "Scheduled"),
            ('sending', "Sending"),
            ('done', "Done"),
            ('cancelled', "Cancelled"),
        ],
        string="Status",
        default='draft',
        required=True,
        copy=False,
        index=True,
    )
    template_id = fields.Many2one(
        default=lambda self: self._get_default_template(), ondelete='set null'
    )
    attachment_ids = fields.Many2many(
        'ir.attachment',
        string="Attachments",
        compute='_compute_attachment_ids',
        store=True,
        readonly=False,
    )
    from_mode = fields.Selection(
        [('sender', "Who sends it"), ('salesperson', "The deal's salesperson")],
        string="From",
        required=True,
        default='sender',
        help="In whose name the messages are. Answers reach the deal either way.",
    )
    adds_signature = fields.Boolean(
        string="Add Signature", default=True, help="That of the person in whose name it is."
    )
    offer_mode = fields.Selection(
        [('none', "No"), ('link', "Link"), ('attach', "PDF attached")],
        string="Latest Offer",
        required=True,
        default='none',
        help="The last offer of the deal that is open for the client.",
    )

    timing = fields.Selection(
        [('now', "Now"), ('later', "At a time"), ('spread', "Over a period")],
        string="Send",
        required=True,
        default='now',
    )
    scheduled_on = fields.Datetime(string="Beginning")
    hourly_rate = fields.Integer(string="Messages an Hour", default=60)
    duration_text = fields.Char(string="Takes about", compute='_compute_duration_text')

    skip_days = fields.Integer(
        string="Days of Rest",
        default=3,
        help="Who got a message within these days gets none. 0: off.",
    )
    skip_replied = fields.Boolean(
        string="Not to Those Who Replied",
        default=True,
        help="Who has answered our last message waits for us, not for a reminder.",
    )
    include_closed = fields.Boolean(string="Also Won and Lost Deals")
    include_suspended = fields.Boolean(string="Also Suspended Deals")

    activity_type_id = fields.Many2one(
        'mail.activity.type',
        string="Next Activity",
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
        help="Planned on each deal when its message is sent, for the deal's salesperson.",
    )
    activity_days = fields.Integer(string="After Days", default=3)
    activity_summary = fields.Char(string="Summary")
    stage_id = fields.Many2one(
        'crm.stage',
        string="Move to Stage",
        help="When a message is sent, its deal goes to this stage. "
        "Deals of other processes stay where they are.",
    )

    line_ids = fields.One2many('deal.followup.line', 'followup_id', string="Deals", copy=False)
    recipient_line_ids = fields.One2many(
        'deal.followup.line',
        'followup_id',
        string="Recipients",
        domain=[('state', '!=', 'skipped')],
        copy=False,
    )
    skipped_line_ids = fields.One2many(
        'deal.followup.line',
        'followup_id',
        string="Without a Message",
        domain=[('state', '=', 'skipped')],
        copy=False,
    )
    line_count = fields.Integer(string="Number of Deals", compute='_compute_counts')
    waiting_count = fields.Integer(string="To Send", compute='_compute_counts')
    sent_count = fields.Integer(string="Sent", compute='_compute_counts')
    failed_count = fields.Integer(string="Failed", compute='_compute_counts')
    skipped_count = fields.Integer(string="Not Sent", compute='_compute_counts')
    progress = fields.Float(compute='_compute_counts')
    skipped_text = fields.Char(string="Why Not", compute='_compute_counts')
    reply_count = fields.Integer(string="Replied", compute='_compute_reply_count')

    launched_on = fields.Datetime(copy=False)
    next_on = fields.Datetime(string="Goes On", copy=False, help="When the next ones are sent.")
    trouble = fields.Text(copy=False, help="What keeps the messages from being sent.")
    attempts = fields.Integer(copy=False)

    _due_index = models.Index("(next_on) WHERE state IN ('scheduled', 'sending')")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_default_template(self):
        """The template of who opens the dialogue: the first that there is for deals."""
        return self.env.ref('sales_deals.mail_template_followup_news', raise_if_not_found=False)

    def _compute_render_model(self):
        self.render_model = 'crm.lead'

    def _compute_can_edit_body(self):
        """Anybody may put it in his own words; what these may contain is checked by itself."""
        self.can_edit_body = True

    @api.depends('template_id')
    def _compute_name(self):
        for followup in self:
            followup.name = followup.template_id.name or followup.name or self.env._("Follow-Up")

    @api.depends('template_id')
    def _compute_attachment_ids(self):
        for followup in self:
            followup.attachment_ids = [Command.set(followup.template_id.attachment_ids.ids)]

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
        """How many get no message, by reason; the most frequent first."""
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
                   AND message.message_type = 'email' AND message.date >= line.sent_on
                   AND message.is_internal IS NOT TRUE
         LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE line.state = 'sent' AND line.followup_id = ANY(%s)
                   AND COALESCE(author.partner_share, TRUE)
          GROUP BY line.followup_id
            """,
            self.ids,
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

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('timing', 'hourly_rate', 'skip_days', 'activity_days')
    def _check_numbers(self):
        for followup in self:
            if followup.timing == 'spread' and followup.hourly_rate < 1:
                raise UserError(self.env._("At least one message an hour has to be sent."))
            if followup.skip_days < 0 or followup.activity_days < 0:
                raise UserError(self.env._("A number of days can't be negative."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_launched(self):
        if self.filtered(lambda followup: followup.state in ('scheduled', 'sending')):
            raise UserError(self.env._("Cancel the follow-up before you delete it."))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_system_fields(vals)
        followups = super().create(vals_list)
        followups._check_texts_are_allowed()
        return followups

    def write(self, vals):
        self._check_system_fields(vals)
        if CONTENT_FIELDS & vals.keys():
            self._check_may_be_changed()
        result = super().write(vals)
        if {'subject', 'body', 'lang', 'template_id'} & vals.keys():
            self._check_texts_are_allowed()
        if RECIPIENT_FIELDS & vals.keys():
            self._update_lines()
        return result

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

    def action_refresh(self):
        """Look again at who gets a message."""
        self._check_is_sender()
        self.filtered(lambda followup: followup.state == 'draft')._update_lines()
        return True

    def action_retry(self):
        """Try again what failed. What may have arrived is left alone: it is sent again by hand."""
        self._check_is_sender()
        self.line_ids.filtered(lambda line: line.state == 'failed')._retry()
        return True

    def action_preview(self):
        """Open the first of the messages as it will be, or was, sent."""
        self.ensure_one()
        self.check_access('read')
        line = self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '!=', 'skipped')], order='id', limit=1
        )
        if not line:
            raise UserError(self.env._("Nobody gets a message: see who does not, and why."))
        return line.action_preview()

    def action_send_test(self):
        """Send the first of the messages to the user himself."""
        self.ensure_one()
        lines = self.line_ids
        line = lines.filtered(lambda line: line.state != 'skipped')[:1] or lines[:1]
        return line.action_send_test()

    def action_view_lines(self):
        """Open the list of the deals with what became of each."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_followup_line_action'
        )
        return {
            **action,
            'domain': [('followup_id', '=', self.id)],
            'context': {
                key.replace('show_', 'search_default_'): 1
                for key in self.env.context
                if key.startswith('show_')
            },
        }

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
        lines = self.line_ids.sudo().filtered(lambda line: line.state == 'waiting')
        lines._forget_messages()
        # Sending is stopped by who may write the follow-up, also of a colleague.
        lines.write({'state': 'skipped', 'reason': 'cancelled'})
        self.sudo().write({'state': 'cancelled', 'next_on': False, 'trouble': False})

    @api.autovacuum
    def _gc_forgotten_drafts(self, days=90):
        """Remove drafts that nobody has touched for long: each click on the action makes one."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        drafts = self.search([('state', '=', 'draft'), ('write_date', '<', before)], limit=100)
        drafts.unlink()
        return len(drafts), len(drafts) == 100

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _trigger_job(self, at=None):
        # Users have no rights on the job; that it looks at the follow-ups harms nobody.
        self.env.ref('sales_deals.ir_cron_deal_followup').sudo()._trigger(at)

    def _check_system_fields(self, vals):
        """:raise AccessError: when somebody writes what follows from launching and sending"""
        if self.env.su:
            return
        own = {'user_id': self.env.uid, 'state': 'draft'}
        foreign = {
            name
            for name in SYSTEM_FIELDS & vals.keys()
            if name not in own or vals[name] != own[name]
        }
        if foreign - {'company_id'} or vals.get('company_id', self.env.company.id) not in (
            self.env.companies.ids
        ):
            raise AccessError(
                self.env._("What becomes of a follow-up can't be entered: launch it, or cancel it.")
            )

    def _check_is_sender(self):
        """Messages are written and sent in the name, and with the rights, of who sends them.

        :raise AccessError: for anybody else
        """
        others = self.filtered(lambda followup: followup.user_id != self.env.user)
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "Only %s, who sends this follow-up, may change it. You may cancel it.",
                    ", ".join(others.user_id.mapped('name')),
                )
            )

    def _check_may_be_changed(self):
        self._check_is_sender()
        if not self.env.su and self.filtered(lambda followup: followup.state != 'draft'):
            raise UserError(self.env._("The follow-up has been launched: it can't be changed now."))

    def _check_texts_are_allowed(self):
        """Who may not edit templates uses only what is harmless, or a template as it is.

        :raise AccessError: see ``mail.render.mixin``
        """
        for followup in self:
            template = followup.template_id
            is_template = template and (
                followup.body_has_template_value
                and followup.subject == template.subject
                and (followup.lang or False) == (template.lang or False)
            )
            if not is_template:
                followup._check_access_right_dynamic_template()
