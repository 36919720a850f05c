"""Offers that were calculated elsewhere: files of any format, sent and tracked like any other."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_offer  # noqa: F401 (extended below)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    kind = fields.Selection(
        [('calculation', "Calculation"), ('document', "Documents")],
        compute='_compute_kind',
        store=True,
        precompute=True,
        required=True,
        help="What the client is offered: variants of the calculation, or files.",
    )
    document_ids = fields.Many2many(
        'ir.attachment',
        'deal_offer_document_rel',
        'offer_id',
        'attachment_id',
        string="Documents",
        bypass_search_access=True,
        help="The files that are the offer, as another program has made them.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_id')
    def _compute_kind(self):
        """A deal without calculation is offered by documents; what an offer is made of stays."""
        for offer in self:
            offer.kind = offer.kind or (
                'calculation' if offer.lead_id.deal_uses_calculation else 'document'
            )

    @api.depends('kind')
    def _compute_variant_ids(self):
        documents = self.filtered(lambda offer: offer.kind == 'document')
        documents.variant_ids = False
        super(DealOffer, self - documents)._compute_variant_ids()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('document_ids')
    def _check_documents(self):
        """What is shown to a client, the user must be able to read."""
        self.document_ids.check_access('read')

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        offers = super().create(vals_list)
        offers._adopt_documents()
        return offers

    def write(self, vals):
        result = super().write(vals)
        if 'document_ids' in vals:
            self._adopt_documents()
        return result

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _check_has_content(self):
        documents = self.filtered(lambda offer: offer.kind == 'document')
        if documents.filtered(lambda offer: not offer.document_ids):
            raise UserError(self.env._("There is nothing to offer: add a file to the documents."))
        return super(DealOffer, self - documents)._check_has_content()

    def _prepare_documents(self, files):
        # Everybody who may send the offer may show its files: checked when they were added.
        own = [self._prepare_document(document, files) for document in self.sudo().document_ids]
        return own + super()._prepare_documents(files)

    def _get_mail_attachments(self):
        if self.kind != 'document':
            return super()._get_mail_attachments()
        return self.document_ids if self.template_id.attaches_pdf else self.document_ids.browse()

    def _prepare_page_urls(self, state):
        """The files are the offer: there is no PDF of it."""
        urls = super()._prepare_page_urls(state)
        return urls | {'pdf': ''} if self.kind == 'document' else urls

    def _accept(self, key, options=(), name='', signature=None):
        """Accept the documents: the deal is won. What is ordered stands in them, so there is no
        order to make."""
        self.ensure_one()
        if self.kind != 'document':
            return super()._accept(key, options, name, signature)
        self._lock_answers()
        self._check_is_open()
        self.write({**self._prepare_signing(name, signature), 'state': 'accepted'})
        self._get_rivals()._close('superseded')
        self._post_as_client(
            self.env._(
                "%(name)s accepted the offer %(offer)s.",
                name=self.signed_by,
                offer=self.display_name,
            )
        )
        self.lead_id.filtered(lambda lead: lead.won_status != 'won').action_set_won()
        return self.sale_order_id

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_seen_domain(self):
        """What the rule of switched-off calculations says, for figures that no rule reaches."""
        companies = self.env['res.company']._get_without_calculation()
        processes = self.env['deal.process']._get_without_calculation()
        if not companies and not processes:
            return Domain.TRUE
        return Domain('kind', '=', 'document') | (
            Domain('company_id', 'not in', companies)
            & Domain('lead_id.deal_process_id', 'not in', processes)
        )

    @api.model
    def _get_seen_condition(self, process=None):
        """The same for statements of reports.

        :param SQL process: the process of the offer's deal, where the statement has the deal
        :return: SQL on ``deal_offer AS offer``
        """
        companies = self.env['res.company']._get_without_calculation()
        processes = self.env['deal.process']._get_without_calculation()
        if not companies and not processes:
            return SQL("TRUE")
        without = SQL("SELECT id FROM crm_lead WHERE deal_process_id = ANY(%s)", list(processes))
        hidden = SQL("offer.lead_id IN (%s)", without)
        if process:
            hidden = SQL("%s = ANY(%s)", process, list(processes))
        return SQL(
            "(offer.kind = 'document' OR (offer.company_id = ANY(%s) OR %s) IS NOT TRUE)",
            list(companies),
            hidden,
        )

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _adopt_documents(self):
        """Files that belong to nothing yet belong to the offer, and are seen with it."""
        for offer in self.filtered('document_ids'):
            # Whoever could add them may: see `_check_documents`.
            loose = offer.document_ids.sudo().filtered(lambda document: not document.res_id)
            loose.write({'res_model': self._name, 'res_id': offer.id})
