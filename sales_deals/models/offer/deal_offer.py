"""An offer: what a client was, or will be, shown of a deal's calculation."""

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

#: How messages to clients look: with the salesperson's signature.
MAIL_LAYOUT = 'mail.mail_notification_layout_with_responsible_signature'
#: In which states a client may still answer.
OPEN_STATES = ('sent', 'opened')
#: What the client was shown: fixed when the offer is sent.
FROZEN_FIELDS = {
    'name',
    'revision',
    'template_id',
    'lang',
    'valid_until',
    'kind',
    'variant_ids',
    'document_ids',
    'partner_id',
    'company_id',
}
#: Written by methods of ours only, whoever may write offers.
SYSTEM_FIELDS = {
    'access_token',
    'state',
    'sent_on',
    'closed_on',
    'snapshot',
    'snapshot_hash',
    'order_data',
    'accepted_key',
    'accepted_variant_id',
    'accepted_options',
    'accepted_amount',
    'signed_by',
    'signature',
    'sale_order_id',
    'lost_reason_id',
    'decline_note',
    'reminded_on',
}


class DealOffer(models.Model):
    _name = 'deal.offer'
    _description = "Offer"
    _inherit = ['portal.mixin']
    _order = 'id desc'
    _check_company_auto = True

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    revision = fields.Integer(string="Version", default=1, readonly=True, copy=False)
    previous_id = fields.Many2one(
        'deal.offer', string="Earlier Version", readonly=True, copy=False, index='btree_not_null'
    )
    lead_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True
    )
    user_id = fields.Many2one(related='lead_id.user_id', store=True, help='')
    team_id = fields.Many2one(related='lead_id.team_id', help='')
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        compute='_compute_partner_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
    )
    recipient_ids = fields.Many2many(
        'res.partner',
        string="Sent To",
        compute='_compute_recipient_ids',
        store=True,
        readonly=False,
        precompute=True,
        help="Who gets the offer by e-mail.",
    )
    template_id = fields.Many2one(
        'deal.offer.template',
        required=True,
        check_company=True,
        compute='_compute_template_id',
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        domain="""[
            ('company_id', 'in', [False, company_id]),
            '|', ('team_ids', '=', False), ('team_ids', 'in', team_id),
        ]""",
    )
    lang = fields.Selection(
        selection='_get_languages',
        string="Language",
        compute='_compute_lang',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    variant_ids = fields.Many2many(
        'deal.variant',
        string="Offered Variants",
        compute='_compute_variant_ids',
        store=True,
        readonly=False,
        domain="[('lead_id', '=', lead_id)]",
    )
    valid_until = fields.Date(
        compute='_compute_valid_until',
        store=True,
        readonly=False,
        help="The last day on which the client can accept. Empty: no end.",
    )
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('sent', "Sent"),
            ('opened', "Opened"),
            ('accepted', "Accepted"),
            ('declined', "Declined"),
            ('expired', "Expired"),
            ('superseded', "Superseded"),
        ],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    sent_on = fields.Datetime(readonly=True, copy=False)
    page_url = fields.Char(string="Link", compute='_compute_page_url')
    closed_on = fields.Datetime(readonly=True, copy=False)

    _one_number = models.UniqueIndex(
        "(name, revision, company_id)", "There is an offer of this number and version already."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_languages(self):
        return self.env['res.lang'].get_installed()

    @api.depends('name', 'revision')
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = f'{offer.name}/{offer.revision}'

    def _compute_access_url(self):
        super()._compute_access_url()
        for offer in self:
            offer.access_url = f'/offer/{offer.id}'

    @api.depends('access_token')
    def _compute_page_url(self):
        for offer in self:
            path = f'{offer.access_url}?access_token={offer.access_token}'
            offer.page_url = offer.get_base_url() + path if offer.access_token else False

    @api.depends('lead_id.company_id')
    def _compute_company_id(self):
        for offer in self:
            if offer.state == 'draft' or not offer.company_id:
                offer.company_id = offer.lead_id.company_id or offer.company_id or self.env.company

    @api.depends('lead_id.partner_id')
    def _compute_partner_id(self):
        for offer in self:
            if offer.state == 'draft':
                offer.partner_id = offer.lead_id.partner_id

    @api.depends('partner_id')
    def _compute_recipient_ids(self):
        """The customer, and those of the deal's contacts that get its e-mails."""
        leads = self.lead_id._origin
        contacts = leads._get_contact_recipients()
        for offer in self:
            if offer.state == 'draft':
                found = contacts.get(offer.lead_id._origin, offer.partner_id.browse())
                offer.recipient_ids = offer.partner_id | found.filtered('email')

    @api.depends('lead_id')
    def _compute_template_id(self):
        """The team's first template, unless one is chosen."""
        templates = self.env['deal.offer.template']
        unset = self.filtered(lambda offer: not offer.template_id)
        for (company, team), offers in unset.grouped(
            lambda offer: (offer.company_id, offer.lead_id.team_id)
        ).items():
            offers.template_id = templates._get_usable(company, team)[:1]

    @api.depends('template_id', 'partner_id')
    def _compute_lang(self):
        for offer in self:
            if offer.state == 'draft':
                own = offer.template_id.lang or offer.partner_id.lang
                offer.lang = own or self.env.lang or 'en_US'

    @api.depends('lead_id')
    def _compute_variant_ids(self):
        for offer in self:
            if offer.state == 'draft' and not offer.variant_ids:
                offer.variant_ids = offer.lead_id.deal_variant_ids.filtered('line_ids')

    @api.depends('variant_ids')
    def _compute_valid_until(self):
        today = fields.Date.context_today(self)
        for offer in self:
            if offer.state == 'draft':
                days = [days for days in offer.variant_ids.mapped('validity_days') if days > 0]
                offer.valid_until = today + timedelta(days=min(days)) if days else False

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('variant_ids', 'lead_id')
    def _check_variants(self):
        for offer in self:
            if offer.state == 'draft' and offer.variant_ids.lead_id - offer.lead_id:
                raise ValidationError(self.env._("An offer has variants of its own deal only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if self.filtered(lambda offer: offer.state != 'draft'):
            raise UserError(
                self.env._(
                    "What was sent to a client can't be deleted. A new version supersedes it."
                )
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_write(vals)
            if vals.get('name', "/") == "/":
                vals['name'] = self.env['ir.sequence'].next_by_code('deal.offer') or "/"
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_write(vals)
        if FROZEN_FIELDS & set(vals):
            self._check_not_frozen(vals)
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Open the offer in a browser tab, as the client will see it or sees it."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/offer/{self.id}/preview'}

    def action_send(self):
        """Open the composer on the deal with the template's text in the offer's language.

        What is shown to the client is fixed when the message is sent, not before.
        """
        self.ensure_one()
        if self.state != 'draft':
            raise UserError(
                self.env._("This version was sent. Make a new version to send another.")
            )
        self._check_may_be_sent()
        return {
            'name': self.env._("Send the Offer"),
            'type': 'ir.actions.act_window',
            'view_mode': 'form',
            'res_model': 'mail.compose.message',
            'views': [(False, 'form')],
            'target': 'new',
            'context': self._prepare_composer_context(),
        }

    def action_mark_sent(self):
        """Fix the offer as it is now and open its page, without an e-mail: the salesperson passes
        the link on."""
        self.ensure_one()
        self._send()
        self.lead_id.message_post(
            body=self.env._("The offer %s is open for the client.", self._get_html_link())
        )
        return True

    def action_new_version(self):
        """Make a draft that supersedes this offer when it is sent, and open it."""
        self.ensure_one()
        offer = self.copy(self._prepare_new_version())
        return offer.get_formview_action()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _prepare_new_version(self):
        """Values of the next version: the deal's variants as they are now.

        :return: dictionary for ``deal.offer.copy``
        """
        self.ensure_one()
        versions = [('name', '=', self.name), ('company_id', '=', self.company_id.id)]
        last = self.search(versions, order='revision desc', limit=1)
        live = self.variant_ids.exists() or self.lead_id.deal_variant_ids.filtered('line_ids')
        return {
            'name': self.name,
            'revision': last.revision + 1,
            'previous_id': last.id,
            'variant_ids': [Command.set(live.ids)],
            'valid_until': False,
        }

    def _check_may_be_sent(self):
        """:raise UserError: when something lacks that an offer needs"""
        for offer in self:
            if not offer.partner_id:
                raise UserError(
                    self.env._("Choose a customer on “%s” first.", offer.lead_id.display_name)
                )
            if offer.valid_until and offer.valid_until < fields.Date.context_today(offer):
                raise UserError(self.env._("The offer would have expired before it is sent."))
            offer._check_has_content()
            offer.variant_ids._check_may_be_offered()

    def _check_has_content(self):
        """:raise UserError: when there is nothing to offer"""
        for offer in self:
            if not offer.variant_ids.line_ids.filtered('product_id'):
                raise UserError(
                    self.env._("There is nothing to offer: add products to the calculation.")
                )

    def _send(self):
        """Fix what the client sees, and open the page for him; older versions are superseded.

        :raise UserError: when something lacks, or it was sent before
        """
        self.ensure_one()
        if self.state != 'draft':
            raise UserError(
                self.env._("This version was sent. Make a new version to send another.")
            )
        self._check_may_be_sent()
        self.check_access('write')
        self._portal_ensure_token()
        self.flush_recordset()  # what is computed of a draft is fixed with it
        self._freeze()
        # The state follows from what was just done, not from what users write.
        self.sudo().write({'state': 'sent', 'sent_on': fields.Datetime.now()})
        self._get_superseded()._close('superseded')

    def _get_superseded(self):
        """The offers that this one takes the place of: earlier versions that are open."""
        self.ensure_one()
        return self.search(
            [
                ('name', '=', self.name),
                ('company_id', '=', self.company_id.id),
                ('revision', '<', self.revision),
                ('state', 'in', OPEN_STATES),
            ]
        )

    def _get_newer(self):
        """The last version of this offer that was sent, if it is not this one."""
        self.ensure_one()
        newest = self.search(
            [
                ('name', '=', self.name),
                ('company_id', '=', self.company_id.id),
                ('revision', '>', self.revision),
                ('state', '!=', 'draft'),
            ],
            order='revision desc',
            limit=1,
        )
        return newest

    def _close(self, state):
        # Also those of colleagues: an accepted or a newer offer takes their place.
        self.sudo().write({'state': state, 'closed_on': fields.Datetime.now()})

    def _prepare_composer_context(self):
        """What the composer on the deal starts with.

        :return: dictionary of context keys
        """
        self.ensure_one()
        self._portal_ensure_token()
        template = self.template_id.mail_template_id
        texts = template._generate_template(self.ids, ('subject', 'body_html'))[self.id]
        return {
            'default_model': 'crm.lead',
            'default_res_ids': self.lead_id.ids,
            'default_composition_mode': 'comment',
            'default_subject': texts.get('subject') or self.display_name,
            'default_body': texts.get('body_html') or '',
            'default_partner_ids': self.recipient_ids.ids,
            'default_email_layout_xmlid': MAIL_LAYOUT,
            'email_notification_allow_footer': True,
            'hide_mail_template_management_options': True,
            'force_email': True,
            'deal_offer_sent': self.id,
        }

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _check_may_write(self, vals):
        """:raise AccessError: when somebody writes what follows from sending and answering"""
        if not self.env.su and (SYSTEM_FIELDS & set(vals)):
            raise AccessError(
                self.env._(
                    "What became of an offer can't be entered: send it, and the client answers."
                )
            )

    def _check_not_frozen(self, vals):
        """:raise UserError: when the client has been shown what would change"""
        for offer in self.filtered(lambda offer: offer.state != 'draft'):
            for name in FROZEN_FIELDS & set(vals):
                field = self._fields[name]
                new = field.convert_to_cache(vals[name], offer, validate=False)
                if new != field.convert_to_cache(offer[name], offer, validate=False):
                    raise UserError(
                        self.env._(
                            "The offer %s was sent: what the client was shown can't be changed. "
                            "Make a new version.",
                            offer.display_name,
                        )
                    )
