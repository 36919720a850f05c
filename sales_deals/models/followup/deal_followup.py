"""A follow-up: one personalised message to the clients of one or many deals."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

#: Fields that can't be changed after the launch.
CONTENT_FIELDS = {
    'company_id',
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
#: Fields that decide who gets a message.
RECIPIENT_FIELDS = {
    'skip_days',
    'skip_replied',
    'include_closed',
    'include_suspended',
    'offer_mode',
}


class DealFollowup(models.Model):
    _name = 'deal.followup'
    _description = "Follow-Up"
    _inherit = ['deal.record', 'mail.composer.mixin']
    _order = 'id desc'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(
        required=True, compute='_compute_name', store=True, readonly=False, precompute=True
    )
    user_id = fields.Many2one(
        'res.users',
        string="Sender",
        required=True,
        default=lambda self: self.env.user,
        readonly=True,
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
        readonly=True,
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

    skip_days = fields.Integer(
        string="Days of Rest",
        default=3,
        help="Skip clients who got a message within this many days. 0: off.",
    )
    skip_replied = fields.Boolean(
        string="Skip Clients Who Replied",
        default=True,
        help="A client who has answered our last message gets no reminder.",
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

    line_ids = fields.One2many(
        'deal.followup.line', 'followup_id', string="Deals", copy=False, readonly=True
    )
    recipient_line_ids = fields.One2many(
        'deal.followup.line',
        'followup_id',
        string="Recipients",
        domain=[('state', '!=', 'skipped')],
        copy=False,
        readonly=True,
    )
    skipped_line_ids = fields.One2many(
        'deal.followup.line',
        'followup_id',
        string="Without a Message",
        domain=[('state', '=', 'skipped')],
        copy=False,
        readonly=True,
    )
    launched_on = fields.Datetime(copy=False, readonly=True)
    next_on = fields.Datetime(
        string="Goes On", copy=False, help="When the next ones are sent.", readonly=True
    )
    trouble = fields.Text(
        copy=False, help="What keeps the messages from being sent.", readonly=True
    )
    attempts = fields.Integer(copy=False, readonly=True)

    _due_index = models.Index(
        "(next_on) WHERE state IN ('scheduled', 'sending', 'cancelled') AND next_on IS NOT NULL"
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_default_template(self):
        """Return the template with which a new follow-up begins."""
        return self.env.ref('sales_deals.mail_template_followup_news', raise_if_not_found=False)

    def _compute_render_model(self):
        self.render_model = 'crm.lead'

    def _compute_can_edit_body(self):
        """Let anybody edit the text; what it may contain is checked when it is saved."""
        self.can_edit_body = True

    @api.depends('template_id')
    def _compute_name(self):
        for followup in self:
            followup.name = followup.template_id.name or followup.name or self.env._("Follow-Up")

    @api.depends('template_id')
    def _compute_attachment_ids(self):
        for followup in self:
            followup.attachment_ids = [Command.set(followup.template_id.attachment_ids.ids)]

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
        followups = super().create(vals_list)
        followups._check_texts_are_allowed()
        followups._check_files_are_allowed()
        return followups

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            self._check_may_be_changed()
        result = super().write(vals)
        if {'subject', 'body', 'lang', 'template_id'} & vals.keys():
            self._check_texts_are_allowed()
        if {'attachment_ids', 'template_id'} & vals.keys():
            self._check_files_are_allowed()
        if RECIPIENT_FIELDS & vals.keys():
            self._update_lines()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_launch(self):
        """Send now, or at the time that was chosen.

        :raise UserError: if something is missing
        """
        for followup in self:
            followup._launch()
        return True

    def action_cancel(self):
        """Stop sending; what was sent stays sent."""
        self.check_access('write')
        running = self.filtered(lambda followup: followup.state in ('scheduled', 'sending'))
        running._cancel()
        return True

    def action_back_to_draft(self):
        """Make what is scheduled but not begun a draft again."""
        self._check_is_sender()
        self.filtered(lambda followup: followup.state == 'scheduled').sudo().write(
            {'state': 'draft', 'next_on': False}
        )
        return True

    def action_retry(self):
        """Send again what failed; what may have arrived is sent again only by hand."""
        self._check_is_sender()
        self.line_ids.filtered(lambda line: line.state == 'failed')._retry()
        return True

    def action_refresh(self):
        """Decide anew who gets a message."""
        self._check_is_sender()
        self.filtered(lambda followup: followup.state == 'draft')._update_lines()
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
        lines = self.env['deal.followup.line']
        of_this = [('followup_id', '=', self.id)]
        line = lines.search([*of_this, ('state', '!=', 'skipped')], order='id', limit=1)
        return (line or lines.search(of_this, order='id', limit=1)).action_send_test()

    def action_view_lines(self):
        """Open the list of the deals and their messages' status."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_followup_line_action'
        )
        return {
            **action,
            'domain': [('followup_id', '=', self.id)],
            'context': {
                key.replace('deal_show_', 'search_default_'): value
                for key, value in self.env.context.items()
                if key.startswith(('deal_show_', 'deal_only_'))
            },
        }

    def _launch(self):
        self.ensure_one()
        self._check_can_be_launched()
        now = fields.Datetime.now()
        begin = self.scheduled_on if self.timing != 'now' else None
        begin = max(begin or now, now)
        values = {'state': 'scheduled' if begin > now else 'sending', 'next_on': begin}
        # Follows from the check of the sender above; nobody writes it by hand.
        self.sudo().write({**values, 'launched_on': now, 'trouble': False, 'attempts': 0})
        self._trigger_job(begin)

    def _check_can_be_launched(self):
        """Decide anew who gets a message, and check that they can be sent.

        :raise UserError: if something is missing
        """
        self._check_is_sender()
        if self.state != 'draft':
            raise UserError(self.env._("This follow-up has been launched before."))
        self._update_lines()
        self._check_may_be_launched()

    def _check_may_be_launched(self):
        """Check that nothing is missing that the messages need.

        :raise UserError: if something is
        """
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
        """Stop sending; a worker in mid-batch drops the rest."""
        # Whoever may write the follow-up may stop it, also a colleague's; checked by the caller.
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

    def _trigger_job(self, at=None):
        # Users have no rights on the job; that it looks at the follow-ups harms nobody.
        self.env.ref('sales_deals.ir_cron_deal_followup').sudo()._trigger(at)

    @api.autovacuum
    def _gc_forgotten_drafts(self, days=90):
        """Remove old drafts: each click on the action makes one."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        drafts = self.search([('state', '=', 'draft'), ('write_date', '<', before)], limit=100)
        drafts.unlink()
        return len(drafts), len(drafts) == 100

    def _check_is_sender(self):
        """Check that the user is the sender, with whose name and rights messages are written.

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
        """Check that who may not edit templates uses safe expressions, or a template as it is.

        :raise AccessError: see ``mail.render.mixin``
        """
        for followup in self:
            template = followup.template_id
            is_template = template.model == 'crm.lead' and (
                followup.body_has_template_value
                and followup.subject == template.subject
                and (followup.lang or False) == (template.lang or False)
            )
            if not is_template:
                followup._check_access_right_dynamic_template()

    def _check_files_are_allowed(self):
        """Check that the user may read the attached files.

        :raise AccessError: if not
        """
        self.sudo().attachment_ids.with_env(self.env).check_access('read')
