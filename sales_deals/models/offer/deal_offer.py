"""Offers: what is, or will be, shown to a client, in versions of which sent ones don't change."""

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..company.deal_record import system

#: States in which the client has the offer and has not answered it.
OPEN_STATES = ('sent', 'opened')
#: What the client was shown: it can't change once the offer is sent.
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


class DealOffer(models.Model):
    _name = 'deal.offer'
    _description = "Offer"
    _inherit = ['deal.record', 'portal.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _deal_kept_fields = frozenset(('lead_id',))

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    revision = fields.Integer(string="Version", default=1, readonly=True, copy=False)
    access_token = fields.Char(readonly=True)
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
                own = offer.lead_id.company_id or offer.company_id
                offer.company_id = own._or_current()

    @api.depends('lead_id.partner_id')
    def _compute_partner_id(self):
        for offer in self:
            if offer.state == 'draft':
                offer.partner_id = offer.lead_id.partner_id

    @api.depends('partner_id')
    def _compute_recipient_ids(self):
        """Propose the customer and those contacts of the deal that get its e-mails."""
        leads = self.lead_id._origin
        contacts = leads._get_contact_recipients()
        for offer in self:
            if offer.state == 'draft':
                found = contacts.get(offer.lead_id._origin, offer.partner_id.browse())
                offer.recipient_ids = offer.partner_id | found.filtered('email')

    @api.depends('lead_id')
    def _compute_template_id(self):
        """Propose the team's first template where none is chosen."""
        templates = self.env['deal.offer.template']
        unset = self.filtered(lambda offer: not offer.template_id)
        for (company, team), offers in unset.grouped(
            lambda offer: (offer.company_id, offer.lead_id.team_id)
        ).items():
            offers.template_id = templates._get_usable(company, team)[:1]

    @api.depends('template_id', 'partner_id.lang')
    def _compute_lang(self):
        for offer in self:
            if offer.state == 'draft':
                own = offer.template_id.lang or offer.partner_id.lang
                offer.lang = own or self.env.lang or 'en_US'

    @api.depends('lead_id', 'kind')
    def _compute_variant_ids(self):
        """Propose all variants with lines; an offer of documents has none."""
        for offer in self:
            if offer.kind == 'document':
                offer.variant_ids = False
            elif offer.state == 'draft' and not offer.variant_ids:
                offer.variant_ids = offer.lead_id.deal_variant_ids.filtered('line_ids')

    @api.depends('variant_ids')
    def _compute_valid_until(self):
        for offer in self:
            if offer.state == 'draft':
                offer.valid_until = offer._get_end(offer.variant_ids)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('variant_ids', 'lead_id')
    def _check_variants(self):
        for offer in self:
            if offer.state == 'draft' and offer.variant_ids.lead_id - offer.lead_id:
                raise ValidationError(self.env._("An offer has variants of its own deal only."))

    @api.constrains('partner_id', 'recipient_ids')
    def _check_partners(self):
        """Check that the user may read whose name and address they print, and to whom they write.

        The deal's own customer and contacts are shown with the deal.
        """
        for offer in self:
            given = offer.partner_id | offer.recipient_ids
            known = offer.lead_id.partner_id | offer.lead_id.deal_contact_ids.partner_id
            (given - known).check_access('read')

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
        offers = super().create(vals_list)
        offers._adopt_documents()
        return offers

    def _prepare_create_values(self, vals_list):
        # Here Odoo has checked what the user may enter, which is no number.
        draw = self.env['ir.sequence'].next_by_code
        numbered = [
            vals if vals.get('name') else {**vals, 'name': draw('deal.offer')} for vals in vals_list
        ]
        return super()._prepare_create_values(numbered)

    def write(self, vals):
        self._check_snapshot_not_written(vals)
        self._check_not_frozen(vals)
        result = super().write(vals)
        if 'document_ids' in vals:
            self._adopt_documents()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_new_version(self):
        """Make a draft that supersedes this offer when it is sent, and open it."""
        return self._make_new_version().get_formview_action()

    def _make_new_version(self):
        """Make a draft that supersedes this offer when it is sent."""
        self.ensure_one()
        self.check_access('write')
        self.browse().check_access('create')
        # Nobody enters numbers and versions; what is copied is the user's own, as was checked.
        offer = system(self).copy(self._prepare_new_version())
        return offer.with_env(self.env)

    def _prepare_new_version(self):
        """Prepare the next version, with the deal's variants as they are now.

        :return: dictionary for ``deal.offer.copy``
        """
        self.ensure_one()
        last = self.search(self._get_versions_domain(), order='revision desc', limit=1)
        live = self.variant_ids.exists() or self.lead_id.deal_variant_ids.filtered('line_ids')
        return {
            'name': self.name,
            'revision': last.revision + 1,
            'previous_id': last.id,
            'variant_ids': [Command.set(live.ids)],
            'valid_until': self._get_end(live) or self._get_end_as_before(),
        }

    @api.model
    def _get_end(self, variants):
        """Return the last day of an offer that is made today; False for one without an end."""
        days = [days for days in variants.mapped('validity_days') if days > 0]
        today = fields.Date.context_today(self)
        return today + timedelta(days=min(days)) if days else False

    def _get_end_as_before(self):
        """Return the day until which this offer would be open if it was sent today."""
        if not self.valid_until:
            return False
        begin = fields.Date.to_date(self.sent_on or self.create_date)
        days = max((self.valid_until - begin).days, 0)
        return fields.Date.context_today(self) + timedelta(days=days)

    def _get_newer(self):
        """Return the last version of this offer that was sent, if it is newer than this one."""
        newer = (
            self._get_versions_domain()
            & Domain('revision', '>', self.revision)
            & Domain('state', '!=', 'draft')
        )
        return self.search(newer, order='revision desc', limit=1)

    def _get_versions_domain(self):
        """Return the domain of all versions of this offer, itself included."""
        self.ensure_one()
        return (
            Domain('name', '=', self.name)
            & Domain('company_id', '=', self.company_id.id)
            & Domain('lead_id', '=', self.lead_id.id)
        )

    @api.model
    def _get_open_domain(self):
        """Return the domain of offers that are sent and not answered, expired or superseded."""
        return Domain('state', 'in', OPEN_STATES)

    def _is_open(self):
        """Tell whether the offer is one of :meth:`_get_open_domain`."""
        self.ensure_one()
        return self.state in OPEN_STATES

    def _get_responsible(self):
        """Return the deal's salesperson, or whoever made the offer."""
        return self.lead_id.user_id or self.create_uid

    def _check_not_frozen(self, vals):
        """Refuse to change what the client has been shown.

        :raise UserError: for an offer that was sent, and a value other than its own
        """
        frozen = FROZEN_FIELDS & vals.keys()
        for offer in self.filtered(lambda offer: frozen and offer.state != 'draft'):
            if any(offer._would_change(name, vals[name]) for name in frozen):
                raise UserError(
                    self.env._(
                        "The offer %s was sent: what the client was shown can't be changed. "
                        "Make a new version.",
                        offer.display_name,
                    )
                )
