"""Offers of documents: files that another program made, sent and tracked like any other offer."""

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
        """Choose documents for deals without calculation; an offer keeps its kind."""
        for offer in self:
            offer.kind = offer.kind or (
                'calculation' if offer.lead_id.deal_uses_calculation else 'document'
            )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('document_ids')
    def _check_documents(self):
        """Check that the user may read the files that they show to a client."""
        self.document_ids.check_access('read')

    def _check_has_documents(self):
        """Check that an offer of documents has one.

        :raise UserError: when it has none
        """
        if not self.document_ids:
            raise UserError(self.env._("There is nothing to offer: add a file to the documents."))

    def _accept_documents(self, name, signature):
        """Accept an offer of documents: the deal is won.

        What is ordered stands in the documents, so there is no order to make.

        :return: no ``sale.order``
        """
        self.write({**self._prepare_signing(name, signature), 'state': 'accepted'})
        self._get_rivals()._close('superseded')
        self._post_as_client(
            self.env._(
                "%(name)s accepted the offer %(offer)s.",
                name=self.signed_by,
                offer=self.display_name,
            )
        )
        self._send_news('accepted')
        self.lead_id.filtered(lambda lead: lead.won_status != 'won').action_set_won()
        return self.sale_order_id

    @api.model
    def _get_seen_domain(self):
        """Return the domain of offers that the rule of switched-off calculations leaves visible.

        For figures that are computed as superuser, where no rule applies.
        """
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
        """Return the same condition for statements of reports.

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

    def _adopt_documents(self):
        """Attach files that belong to no record yet to the offer: whoever sees it sees them.

        Those that the user has uploaded; what is public, as programs of the web client are, stays
        where it is.
        """
        for offer in self.filtered('document_ids'):
            loose = offer.document_ids.filtered(
                lambda document: not document.res_id and not document.public
            )
            loose._filtered_access('write').write({'res_model': self._name, 'res_id': offer.id})
