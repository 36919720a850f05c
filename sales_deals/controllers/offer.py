"""Pages of offers for clients, who have a link and no log-in, and previews for users."""

import hashlib
import json
import secrets

from odoo import fields
from odoo.exceptions import MissingError, UserError
from odoo.http import Controller, content_disposition, request, route
from odoo.tools import consteq

from ..models.offer.deal_offer_answer import MAX_SIGNATURE, MAX_TEXT
from ..models.offer.deal_offer_question import TooManyRequests
from ..tools.offer import visits

#: The largest form of the page, in bytes; a signature is the most of it.
MAX_FORM = MAX_SIGNATURE + 8 * MAX_TEXT
#: The greatest id that the database can store.
MAX_ID = 2**31 - 1
#: The largest beacon, in bytes: it has three short values.
MAX_BEACON = 2000
#: Files that a browser shows or opens by itself; all others are bytes to be kept.
SHOWN = {'image/png', 'image/jpeg', 'image/gif', 'image/webp'}
OPENED = SHOWN | {'application/pdf'}
#: Cookie by which a device is known again, on pages of offers, for half a year.
DEVICE_COOKIE = 'offer_device'
DEVICE_AGE = 60 * 60 * 24 * 182
#: Kinds of routes: pages that may come from a replica of the database, and forms.
READ_BY_CLIENT = {
    'type': 'http',
    'auth': 'public',
    'methods': ['GET'],
    'readonly': True,
    'sitemap': False,
}
READ_BY_USER = {'type': 'http', 'auth': 'user', 'readonly': True, 'sitemap': False}
DRAWN_FOR_CLIENT = {**READ_BY_CLIENT, 'readonly': False}  # what is drawn is kept
ANSWER = {'type': 'http', 'auth': 'public', 'methods': ['POST'], 'sitemap': False}
#: What a page of ours may load; its scripts are named by `_get_page_headers`.
CONTENT_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
SECURITY_HEADERS = {
    'Content-Security-Policy': CONTENT_POLICY,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex, nofollow',
    'Cache-Control': 'no-store',
}


