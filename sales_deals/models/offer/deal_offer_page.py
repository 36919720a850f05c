"""Pages of offers: the snapshot's values in the reader's language, as the templates need them."""

import base64
import hashlib
from functools import partial
from urllib.parse import quote as url_quote

from markupsafe import Markup

from odoo import api, fields, models, release
from odoo.tools import SQL, ormcache
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.misc import get_lang

from ...tools.language import directions
from ...tools.offer import colors, rich_text, sections, totals
from ...tools.offer.choice import is_something_chosen
from .deal_offer import OPEN_STATES
from .deal_offer_snapshot import DIGEST
from .deal_offer_template import COLOR

#: States in which an offer can no longer be answered.
CLOSED_STATES = ('accepted', 'declined', 'expired', 'superseded')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _prepare_page(self, options=(), values=None, error='', is_preview=False):
        """Prepare what the templates of page and PDF need, with texts in the offer's language.

        :param options: ticked options, as ``<variant>:<line>``
        :param dict values: what the reader had entered before an error
        :param str error: what was wrong with it
        :param bool is_preview: whether to show the offer as it would be sent, without answers
        :return: dictionary; see ``views/offer/deal_offer_page_templates.xml``
        """
        self.ensure_one()
        content, files = self._get_content()
        offer = self.with_context(lang=content['lang'], deal_offer_shown=content['shows'])
        state = 'preview' if is_preview else offer._get_page_state()
        if state == 'accepted':
            options = [f'{self.accepted_key}:{key}' for key in self.accepted_options or ()]
        page = {
            **offer._prepare_page_frame(content),
            **offer._prepare_page_texts(content),
            **offer._prepare_page_look(content, files),
            'documents': offer._prepare_page_documents(content, files, is_preview),
            'variants': offer._prepare_page_variants(content, files, options),
            'comparison': offer._prepare_page_comparison(content, options),
            'state': state,
            'error': error,
            'values': values or {},
            'reasons': offer._prepare_page_reasons() if state == 'open' else [],
            'urls': offer._prepare_page_urls(state),
        }
        page.update(offer._prepare_page_notice(state))
        return page

    def _get_page_state(self):
        """Return 'open' while the client can answer, else why they can't."""
        self.ensure_one()
        if self.state in CLOSED_STATES:
            return self.state
        if self.valid_until and self.valid_until < fields.Date.context_today(self):
            return 'expired'
        return 'open' if self._is_open() else 'preview'

    @api.model
    def _get_answerable_condition(self):
        """Return what :meth:`_get_page_state` calls open, of offers that can be seen.

        :return: SQL on ``deal_offer AS offer``
        """
        return SQL(
            "(offer.state IN %(states)s AND COALESCE(offer.valid_until, %(today)s) >= %(today)s"
            " AND %(seen)s)",
            states=OPEN_STATES,
            today=fields.Date.context_today(self),
            seen=self._get_seen_condition(),
        )

    def _prepare_preview(self):
        """Prepare what the bar above the preview shows.

        :return: dictionary of values for the template ``sales_deals.offer_preview``
        """
        self.ensure_one()
        is_draft = self.state == 'draft'
        templates = self.env['deal.offer.template']._get_usable(
            self.company_id, self.lead_id.team_id
        )
        return {
            'offer': self,
            'templates': (templates | self.template_id) if is_draft else self.template_id,
            'languages': self._get_languages(),
            'is_draft': is_draft,
            'page_url': f'/offer/{self.id}/preview/page',
            'pdf_url': f'/offer/{self.id}/preview/pdf',
            'back_url': f'/odoo/crm.lead/{self.lead_id.id}',
            'version': self._get_version(),
        }

    @api.model
    def _prepare_message(self, kind):
        """Prepare a small page that says why there is no offer to see.

        :param str kind: 'invalid', 'too_large' or 'no_pdf'
        :return: dictionary of values for the template ``sales_deals.offer_message``
        """
        texts = {
            'invalid': (
                self.env._("This link is not valid"),
                self.env._(
                    "Check that you have opened the whole link, or ask the person who sent it to "
                    "you for a new one."
                ),
            ),
            'too_large': (
                self.env._("That was too much"),
                self.env._("Shorten your text, go back and try again."),
            ),
            'no_pdf': (
                self.env._("There is no PDF of this offer"),
                self.env._("Go back and read it on its page, which your browser can print."),
            ),
        }
        title, text = texts[kind]
        return {'title': title, 'text': text, **self._prepare_page_language()}

    def _get_thanks(self, act):
        """Return what to say after an answer."""
        return {
            'ask': self.env._("Thank you: your question has been sent. We will write to you."),
            'decline': self.env._("Thank you for telling us."),
        }.get(act, '')

    def _get_totals(self, variant, options=()):
        """Return the totals of a frozen variant with some options.

        :param dict variant: of the content
        :param options: keys of ticked lines
        :return: :class:`tools.offer.totals.Totals`
        """
        rounding = variant['rounding']
        products = [line for line in variant['lines'] if line['type'] == 'product']
        base = [line for line in products if not line['is_optional']]
        ticked = [line for line in products if line['is_optional'] and line['key'] in options]
        without = _total(base, rounding)
        if not ticked:
            return totals.Totals(*variant['totals'])
        # What the engine found for the lines without options is what was calculated: taxes of a
        # kind that is not known here may differ from it, by as much with the options.
        with_options = _total(base + ticked, rounding)
        kept = (
            total + new - old
            for total, new, old in zip(variant['totals'], with_options, without, strict=True)
        )
        return totals.Totals(*(float(f'{amount:.6f}') for amount in kept))

    def _prepare_page_frame(self, content):
        return {
            **self._prepare_page_language(content['lang']),
            'kind': content.get('kind', 'calculation'),
            'number': content['number'],
            'date': self._format_date(content['date']),
            'valid_until': self._format_date(content['valid_until']),
            'company': content['company'],
            'customer': content['customer'],
            'contact': content['contact'],
            'salesperson': content['salesperson'],
            'prices': prices_of(content),
        }

    @api.model
    def _prepare_page_language(self, code=None):
        """Prepare what a page says of its language; the reader's where none is given."""
        lang = get_lang(self.env, code)
        return {
            'lang': lang.code,
            'html_lang': (lang.iso_code or 'en').replace('_', '-'),
            'direction': lang.direction,
            'direction_of': partial(directions.direction_of, around=lang.direction),
            'version': self._get_version(),
        }

    def _prepare_page_texts(self, content):
        return {name: self._clean_text(content[name]) for name in ('opening', 'closing', 'terms')}

    @api.model
    def _clean_text(self, text):
        """Return an HTML text as others may be shown it, whatever was stored."""
        # Made anew of what is allowed, each text escaped.
        return Markup(rich_text.clean(text or ''))  # nosec B704

    def _prepare_page_look(self, content, files):
        look = content['look']
        color = self._get_known_look('color', look)
        return {
            'layout': self._get_known_look('layout', look),
            'color': color,
            'palette': colors.palette(color),
            'font': self._get_known_look('font', look),
            'cover_url': self._get_file_url(look['cover'], files),
            'logo_url': look['logo'] != self._get_placeholder_digest()
            and self._get_file_url(look['logo'], files),
            'columns': content['shows'],
        }

    @api.model
    @ormcache()
    def _get_placeholder_digest(self):
        """Return the hash of Odoo's "Your logo", which offers were sent with before."""
        return hashlib.sha256(base64.b64decode(self.env['res.company']._get_logo())).hexdigest()

    @api.model
    def _get_known_look(self, name, look):
        """Return a part of the look that may stand in a style sheet, where nothing is escaped."""
        templates = self.env['deal.offer.template']
        field, value = templates._fields[name], look[name]
        is_known = (
            COLOR.fullmatch(value or '') if name == 'color' else value in field.get_values(self.env)
        )
        return value if is_known else templates.default_get([name])[name]

    def _prepare_page_documents(self, content, files, is_preview):
        return [
            {
                'name': document['name'],
                'size': self._format_size(document['size']),
                'url': '#'
                if is_preview
                else self._get_file_url(document['file'], files, name=document['name']),
            }
            for document in content['documents']
        ]

    def _prepare_page_variants(self, content, files, options):
        variants = [
            self._prepare_page_variant(variant, files, options) for variant in content['variants']
        ]
        if len(variants) == 1:
            # There is nothing to tell it from: names such as "A" are of use to the seller alone.
            variants[0]['name'] = ''
        return variants

    def _prepare_page_variant(self, variant, files, options):
        key = variant['key']
        ticked = ticked_of(variant, options)
        currency = self._get_currency(variant)
        money = partial(self._format_money, currency=currency)
        terms = [
            (self.env._("Payment terms"), variant['payment_term']),
            (self.env._("Delivery terms"), variant['delivery_terms']),
            (self.env._("Delivery time"), variant['delivery_time']),
        ]
        totals = self._get_totals(variant, ticked)
        return {
            'key': key,
            'name': variant['name'],
            'note': self._clean_text(variant['note']),
            'terms': [term for term in terms if term[1]],
            'lines': self._prepare_page_lines(variant, files, currency),
            'options': self._prepare_page_options(variant, files, currency, ticked),
            'totals': {
                **{name: money(getattr(totals, name)) for name in totals._fields},
                'words': self._get_words(totals.gross, variant['currency'], variant['rounding']),
            },
            'is_to_choose': not is_something_chosen(variant),
            'is_chosen': is_something_chosen(variant, ticked),
            'accepted': self._is_accepted(key),
        }

    def _prepare_page_reasons(self):
        # Clients choose from them, who may not read them otherwise.
        reasons = self.sudo()._get_offered_reasons()
        return [{'id': reason.id, 'name': reason._get_client_words()} for reason in reasons]

    def _prepare_page_notice(self, state):
        """Prepare what stands at the top of an offer that can no longer be answered."""
        notice = {'notice': '', 'notice_url': False, 'notice_link': ''}
        if state == 'accepted':
            notice['notice'] = self.env._(
                "Accepted by %(name)s on %(day)s. Thank you!",
                name=self.signed_by or self.partner_id.name or '',
                day=self._format_date(self.closed_on),
            )
            notice.update(self._prepare_payment_notice(notice['notice']))
        elif state == 'declined':
            notice['notice'] = self.env._("This offer was declined.")
        elif state == 'expired':
            notice['notice'] = self.env._(
                "This offer expired on %s. Ask us for a new one.",
                self._format_date(self.valid_until),
            )
        elif state == 'superseded':
            notice['notice'] = self.env._("This offer is no longer valid.")
            if newer := self._get_newer():
                notice['notice'] = self.env._("There is a newer version of this offer.")
                notice['notice_url'] = newer._get_share_url()
                notice['notice_link'] = self.env._("Open the newer version")
        return notice

    def _prepare_page_urls(self, state):
        """Prepare the addresses of the page's forms and files; '' for what is not possible."""
        names = ('total', 'accept', 'decline', 'ask', 'seen', 'pdf')
        if state == 'preview':
            return {'page': '', **dict.fromkeys(names, '')}
        urls = {name: self._get_page_url(name) for name in names}
        if state != 'open':
            urls.update(accept='', decline='')
        if self.kind == 'document':
            urls['pdf'] = ''  # the files are the offer: there is no PDF of it
        return {'page': self._get_page_url(), **urls}

    def _get_page_url(self, path=''):
        return f"/offer/{self.id}{path and '/'}{path}?access_token={self.access_token}"

    @api.model
    def _get_version(self):
        """Return what tells versions of static files apart, which browsers cache."""
        module = self.env['ir.module.module'].sudo()._get('sales_deals')
        return f'{module.latest_version or release.version}'

    def _get_file_url(self, digest, files, name=''):
        """Return the address of a file; one that is not stored yet is in the address itself."""
        if not DIGEST.fullmatch(digest or ''):
            return False
        if content := files.get(digest):
            return _as_data_url(content)
        return self._get_page_url(f'file/{digest}') + (f'&name={url_quote(name)}' if name else '')


def _total(lines, rounding):
    parts = (totals.read_part(part) for line in lines for part in line['parts'])
    return totals.total(parts, rounding)


def ticked_of(variant, options):
    """Return the keys of a variant's ticked lines; of nothing that it does not offer."""
    prefix = f"{variant['key']}:"
    known = {place.line['key'] for place in sections.options(variant['lines'])}
    return known & {option.removeprefix(prefix) for option in options if option.startswith(prefix)}


def prices_of(content):
    """Tell whether the page shows prices 'net' or 'gross'."""
    return next((variant['prices'] for variant in content['variants']), 'net')


def amount_of(line, variant, prices):
    """Return the amount of a frozen line, also where its variant shows others."""
    if variant['prices'] == prices:
        return line['amount']
    return getattr(_total([line], variant['rounding']), prices)


def _as_data_url(content):
    encoded = base64.b64encode(content).decode()
    return f'data:{guess_mimetype(content)};base64,{encoded}'
