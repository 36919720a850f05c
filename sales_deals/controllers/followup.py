"""Unsubscribing from follow-ups, by a page with a button or by the mail program."""

import binascii

from odoo.http import Controller, request, route
from odoo.tools.misc import verify_hash_signed

from ..models.followup.deal_followup_message import UNSUBSCRIBE_SCOPE
from .offer import SECURITY_HEADERS

#: A form of this page has two short values.
MAX_FORM = 10_000


class FollowupController(Controller):
    @route(
        '/deal/unsubscribe/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'HEAD'],
        readonly=True,
        sitemap=False,
    )
    def unsubscribe_page(self, token, **query):
        """Ask; change nothing, since mail scanners open links too."""
        asked = self._read(token)
        return self._show(asked, 'ask') if asked else self._show(None, 'invalid', 404)

    @route(
        '/deal/unsubscribe/<string:token>',
        type='http',
        auth='public',
        methods=['POST'],
        csrf=False,  # the token is the right; a mail program has no session (RFC 8058)
        sitemap=False,
    )
    def unsubscribe(self, token, undo='', **form):
        """Unsubscribe at once, or subscribe again."""
        if (request.httprequest.content_length or 0) > MAX_FORM:
            return self._show(None, 'invalid', 413)
        asked = self._read(token)
        if not asked:
            return self._show(None, 'invalid', 404)
        email, company, lead, _lang = asked
        # The token is the client's right, for their own address.
        optouts = request.env['deal.followup.optout'].sudo()
        if undo:
            optouts._opt_in(email, company, lead)
            return self._show(asked, 'back')
        optouts._opt_out(email, company, lead)
        return self._show(asked, 'done')

    def _read(self, token):
        """Return address, company, deal and language of a link; None for a forged one."""
        try:
            content = verify_hash_signed(request.env(su=True), UNSUBSCRIBE_SCOPE, token)
        except (ValueError, binascii.Error, OverflowError):
            return None
        if not content:
            return None
        email, company_id, lead_id, lang = content
        env = request.env(su=True)
        company = env['res.company'].browse(company_id).exists()
        lead = env['crm.lead'].browse(lead_id).exists()
        return (email, company, lead, lang) if email and company else None

    def _show(self, asked, kind, status=200):
        email, company, _lead, lang = asked or ('', request.env['res.company'], None, None)
        optouts = request.env['deal.followup.optout'].sudo()
        optouts = optouts.with_context(lang=self._get_lang(lang))
        page = optouts._prepare_page(kind, email, company)
        html = optouts.env['ir.qweb']._render('sales_deals.followup_page', page)
        return request.make_response(html, headers=list(SECURITY_HEADERS.items()), status=status)

    def _get_lang(self, lang):
        """Return the message's language, if it is still installed."""
        installed = {code for code, _name in request.env['res.lang'].sudo().get_installed()}
        return lang if lang in installed else request.env.lang or 'en_US'
