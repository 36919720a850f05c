import json
import re
import secrets
import time
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import Command, fields
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import hash_sign

from ...models.followup.deal_followup_message import UNSUBSCRIBE_SCOPE
from ...models.offer.deal_offer_view import VISITS_OF_ADDRESS_A_DAY
from ...tools.offer import visits
from ..common import OfferCase

CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
#: What no answer may have: words of our own code and of the database, and what is another's.
SECRETS = re.compile(
    r'Traceback|File "|\.py\b|psycopg2|odoo\.(addons|exceptions|http|models|orm|tools)|werkzeug\.'
    r'|SELECT |Foreign Deal|foreign client'
)
#: The longest that an answer may take, in seconds of this process.
SECONDS = 2

# Values as they stand in an address or a form: bytes that are no text among them.
VALUES = st.sampled_from(
    [
        *(
            '',
            '0',
            '1',
            '-1',
            '1.5',
            'x',
            'true',
            '[]',
            '{}',
            'NaN',
            '9' * 5000,
            '9' * 19,
            '²',
            '٣',
        ),
        *('%00', '%FF', '%C0%AF', '%ED%A0%80', '%0D%0AX-Injected:%201', '%F0%9F%98%80', '%25', '+'),
        *(
            '..%2F..%2Fetc%2Fpasswd',
            '%2Fetc%2Fpasswd',
            '%3Cscript%3E',
            '%27%20OR%201%3D1--',
            'a' * 9000,
        ),
        *('{{7*7}}', '%24%7B7*7%7D', '0' * 64, 'f' * 64, '1:1', ':', '::', '%3A%00'),
    ]
) | st.text(st.sampled_from('ab01%&=;/:+.-_ é\u202e'), max_size=12).map(
    lambda text: text.encode().hex()
)
#: Odoo itself fails at a NUL in an address that belongs to no route.
NO_ROUTE = VALUES.filter(lambda value: '%00' not in value)
NAMES = st.sampled_from(
    [
        *('access_token', 'option', 'variant', 'name', 'signature', 'reason', 'note', 'question'),
        *(
            'email',
            'thanks',
            'device',
            'debug',
            'lang',
            'db',
            'undo',
            'csrf_token',
            'id',
            'offer_id',
        ),
        *('context', 'order_id', '_method', 'x', '', '%00', '%FF', '__class__', 'self', 'kwargs'),
    ]
)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=5)
VERBS = st.sampled_from(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'X'])
BODIES = st.sampled_from(
    [
        (b'', None),
        (b'\xff\xfe\x00', 'text/plain'),
        (b'{"seconds": 1, "variant": "1"}', 'text/plain;charset=UTF-8'),
        (b'[' * 1900, 'text/plain'),
        (b'{"seconds": ' + b'9' * 1900 + b'}', 'text/plain'),
        (b'{"seconds": NaN, "variant": {"a": []}, "webdriver": []}', 'text/plain'),
        (b'"\\ud800"', 'application/json'),
        (b'{"jsonrpc": "2.0", "method": "call", "params": {}}', 'application/json'),
        (b'a=%FF&a=1&=&%00=%00', 'application/x-www-form-urlencoded'),
        (b'x' * 20_000, 'application/x-www-form-urlencoded'),
        (b'--b\r\nContent-Disposition: form-data; name="a"', 'multipart/form-data; boundary=b'),
        (b'', 'multipart/form-data'),
        (b'x', 'multipart/form-data; boundary='),
        (b'x', 'application/x-www-form-urlencoded; charset=utf-7'),
        (b'x', '\u00ff/x'.encode('latin-1')),
    ]
)
FIELDS = ('access_token', 'variant', 'name', 'signature', 'reason', 'note', 'question', 'email')
PATHS = ('', '/total', '/pdf', '/seen', '/accept', '/decline', '/ask', '/file/{value}')
HEADERS = st.sampled_from(
    [
        {},
        {'Cookie': 'offer_device=%00\xff; session_id=../../x'},
        {'Cookie': 'offer_device=' + 'a' * 3000 + '; frontend_lang=xx_XX; tz=x/y'},
        {'User-Agent': ''},
        {'User-Agent': 'é\xff' * 500},
        {'X-Forwarded-For': "127.0.0.1' OR 1=1", 'X-Forwarded-Host': 'evil.example'},
        {'Accept-Language': '*, \xff;q=x, ' + 'a' * 2000},
        {'Range': 'bytes=0-1,-5', 'If-None-Match': '*', 'Expect': 'x'},
    ]
)
#: As many tries as take a minute; each finds its way through the same few lines of code.
FUZZ = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@tagged('post_install', '-at_install')
class TestOfferRequests(OfferCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.offer = cls._send()
        foreign = cls._create_deal(
            name="Foreign Deal",
            partner_id=cls.env['res.partner'].create({'name': "foreign client"}).id,
        )
        cls._create_line(cls._create_variant(lead_id=foreign.id), quantity=1)
        cls.foreign = cls._send(lead_id=foreign.id)

    def setUp(self):
        super().setUp()
        # Answers are said once; here they are tried again and again.
        self.tokens = [self.offer.access_token, 'x', '', self.foreign.access_token[:-1]]

    def _ask(self, method, path, body=b'', mimetype=None, headers=None):
        """Send a request as it stands, and check what comes back."""
        given = {'User-Agent': CHROME, **(headers or {})}
        given = {name: value.encode('latin-1') for name, value in given.items()}
        if mimetype:
            given['Content-Type'] = mimetype
        begin = time.process_time()
        response = self.url_open(
            path, data=body or None, headers=given, method=method, allow_redirects=False, timeout=60
        )
        self.assertLess(time.process_time() - begin, SECONDS, path)
        self.assertLess(response.status_code, 500, (method, path[:300], body[:300], given))
        self.assertNotIn('X-Injected', response.headers)
        self._check_told(response.text, (method, path[:300]))
        return response

    def _check_told(self, text, asked):
        """Check that an answer tells nothing of our code, or of what is another's."""
        found = SECRETS.search(text)
        self.assertFalse(found, (asked, found and text[max(found.start() - 99, 0) :][:300]))
        self.assertNotIn(self.foreign.access_token, text)

    def _make_query(self, token, pairs):
        return '&'.join(['access_token=' + token, *(f'{name}={value}' for name, value in pairs)])

    def _get_csrf_token(self):
        if not hasattr(self, '_csrf_token'):
            page = self._ask('GET', f'/offer/{self.offer.id}?access_token={self.tokens[0]}').text
            self._csrf_token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self._csrf_token

    # ------------------------------------------------------------
    # ANY REQUEST
    # ------------------------------------------------------------

    def test_no_request_to_an_offer_fails(self):
        @FUZZ
        @given(VERBS, st.sampled_from(PATHS), VALUES, st.integers(0, 3), PAIRS, BODIES, HEADERS)
        def check(method, path, value, token, pairs, body, headers):
            query = self._make_query(self.tokens[token], pairs)
            path = path.format(value=value.replace('/', '%2F'))
            self._ask(method, f'/offer/{self.offer.id}{path}?{query}', *body, headers)

        check()

    def test_no_id_of_an_offer_fails(self):
        @FUZZ
        @given(VERBS, NO_ROUTE, st.sampled_from((*PATHS, '/{value}')), PAIRS)
        def check(method, offer_id, path, pairs):
            path = path.format(value=offer_id.replace('/', '%2F'))
            query = self._make_query(self.tokens[0], pairs)
            self._ask(method, f"/offer/{offer_id.replace('/', '%2F')}{path}?{query}")

        check()

    def test_no_form_fails(self):
        text = st.text(max_size=40) | st.sampled_from(['\0', '9' * 5000, '٣', self.key, 'a' * 5000])
        values = text | st.binary(max_size=40).map(lambda content: ('file.txt', content))

        @FUZZ
        @given(
            st.sampled_from(['accept', 'decline', 'ask']),
            st.lists(st.tuples(st.sampled_from((*FIELDS, 'option')), values), max_size=6),
            st.booleans(),
        )
        def check(path, given_values, as_files):
            self._check_form(path, given_values, as_files)

        check()

    def _check_form(self, path, given_values, as_files):
        """Send texts and files as a form, and undo what the answer did."""
        url = f'/offer/{self.offer.id}/{path}?access_token={self.tokens[0]}'
        token = self._get_csrf_token()
        texts = [(name, value) for name, value in given_values if isinstance(value, str)]
        files = [(name, value) for name, value in given_values if not isinstance(value, str)]
        data = {'csrf_token': token}
        for name, value in texts:
            data.setdefault(name, []).append(value)
        begin = time.process_time()
        with self.env.cr.savepoint() as savepoint:
            response = self.url_open(
                url, data=data, files=files or None, allow_redirects=False, timeout=60
            )
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertLess(time.process_time() - begin, SECONDS)
        self.assertLess(response.status_code, 500, (path, given_values))
        self._check_told(response.text, (path, given_values))

    def test_no_unsubscription_fails(self):
        signed = hash_sign(
            self.env,
            UNSUBSCRIBE_SCOPE,
            ['anna@example.com', self.company.id, self.deal.id, 'en_US'],
            expiration_hours=24,
        )

        @FUZZ
        @given(VERBS, VALUES | st.just(signed) | st.just(signed[:-2]), PAIRS, BODIES, HEADERS)
        def check(method, token, pairs, body, headers):
            query = '&'.join(f'{name}={value}' for name, value in pairs)
            token = token.replace('/', '%2F')
            self._ask(method, f'/deal/unsubscribe/{token}?{query}', *body, headers)

        check()

    def test_no_quantity_of_an_option_fails(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [Command.create({'product_id': self.window.id})],
            }
        )
        order.action_quotation_sent()
        order._portal_ensure_token()
        numbers = [0, 1, -1, 2**31, 10**30, 1.5, True, None, '', 'x', '9' * 5000, [], {}, '1']
        kinds = st.sampled_from([*numbers, float('nan'), float('inf'), order.order_line.id])
        orders = st.sampled_from([order.id, 0, 2**31, 10**30])
        tokens = st.sampled_from([order.access_token, 'x', '', None, 5, []])

        @FUZZ
        @given(orders, kinds, tokens, kinds | st.just(False), st.booleans())
        def check(order_id, line_id, token, quantity, remove):
            params = {'line_id': line_id, 'access_token': token, 'remove': remove}
            response = self.url_open(
                f'/my/orders/{order_id}/update_line_dict',
                data=json.dumps({'params': {**params, 'input_quantity': quantity}}),
                headers={'Content-Type': 'application/json'},
                allow_redirects=False,
            )
            self.assertLess(response.status_code, 500, params)
            self._check_told(response.text, params)

        check()
        self.assertGreaterEqual(order.order_line.product_uom_qty, 0)
        self.assertEqual(order.order_line.product_uom_qty, 1, "it is no optional line")

    # ------------------------------------------------------------
    # WHAT FAILED ONCE
    # ------------------------------------------------------------

    def test_numbers_that_are_none_are_answered(self):
        token = self.offer.access_token
        for digest in ('%00', '0' * 63 + '%00'):
            response = self._ask(
                'GET', f'/offer/{self.offer.id}/file/{digest}?access_token={token}'
            )
            self.assertEqual(response.status_code, 404)
        for reason in ('9' * 5000, '²', '٣' * 30, '-1', '1e9', '\0'):
            self._check_form('decline', [('reason', reason)], False)
        for offer_id in ('9' * 5000, '9' * 30, str(2**31)):
            self.assertEqual(self._ask('GET', f'/offer/{offer_id}').status_code, 404)

    def test_files_in_place_of_texts_are_no_texts(self):
        for path in ('accept', 'decline', 'ask'):
            self._check_form(path, [(name, ('a.txt', b'x')) for name in FIELDS[1:]], True)
        url = f'/offer/{self.offer.id}/seen'
        response = self.url_open(url, files={'access_token': ('a.txt', b'x')})
        self.assertEqual(response.status_code, 404)

    def test_a_beacon_is_short(self):
        url = f'/offer/{self.offer.id}/seen?access_token={self.offer.access_token}'
        for body in (b'[' * 1900, b'{"a":' * 380, b'"\\ud800"'):
            self.assertEqual(self._ask('POST', url, body, 'text/plain').status_code, 404)
        self.assertEqual(self._ask('POST', url, b'x' * 3000, 'text/plain').status_code, 413)

        def chunks():
            for _part in range(50):
                yield b' ' * 1000

        response = self.url_open(url, data=chunks(), headers={'Content-Type': 'text/plain'})
        self.assertIn(response.status_code, (400, 404, 411, 413))

    # ------------------------------------------------------------
    # OPENINGS
    # ------------------------------------------------------------

    def _open(self, minutes=0, address=None, device=None, reports=True):
        """Open the page and look at it, with a new device."""
        device = device or secrets.token_hex(8)
        headers = {'User-Agent': CHROME}
        url = f'/offer/{self.offer.id}'
        query = f'?access_token={self.offer.access_token}&device={device}'
        when = fields.Datetime.now() + timedelta(minutes=minutes)
        with self._at(when, address):
            self.url_open(url + query, headers=headers, cookies={'offer_device': device})
        if reports:
            with self._at(when + timedelta(seconds=9), address):
                self.url_open(f'{url}/seen{query}', data='{"seconds": 8}', headers=headers)

    def _at(self, when, address):
        now = patch.object(fields.Datetime, 'now', lambda *args: when)
        if not address:
            return now
        stack = ExitStack()
        stack.enter_context(now)
        stack.enter_context(patch.object(visits, 'find_subscriber', lambda _address: address))
        return stack

    def test_one_link_holder_cannot_make_an_offer_look_sought_after(self):
        for number in range(VISITS_OF_ADDRESS_A_DAY + 10):
            self._open(minutes=number / 100)
        self.assertEqual(self.offer.opening_count, VISITS_OF_ADDRESS_A_DAY)
        self.assertEqual(len(self.offer.view_ids), VISITS_OF_ADDRESS_A_DAY)

    def test_answers_of_a_crowd_count_once(self):
        for number in range(VISITS_OF_ADDRESS_A_DAY):
            self._open(minutes=number / 100, reports=False)
        before = len(self.offer.view_ids)
        for number in range(5):
            self._check_answer(number)
        self.assertEqual((len(self.offer.view_ids), self.offer.opening_count), (before, 1))

    def _check_answer(self, number):
        self.opener.cookies.clear()
        page = self.url_open(
            f'/offer/{self.offer.id}?access_token={self.offer.access_token}&device=d{number}'
        ).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        response = self.url_open(
            f'/offer/{self.offer.id}/ask?access_token={self.offer.access_token}&device=q{number}',
            data={'csrf_token': token, 'question': f"Question {number}"},
        )
        self.assertEqual(response.status_code, 200)

    def test_others_are_counted_beside_a_crowd(self):
        for number in range(VISITS_OF_ADDRESS_A_DAY + 3):
            self._open(minutes=number / 100)
        self._open(address='198.51.100.7')
        self.assertEqual(self.offer.opening_count, VISITS_OF_ADDRESS_A_DAY + 1)

    def test_people_of_an_office_are_counted_each(self):
        for number in range(6):
            self._open(device=f'person{number}')
            self._open(device=f'person{number}', minutes=5)
            self._open(device=f'person{number}', minutes=90)
        self.assertEqual(self.offer.opening_count, 12)

    def test_no_address_can_be_found_in_what_is_stored(self):
        self._open()
        [view] = self.offer.view_ids
        self.assertRegex(view.network, '^[0-9a-f]{32}$')
        tomorrow = fields.Date.today() + timedelta(days=1)
        with patch.object(fields.Date, 'today', lambda *args: tomorrow):
            self._open(minutes=60 * 24)
        self.assertEqual(len(set(self.offer.view_ids.mapped('network'))), 2)