class OfferController(Controller):
    # ------------------------------------------------------------
    # PAGES OF CLIENTS
    # ------------------------------------------------------------

    @route(
        '/offer/<offer_id:offer_id>',
        type='http',
        auth='public',
        methods=['GET', 'HEAD'],
        sitemap=False,
    )
    def offer_page(self, offer_id, access_token=None, **query):
        """Show the offer as it was sent, and record the visit."""
        offer = self._get_offer(offer_id, access_token)
        if not offer:
            return self._show_invalid()
        self._record(offer, self._make_hit())
        return self._show(offer, options=request.httprequest.args.getlist('option'))

    @route('/offer/<offer_id:offer_id>/total', **READ_BY_CLIENT)
    def offer_total(self, offer_id, access_token=None, variant='', **query):
        """Return the totals of a variant with the ticked options, as JSON."""
        offer = self._get_offer(offer_id, access_token)
        if not offer:
            return request.make_json_response({}, status=404)
        page = offer._prepare_page(options=request.httprequest.args.getlist('option'))
        found = [v['totals'] for v in page['variants'] if v['key'] == variant]
        return request.make_json_response(found[0] if found else {}, headers=SECURITY_HEADERS)

    @route('/offer/<offer_id:offer_id>/file/<string:digest>', **READ_BY_CLIENT)
    def offer_file(self, offer_id, digest, access_token=None, name=None, **query):
        """Return a picture or document of the offer."""
        offer = self._get_offer(offer_id, access_token)
        found = offer and offer._get_file(digest)
        if not found:
            return self._show_invalid()
        content, mimetype = found
        headers = {
            **SECURITY_HEADERS,
            # Whatever it is, opened by itself it is no page of this site.
            'Content-Security-Policy': "default-src 'none'; sandbox",
            'Cache-Control': 'private, max-age=31536000, immutable',
            'Content-Type': mimetype if mimetype in OPENED else 'application/octet-stream',
        }
        if name or mimetype not in SHOWN:
            headers['Content-Disposition'] = content_disposition(offer._get_document_name(digest))
        return request.make_response(content, headers=list(headers.items()))

    @route('/offer/<offer_id:offer_id>/pdf', **DRAWN_FOR_CLIENT)
    def offer_pdf(self, offer_id, access_token=None, **query):
        """Return the PDF of the offer."""
        offer = self._get_offer(offer_id, access_token)
        if not offer:
            return self._show_invalid()
        try:
            return self._send_pdf(offer, offer._get_pdf())
        except UserError:
            return self._show_message('no_pdf', status=404)

    @route(
        '/offer/<offer_id:offer_id>/seen',
        type='http',
        auth='public',
        methods=['POST'],
        csrf=False,  # a beacon has no form; it changes nothing but the visit's own row
        max_content_length=MAX_BEACON,
        sitemap=False,
    )
    def offer_seen(self, offer_id, access_token=None, **query):
        """Record how long the page has been in view, and which variant of it."""
        offer = self._get_offer(offer_id, access_token)
        told = self._read_beacon()
        if not offer or told is None:
            return request.make_response('', status=404)
        beacon = visits.Beacon(
            self._get_visitor(offer),
            fields.Datetime.now(),
            told.get('seconds'),
            bool(told.get('webdriver')),
        )
        names = {v['key']: v['name'] for v in offer._get_content()[0]['variants']}
        self._record(offer, beacon, variant_name=names.get(str(told.get('variant')), ''))
        return request.make_response('', status=204)

    @route('/offer/<offer_id:offer_id>/accept', **ANSWER)
    def offer_accept(self, offer_id, access_token=None, **form):
        """Accept a variant with the ticked options."""
        values = self._read_form('variant', 'name')

        def accept(offer):
            variant, form = values['variant'], request.httprequest.form
            ticked = [option.partition(':') for option in form.getlist('option')]
            options = [line for of_variant, _colon, line in ticked if of_variant == variant]
            offer._accept(variant, options, values['name'], form.get('signature'))

        return self._answer(offer_id, access_token, 'accept', accept, values)

    @route('/offer/<offer_id:offer_id>/decline', **ANSWER)
    def offer_decline(self, offer_id, access_token=None, **form):
        """Decline the offer, with a reason."""
        values = self._read_form('reason', 'note')

        def decline(offer):
            offer._decline(read_id(values['reason']), values['note'])

        return self._answer(offer_id, access_token, 'decline', decline, values)

    @route('/offer/<offer_id:offer_id>/ask', **ANSWER)
    def offer_ask(self, offer_id, access_token=None, **form):
        """Pass on a question to the salesperson."""
        values = self._read_form('question', 'email')

        def ask(offer):
            offer._ask(values['question'], values['email'])

        return self._answer(offer_id, access_token, 'ask', ask, values)

    # ------------------------------------------------------------
    # PREVIEWS OF USERS
    # ------------------------------------------------------------

    @route('/offer/<offer_id:offer_id>/preview', **READ_BY_USER)
    def offer_preview(self, offer_id, **query):
        """Show the page in a frame, below a bar in which the template is changed."""
        offer = self._get_own_offer(offer_id)
        nonce = secrets.token_urlsafe(16)
        values = {**offer._prepare_preview(), 'nonce': nonce}
        headers = self._get_page_headers(nonce, frames="frame-src 'self'")
        return request.render('sales_deals.offer_preview', values, headers=headers)

    @route('/offer/<offer_id:offer_id>/preview/page', **READ_BY_USER)
    def offer_preview_page(self, offer_id, **query):
        """Show exactly what the client will see, or sees."""
        offer = self._get_own_offer(offer_id)
        return self._show(offer, options=request.httprequest.args.getlist('option'), preview=True)

    @route('/offer/<offer_id:offer_id>/preview/pdf', **READ_BY_USER)
    def offer_preview_pdf(self, offer_id, **query):
        """Return the PDF as it will be sent."""
        offer = self._get_own_offer(offer_id)
        return self._send_pdf(offer, offer._make_pdf(is_preview=offer.state == 'draft'))

    def _get_offer(self, offer_id, access_token):
        """Return the offer of a link, as superuser; None when the token is not its own.

        A draft has no page: it was not sent.
        """
        if offer_id > MAX_ID:
            return None
        # The token is the reader's right; it is compared before anything is told.
        offer = request.env['deal.offer'].sudo().browse(offer_id).exists()
        is_text = isinstance(access_token, str)  # a form may have sent a file
        if not offer or not is_text or not access_token or not offer.access_token:
            return None
        is_own = consteq(offer.access_token.encode(), access_token.encode('utf-8', 'replace'))
        if not is_own or offer.state == 'draft':
            return None
        return offer.with_company(offer.company_id).with_context(lang=offer.lang)

    def _get_own_offer(self, offer_id):
        """Return an offer that the user may read, with the user's rights.

        :raise AccessError: when they may not
        """
        offer = request.env['deal.offer'].browse(min(offer_id, MAX_ID)).exists()
        if not offer:
            raise MissingError(request.env._("This offer is not there any more."))
        offer.check_access('read')
        return offer.with_company(offer.company_id)

    def _answer(self, offer_id, access_token, act, answer, values):
        """Do what a form asks for, and show the page again; with the reason where it is refused."""
        if (request.httprequest.content_length or 0) > MAX_FORM:
            return self._show_message('too_large', status=413)
        offer = self._get_offer(offer_id, access_token)
        if not offer:
            return self._show_invalid()
        try:
            with request.env.cr.savepoint():
                answer(offer)
        except TooManyRequests as refusal:
            return self._show(offer, error=refusal.args[0], values=values, status=429)
        except UserError as refusal:
            return self._show(offer, error=refusal.args[0], values=values, status=409)
        event = visits.Act(
            self._get_visitor(offer), fields.Datetime.now(), act, self._is_internal()
        )
        self._record(offer, event)
        return request.redirect(f'{offer._get_page_url()}&thanks={act}', local=True)

    def _read_form(self, *names):
        """Return what a form says, by its fields' names; a file that was sent says nothing."""
        return {name: request.httprequest.form.get(name, '') for name in names}

    def _show(self, offer, status=200, preview=False, **kwargs):
        page = offer._prepare_page(is_preview=preview and offer.state == 'draft', **kwargs)
        is_new = not preview and DEVICE_COOKIE not in request.httprequest.cookies
        page['nonce'] = nonce = secrets.token_urlsafe(16)
        page['csrf_token'] = '' if preview else request.csrf_token()
        if preview:
            page['urls'] = dict.fromkeys(page['urls'], '')
            page['state'] = 'preview' if page['state'] == 'open' else page['state']
        elif is_new:
            self._add_device(page['urls'])
        if thanks := request.httprequest.args.get('thanks'):
            page['notice'] = page['notice'] or offer._get_thanks(thanks)
        qweb = request.env['ir.qweb'].with_context(lang=page['lang'])
        html = qweb._render('sales_deals.offer_page', {'page': page})
        headers = self._get_page_headers(nonce)
        response = request.make_response(html, headers=list(headers.items()), status=status)
        if is_new:
            self._set_device_cookie(response)
        return response

    def _get_page_headers(self, nonce, frames="frame-src 'none'"):
        """Return the headers of a page on which the scripts of our templates run, and no other.

        :param str nonce: what tells them from others, such as a file that somebody has uploaded
        :param str frames: which pages it may show within itself
        """
        policy = f"{CONTENT_POLICY}; {frames}; script-src 'nonce-{nonce}'"
        return {**SECURITY_HEADERS, 'Content-Security-Policy': policy}

    def _show_invalid(self):
        """Answer all wrong links alike: nobody learns which offers there are."""
        return self._show_message('invalid', status=404)

    def _show_message(self, kind, status):
        message = request.env['deal.offer']._prepare_message(kind)
        html = request.env['ir.qweb'].sudo()._render('sales_deals.offer_message', message)
        return request.make_response(html, headers=list(SECURITY_HEADERS.items()), status=status)

    def _send_pdf(self, offer, content):
        headers = {
            **SECURITY_HEADERS,
            'Content-Type': 'application/pdf',
            'Content-Disposition': content_disposition(offer._get_pdf_name(), 'inline'),
        }
        return request.make_response(content, headers=list(headers.items()))

    # Visits

    def _record(self, offer, event, **kwargs):
        if isinstance(event, visits.Hit):
            kwargs['program'] = visits.find_product(event.user_agent)
        offer._record_visit(event, network=self._get_network(offer), **kwargs)

    def _make_hit(self):
        httprequest = request.httprequest
        headers = {name: httprequest.headers.get(name, '') for name in visits.HEADERS}
        offer_id = httprequest.path.rpartition('/')[2]
        return visits.Hit(
            fields.Datetime.now(),
            httprequest.method,
            httprequest.user_agent.string or '',
            headers,
            self._hash_visitor(offer_id),
            self._is_internal(),
        )

    def _get_visitor(self, offer):
        return self._hash_visitor(offer.id)

    def _hash_visitor(self, offer_id):
        """Return a hash of a device on an offer, which tells neither address nor cookie."""
        httprequest = request.httprequest
        known = httprequest.cookies.get(DEVICE_COOKIE) or httprequest.args.get('device')
        return self._hash(offer_id, known or self._get_device())

    def _get_network(self, offer):
        """Return a hash of the reader's address on an offer, which is another one tomorrow."""
        subscriber = visits.find_subscriber(request.httprequest.remote_addr or '')
        return self._hash(offer.id, fields.Date.today(), subscriber)

    def _hash(self, *parts):
        secret = request.env['ir.config_parameter'].sudo().get_param('database.secret')
        told = ':'.join(map(str, (secret, *parts)))
        return hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:32]

    def _add_device(self, urls):
        """Name the device in the page's addresses, for browsers that refuse cookies."""
        for name in ('seen', 'accept', 'decline', 'ask'):
            if urls[name]:
                urls[name] += f'&device={self._get_device()}'

    def _set_device_cookie(self, response):
        response.set_cookie(
            DEVICE_COOKIE,
            self._get_device(),
            max_age=DEVICE_AGE,
            path='/offer',
            httponly=True,
            samesite='Lax',
            secure=request.httprequest.scheme == 'https',
        )

    def _get_device(self):
        """Return a new name for a device that has none, one for each request."""
        if not hasattr(request, 'offer_device'):
            request.offer_device = secrets.token_hex(16)
        return request.offer_device

    def _is_internal(self):
        return request.session.uid and request.env.user._is_internal()

    def _read_beacon(self):
        """Return what the page's beacon says, or None for anything else."""
        try:
            told = json.loads(request.httprequest.get_data(as_text=True) or '{}')
        except (ValueError, RecursionError):
            return None
        return told if isinstance(told, dict) else None


def read_id(text):
    """Return a record's id that somebody sends, or False for what can be none."""
    text = str(text)
    number = int(text) if text.isdecimal() and len(text) < 20 else 0
    return number if 0 < number <= MAX_ID else False
