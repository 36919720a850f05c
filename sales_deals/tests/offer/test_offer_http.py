import re

from odoo.tests import HttpCase, tagged

from ..common import OfferCase

CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
MODULE, PUBLIC = 'odoo.addons.sales_deals.', ('http', 'public')
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@tagged('post_install', '-at_install')
class TestOfferHttp(OfferCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.partner.name = HOSTILE
        cls.line.write({'cost': 77.13, 'name': f"Window\n{HOSTILE}"})
        cls.offer = cls._send()

    def _get(self, path='', token=None, query='', offer=None, **kwargs):
        offer = offer or self.offer
        token = offer.access_token if token is None else token
        url = f'/offer/{offer.id}{path}?access_token={token}{query}'
        headers = {'User-Agent': CHROME, **kwargs.pop('headers', {})}
        return self.url_open(url, headers=headers, **kwargs)

    def _post(self, path, allow_redirects=True, **data):
        page = self._get().text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        url = f'/offer/{self.offer.id}/{path}?access_token={self.offer.access_token}'
        data['csrf_token'] = found[1] if found else ''
        return self.url_open(url, data=data, allow_redirects=allow_redirects)

    # Who may read

    def test_page_needs_its_own_token(self):
        other, draft = self._send(), self._make_offer()
        draft._portal_ensure_token()
        self.assertEqual(self._get().status_code, 200)
        answers = set()
        for token in ('', 'x', other.access_token, self.offer.access_token[:-1], 'é%00'):
            for path in ('', '/pdf', '/total', f'/file/{"0" * 64}'):
                with self.subTest(token=token, path=path):
                    response = self._get(path, token=token)
                    self.assertEqual(response.status_code, 404)
            answers.add(self._get(token=token).text)
        answers.add(self._get(offer=draft).text)
        answers.add(self.url_open('/offer/99999999?access_token=x').text)
        self.assertEqual(len(answers), 1, "nobody learns which offers there are")
        self.assertEqual(self._get('/preview', token='').status_code, 200)  # the log-in page
        self.assertNotIn(self.offer.display_name, self._get('/preview', token='').text)

    def test_salesperson_of_another_company_sees_no_preview(self):
        self.authenticate('deal_stranger', 'deal_stranger')
        for path in ('/preview', '/preview/page', '/preview/pdf'):
            self.assertIn(self._get(path).status_code, (403, 404))

    def test_preview_is_the_page(self):
        draft = self._make_offer()
        self.authenticate('deal_all', 'deal_all')
        preview = self._get('/preview/page', offer=draft).text
        draft.with_user(self.salesman_all)._send()
        page = self._get(offer=draft).text

        def get_document(html):
            return re.search(r'<article.*?</article>', html, re.S)[0].split(
                '<section class="documents"'
            )[0]

        def strip(html):
            # What is there for those without JavaScript, and what goes to the server.
            html = re.sub(r'<button[^>]*without_script[^>]*>[^<]*</button>', '', get_document(html))
            html = re.sub(r'\s(src|href|disabled|data-choose)="[^"]*"', '', html)
            return re.sub(r'\s+', ' ', html)

        self.assertEqual(strip(preview), strip(page))

    # What is told

    def test_page_tells_no_cost(self):
        for path in ('', '/total'):
            text = self._get(path, query=f'&variant={self.key}').text
            for word in ('77.13', 'standard_price', 'purchase_price', 'margin_percent'):
                self.assertNotIn(word, text)

    def test_hostile_text_is_text(self):
        text = self._get().text
        self.assertNotIn("<script>alert", text)
        self.assertNotIn("<img src=x", text)
        self.assertIn("&lt;script&gt;", text)

    def test_page_is_kept_from_others(self):
        headers = self._get().headers
        self.assertIn("default-src 'none'", headers['Content-Security-Policy'])
        self.assertEqual(headers['Referrer-Policy'], 'no-referrer')
        self.assertIn('noindex', headers['X-Robots-Tag'])
        self.assertIn('no-store', headers['Cache-Control'])

    def test_totals_follow_the_ticked_options(self):
        ticked = f'&variant={self.key}&option={self.key}:{self.option_key}'
        self.assertIn('740', self._get('/total', query=ticked).json()['gross'])
        self.assertIn('240', self._get('/total', query=f'&variant={self.key}').json()['gross'])
        self.assertIn('740', self._get(query=ticked).text)
        for wrong in ('&variant=0', '&option=::', f'&variant={self.key}&option=x:y'):
            self.assertEqual(self._get('/total', query=wrong).status_code, 200)

    # Answers

    def test_client_accepts_without_javascript(self):
        option = f'{self.key}:{self.option_key}'
        response = self._post('accept', variant=self.key, name="Anna", option=option)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Accepted by Anna", response.text)
        self.assertEqual(
            (self.offer.state, self.offer.sale_order_id.amount_total), ('accepted', 740)
        )
        self.assertEqual(self.offer.opening_count, 1)
        again = self._post('accept', variant=self.key, name="Anna")
        self.assertEqual(again.status_code, 409)
        self.assertIn("Accepted by", again.text)

    def test_client_asks_and_declines(self):
        self.assertIn("Thank you", self._post('ask', question=HOSTILE).text)
        self.assertIn("&lt;script&gt;", self.deal.message_ids.sorted('id')[-1].body)
        reason = self.env['crm.lost.reason'].create(
            {'name': "Too dear", 'deal_is_shown_to_clients': True}
        )
        response = self._post('decline', reason=str(reason.id), note=HOSTILE)
        self.assertIn("declined", response.text)
        self.assertEqual(self.offer.lost_reason_id, reason)

    def test_what_is_wrong_is_said_on_the_page_and_kept(self):
        response = self._post('accept', variant=self.key, name="  ")
        self.assertEqual(response.status_code, 409)
        self.assertIn("Enter your name", response.text)
        response = self._post('ask', question="x" * 5000)
        self.assertIn("too long", response.text)
        self.assertEqual(self._post('ask', question="x" * 1_000_000).status_code, 413)
        self.assertFalse(self.deal.activity_ids)

    def test_too_many_questions_are_refused(self):
        statuses = [self._post('ask', question=f"Question {i}").status_code for i in range(12)]
        self.assertEqual(statuses[:10], [200] * 10)
        self.assertEqual(statuses[-1], 429)

    def test_numbers_and_signs_that_no_database_keeps_are_no_fault_of_ours(self):
        for number in (2**31, 10**30):
            self.assertEqual(self.url_open(f'/offer/{number}?access_token=x').status_code, 404)
        self.assertEqual(self._post('ask', question="Is it\0 included?").status_code, 200)
        self.assertEqual(self._post('decline', reason='9' * 30, note="\0No").status_code, 200)
        self.assertEqual((self.offer.state, self.offer.decline_note), ('declined', "No"))
        self.assertFalse(self.offer.lost_reason_id)

    def test_forged_forms_are_refused(self):
        url = f'/offer/{self.offer.id}/accept?access_token={self.offer.access_token}'
        response = self.url_open(url, data={'variant': self.key, 'name': "Mallory"})
        self.assertGreaterEqual(response.status_code, 400)
        self.assertEqual(self.offer.state, 'sent')

    def test_what_may_be_done_is_asked_without_doing_it(self):
        """Odoo lets OPTIONS through to every route, and asks it for no token of a form."""
        modules = sorted(self.env.registry._init_modules)
        rules = self.env['ir.http']._generate_routing_rules(modules, converters={})
        before = self.deal.message_ids
        form = {'variant': self.key, 'name': "Mallory", 'question': "Who?", 'note': "No"}
        asked = 0
        for rule, endpoint in rules:
            is_ours = endpoint.__module__.startswith(MODULE)
            if not is_ours or (endpoint.routing['type'], endpoint.routing['auth']) != PUBLIC:
                continue
            path = re.sub(r'<\w+:offer_id>', str(self.offer.id), rule)
            path = re.sub(r'<(?:\w+:)?\w+>', 'x', path)
            url = f'{path}?access_token={self.offer.access_token}'
            response = self.url_open(url, data=form, method='OPTIONS')
            with self.subTest(path=path):
                self.assertEqual(response.status_code, 204)
                asked += 1
        self.assertGreater(asked, 7)
        self.assertEqual((self.offer.state, self.offer.lost_reason_id.id), ('sent', False))
        self.assertEqual(self.deal.message_ids, before)

    # Visits

    def test_visit_is_counted_by_its_beacon(self):
        page = self._get().text
        seen = re.search(r'data-seen-url="([^"]+)"', page)[1].replace('&amp;', '&')
        self.assertEqual((self.offer.opening_count, self.offer.probable_count), (0, 1))
        for body in (' ', 'x', '[]', '{"seconds": "many"}', '{"seconds": 1e400}', '{' * 5000):
            response = self.url_open(seen, data=body, headers={'User-Agent': CHROME})
            self.assertIn(response.status_code, (204, 404, 413))
        self.assertEqual(self.offer.opening_count, 0)

    def test_head_request_is_no_person(self):
        response = self.url_open(
            f'/offer/{self.offer.id}?access_token={self.offer.access_token}',
            headers={'User-Agent': CHROME},
            method='HEAD',
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual((self.offer.opening_count, self.offer.machine_count), (0, 1))

    def test_no_address_is_kept(self):
        self._get()
        for name in self.offer.view_ids._fields:
            self.assertNotIn('127.0.0', str(self.offer.view_ids[name]))
