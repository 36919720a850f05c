"""A follow-up: one personalised message to the clients of one or many deals."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

#: What the clients get and who they are: fixed when the follow-up is launched.
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
#: What decides who gets a message.
RECIPIENT_FIELDS = {
    'skip_days',
    'skip_replied',
    'include_closed',
    'include_suspended',
    'offer_mode',
}
#: Written by methods of ours only.
SYSTEM_FIELDS = {'user_id', 'state', 'launched_on', 'next_on', 'trouble', 'attempts'}


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
    launched_on = fields.Datetime(copy=False)
    next_on = fields.Datetime(string="Goes On", copy=False, help="When the next ones are sent.")
    trouble = fields.Text(copy=False, help="What keeps the messages from being sent.")
    attempts = fields.Integer(copy=False)

    _due_index = models.Index(
        "(next_on) WHERE state IN ('scheduled', 'sending', 'cancelled') AND next_on IS NOT NULL"
    )

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
            self._check_system_fields(vals, {'user_id': self.env.uid, 'state': 'draft'})
        followups = super().create(vals_list)
        followups._check_texts_are_allowed()
        followups._check_files_are_allowed()
        return followups

    def write(self, vals):
        self._check_system_fields(vals, {})
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

    def action_refresh(self):
        """Look again at who gets a message."""
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
                key.replace('deal_show_', 'search_default_'): value
                for key, value in self.env.context.items()
                if key.startswith(('deal_show_', 'deal_only_'))
            },
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

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

    def _check_system_fields(self, vals, given):
        """:raise AccessError: when somebody writes what follows from launching and sending

        :param dict given: what may be written all the same, since it is so anyway
        """
        if self.env.su:
            return
        foreign = {name for name in SYSTEM_FIELDS & vals.keys() if vals[name] != given.get(name)}
        is_own_company = vals.get('company_id', self.env.company.id) in self.env.companies.ids
        if foreign or not is_own_company:
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
            is_template = template.model == 'crm.lead' and (
                followup.body_has_template_value
                and followup.subject == template.subject
                and (followup.lang or False) == (template.lang or False)
            )
            if not is_template:
                followup._check_access_right_dynamic_template()

    def _check_files_are_allowed(self):
        """Nobody sends files that he can't open himself.

        :raise AccessError: when he tries
        """
        self.sudo().attachment_ids.with_env(self.env).check_access('read')
