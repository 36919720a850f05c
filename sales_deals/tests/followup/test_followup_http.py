import base64
import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupHttp(HttpCase, FollowupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.followup = cls._make_followup(cls.anna).sudo()
        cls.line = cls.followup.line_ids
        cls.url = cls._get_url('en_US')
        cls.optouts = cls.env['deal.followup.optout']

    @classmethod
    def _get_url(cls, lang):
        url = cls.followup.with_context(lang=lang)._get_unsubscribe_url(cls.line)
        return url[url.index('/deal/') :]

    def _is_opted_out(self):
        return bool(self.optouts.search_count([('email', '=', 'anna@client.example')]))

    def _get_notes(self):
        return self.anna.message_ids.filtered(lambda note: 'subscribed' in (note.body or ''))

    def test_clicking_twice_at_the_same_moment_is_once(self):
        asked = ('anna@client.example', self.followup.company_id, self.anna)
        self.assertTrue(self.optouts._opt_out(*asked))
        # What the second click sees: the first one is not done yet.
        with patch.object(self.registry['deal.followup.optout'], 'search_count', return_value=0):
            self.assertFalse(self.optouts._opt_out(*asked))
        self.assertEqual(len(self._get_notes()), 1)

    def test_opening_the_link_asks_and_changes_nothing(self):
        answer = self.url_open(self.url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("anna@client.example", answer.text)
        self.assertIn('<form', answer.text)
        self.url_open(self.url, method='HEAD')
        self.url_open(self.url, method='OPTIONS', data={'x': '1'})
        self.assertFalse(self._is_opted_out())

    def test_one_click_of_a_mail_program_unsubscribes(self):
        answer = self.url_open(self.url, data={'List-Unsubscribe': 'One-Click'})
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(self._is_opted_out())
        self.assertIn("anna@client.example", self._get_notes().body)

    def test_unsubscribing_twice_is_unsubscribing_once(self):
        for _time in range(2):
            self.assertEqual(self.url_open(self.url, data={'x': '1'}).status_code, 200)
        self.assertEqual(len(self._get_notes()), 1)
        self.assertEqual(self._get_reasons(self._make_followup(self.anna)), {'Anna': 'opted_out'})

    def test_a_mistake_can_be_taken_back(self):
        self.url_open(self.url, data={'x': '1'})
        answer = self.url_open(self.url, data={'undo': '1'})
        self.assertIn("subscribed again", answer.text)
        self.assertFalse(self._is_opted_out())

    def test_a_client_does_not_take_back_what_we_entered(self):
        self.optouts.create({'email': 'anna@client.example'})
        self.url_open(self.url, data={'undo': '1'})
        self.assertTrue(self._is_opted_out())

    def test_forged_links_do_nothing(self):
        token = self.url.rpartition('/')[2]
        raw = base64.urlsafe_b64decode(token + '===')
        other = json.dumps(['jan@client.example', self.company.id, self.jan.id, 'en_US'])
        forged = base64.urlsafe_b64encode(raw[:41] + other.encode()).decode().rstrip('=')
        for wrong in (forged, token[:-4], 'x', '%00', token[::-1], 'é', 'A' * 3000):
            with self.subTest(wrong[:20]):
                for data in (None, {'x': '1'}):
                    answer = self.url_open(f'/deal/unsubscribe/{wrong}', data=data)
                    self.assertIn(answer.status_code, (404, 400))
        self.assertFalse(self.optouts.search([]))

    def test_the_page_speaks_the_clients_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        answer = self.url_open(self._get_url('fa_IR'))
        self.assertIn('dir="rtl"', answer.text)
        self.assertIn('lang="fa', answer.text)

    def test_the_link_works_after_the_deal_is_gone(self):
        self.followup.unlink()
        self.anna.unlink()
        self.assertEqual(self.url_open(self.url, data={'x': '1'}).status_code, 200)
        self.assertTrue(self._is_opted_out())

    def test_a_large_form_is_refused(self):
        answer = self.url_open(self.url, data={'x': 'y' * 20000})
        self.assertEqual(answer.status_code, 413)
        self.assertFalse(self._is_opted_out())
