"""Templates of offers: how an offer looks and what it says, set by sales managers."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...fields import Picture
from ...tools.offer import placeholders

COLOR = re.compile(r'#[0-9a-fA-F]{6}')
TEXTS = ('opening', 'closing', 'terms')


class DealOfferTemplate(models.Model):
    _name = 'deal.offer.template'
    _description = "Offer Template"
    _inherit = ['deal.record']
    _order = 'sequence, id'
    _check_company_auto = True

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one('res.company', help="Empty: for all companies.")
    team_ids = fields.Many2many(
        'crm.team',
        'deal_offer_template_team_rel',
        'template_id',
        'team_id',
        string="Sales Teams",
        help="The teams that offer with this template; their new offers start with the first of "
        "theirs. Empty: all teams.",
    )
    lang = fields.Selection(
        selection='_get_languages',
        string="Language",
        help="Empty: the client's language; the texts below can be translated into each.",
    )

    layout = fields.Selection(
        [('classic', "Classic"), ('modern', "Modern"), ('compact', "Compact")],
        default='classic',
        required=True,
        help="Classic is a letterhead, Modern has a large cover, Compact suits long lists.",
    )
    color = fields.Char(default='#1f5f8b', required=True)
    font = fields.Selection(
        [
            ('Vazirmatn', "Vazirmatn"),
            ('Roboto', "Roboto"),
            ('Lato', "Lato"),
            ('Montserrat', "Montserrat"),
            ('Open Sans', "Open Sans"),
        ],
        default='Vazirmatn',
        required=True,
    )
    cover = Picture(string="Cover Picture", max_width=1920, max_height=1080)
    logo = Picture(max_width=512, max_height=512, help="Empty: the company's logo.")

    opening = fields.Html(string="Opening Text", translate=True, sanitize_style=True)
    closing = fields.Html(string="Closing Text", translate=True, sanitize_style=True)
    terms = fields.Html(translate=True, sanitize_style=True)
    document_ids = fields.Many2many(
        'ir.attachment',
        string="Attached Documents",
        help="The client can download them from the offer's page.",
    )
    placeholder_help = fields.Html(compute='_compute_placeholder_help', string="Placeholders")

    shows_unit_price = fields.Boolean(string="Unit Prices", default=True)
    shows_discount = fields.Boolean(string="Discounts", default=True)
    shows_pictures = fields.Boolean(string="Pictures", default=True)
    shows_section_subtotals = fields.Boolean(string="Section Subtotals", default=True)
    shows_comparison = fields.Boolean(
        string="Comparison Table",
        help="Of several variants: products as rows, variants as columns.",
    )
    prices = fields.Selection(
        [('variant', "As the calculation says"), ('net', "Net"), ('gross', "Gross")],
        string="Prices Shown",
        default='variant',
        required=True,
    )

    shows_words = fields.Boolean(
        string="Total in Words", help="Below the totals, in the offer's language."
    )
    shows_tomans = fields.Boolean(
        string="Rials as Tomans",
        help="Amounts in Iranian rials are shown in tomans, of ten rials each. The deal, the order "
        "and the invoice stay in rials.",
    )
    persian_digits = fields.Boolean(
        default=True, help="Offers in Persian have their numbers and days in Persian digits."
    )

    mail_template_id = fields.Many2one(
        'mail.template',
        string="E-Mail",
        domain="[('model', '=', 'deal.offer')]",
        default=lambda self: self._get_default_mail('mail_template_offer'),
        help="What is written when the offer is sent; you can change it before.",
    )
    attaches_pdf = fields.Boolean(
        string="PDF with the E-Mail", help="With an offer of documents go these instead."
    )
    reminder_days = fields.Integer(
        string="Reminder Before Expiry (Days)",
        default=3,
        help="So many days before an offer expires its recipients are reminded once. 0: never.",
    )
    reminder_template_id = fields.Many2one(
        'mail.template',
        string="Reminder",
        domain="[('model', '=', 'deal.offer')]",
        default=lambda self: self._get_default_mail('mail_template_offer_reminder'),
    )
    opening_activity_type_id = fields.Many2one(
        'mail.activity.type',
        string="Activity at the First Opening",
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
        help="Planned for the salesperson when a client opens the offer for the first time.",
    )

    _reminder_is_not_negative = models.Constraint(
        'CHECK(reminder_days >= 0)', "The days before the expiry can't be negative."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_languages(self):
        return self.env['res.lang'].get_installed()

    @api.model
    def _get_default_mail(self, name):
        return self.env.ref(f'sales_deals.{name}', raise_if_not_found=False)

    def _compute_placeholder_help(self):
        names = self.env['deal.offer']._get_placeholder_labels()
        table = self.env['ir.qweb']._render(
            'sales_deals.deal_offer_placeholders', {'placeholders': names}
        )
        self.placeholder_help = table

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('color')
    def _check_color(self):
        for template in self:
            if not COLOR.fullmatch(template.color):
                raise ValidationError(
                    self.env._("“%s” is no color: write it like #1f5f8b.", template.color)
                )

    @api.constrains('document_ids')
    def _check_documents(self):
        """Check that the user may read the files that every client gets."""
        self.document_ids.check_access('read')

    @api.constrains(*TEXTS)
    def _check_placeholders(self):
        known = self.env['deal.offer']._get_placeholder_labels()
        for template in self:
            for name in TEXTS:
                for fault in placeholders.find_faults(template[name] or '', known):
                    label = template._fields[name]._description_string(self.env)
                    raise ValidationError(self._get_fault_message(label, fault, known))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            vals['name'] = self.env._("%s (copy)", template.name)
        return vals_list

    @api.model
    def _get_usable(self, company, team):
        """Return a company's templates that a team may use, in the order of preference.

        :param team: of the deal; empty for a deal without a team
        :return: the team's own in their order, then those of all teams
        """
        domain = Domain('company_id', 'in', [False, *company.ids]) & Domain(
            'team_ids', 'in', [False, *team.ids]
        )
        return self.search(domain).sorted(lambda template: not template.team_ids)

    def _get_text(self, name, values):
        """Return one of the texts with its placeholders filled in.

        :param dict values: placeholder to escaped text
        :return: HTML, or '' for an empty one
        """
        self.ensure_one()
        text = self[name]
        return '' if is_html_empty(text) else placeholders.fill(text, values)

    @api.model
    def _get_fault_message(self, field, fault, known):
        """Return what is wrong with the placeholders of a text, and what to do.

        :param str field: the text's label
        :param fault: a ``Fault`` of ``tools.offer.placeholders``
        :param known: names of placeholders
        """
        if fault.kind == 'formatted':
            return self.env._(
                "%(field)s: the placeholder “%(name)s” has formatting between its braces. Delete "
                "it and type {{%(name)s}} again.",
                field=field,
                name=fault.text,
            )
        if fault.kind == 'unclosed':
            return self.env._(
                "%(field)s: braces that don't match near “%(text)s”. A placeholder looks like "
                "{{customer}}.",
                field=field,
                text=fault.text,
            )
        return self.env._(
            "%(field)s: there is no placeholder “%(name)s”. You can use: %(known)s.",
            field=field,
            name=fault.text,
            known=", ".join(f'{{{{{name}}}}}' for name in known),
        )
