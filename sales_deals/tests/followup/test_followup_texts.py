from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupTexts(FollowupCase):
    """What a follow-up begins with, and what is asked before it is sent."""

    def _offer(self, lead, state='sent', days=9):
        offer = self.env['deal.offer'].create({'lead_id': lead.id})
        today = fields.Date.context_today(offer)
        offer.sudo().write({'state': state, 'valid_until': today + timedelta(days=days)})
        return offer

    def _make(self, leads=None, **values):
        leads = (leads or self.leads).with_user(self.salesman)
        return self.env['deal.followup'].with_user(self.salesman)._make_for_leads(leads, **values)

    def _get_name(self, leads=None):
        template = self._make(leads).template_id
        names = ('news', 'reminder', 'win_back', 'opened', 'expired')
        ids = {
            self.env.ref(f'sales_deals.mail_template_followup_{name}').id: name for name in names
        }
        return ids.get(template.id, '')

    # Which text

    def test_text_says_nothing_of_an_offer_that_there_never_was(self):
        self.assertEqual(self._get_name(), 'reminder')
        self.env['deal.offer'].create({'lead_id': self.anna.id})
        self.assertEqual(self._get_name(self.anna), 'reminder', "a draft was not sent")

    def test_text_follows_the_last_offer(self):
        cases = {
            'sent': 'news',
            'opened': 'opened',
            'declined': 'win_back',
            'expired': 'expired',
            'accepted': '',
            'superseded': 'reminder',
        }
        for state, name in cases.items():
            self._offer(self.anna, state)
            self.assertEqual(self._get_name(self.anna), name, state)
        self._offer(self.anna, 'sent', days=-1)
        self.assertEqual(self._get_name(self.anna), 'expired', "the job has not run yet")

    def test_text_for_different_deals_is_true_of_all(self):
        self._offer(self.anna)
        self.assertEqual(self._get_name(), 'reminder')
        self._offer(self.jan)
        self.assertEqual(self._get_name(), 'news')
        self.jan.action_set_won()
        self.assertEqual(self._get_name(), '')

    def test_text_of_the_team_and_of_whoever_writes_comes_first(self):
        followup = self._make(template_id=self.mail_template.id)
        self.assertEqual(followup.template_id, self.mail_template)

    def test_archived_text_is_not_proposed(self):
        self._offer(self.anna, 'opened')
        self.env.ref('sales_deals.mail_template_followup_opened').active = False
        self.assertEqual(self._get_name(self.anna), 'news')

    def test_english_texts_begin_with_a_capital(self):
        for name in ('news', 'reminder', 'win_back', 'opened', 'expired'):
            template = self.env.ref(f'sales_deals.mail_template_followup_{name}')
            text = template.with_context(lang='en_US')._render_field('body_html', self.anna.ids)
            second = str(text[self.anna.id]).split('<p>')[2]
            self.assertTrue(second[0].isupper(), second)

    # Before sending

    def test_question_says_how_many_and_for_whom_something_stays_empty(self):
        self.jan.contact_name = False
        followup = self._make(
            template_id=False,
            subject="{{deal}}",
            body='<p>Dear {{ contact }}, from <t t-out="object.user_id.phone"/></p>',
        )
        action = followup.action_ask_launch()
        self.assertEqual((action['res_model'], action['target']), ('deal.followup', 'new'))
        self.assertEqual(followup.state, 'draft')
        self.assertEqual(followup.launch_note, "2 clients get this message.")
        [contact, phone] = followup.gap_note.splitlines()
        self.assertEqual(contact, f"the contact's name is empty for: {self.jan.display_name}")
        self.assertIn("Salesperson: Phone is empty for", phone)
        followup.action_launch()
        with self.assertRaisesRegex(UserError, "launched before"):
            followup.action_ask_launch()

    def test_nothing_is_warned_of_that_has_another_text_in_its_place(self):
        self.leads.contact_name = False
        followup = self._make(template_id=self.mail_template.id)
        self.assertFalse(followup.gap_note)
        followup = self._make(self.anna, template_id=self.mail_template.id)
        self.assertEqual(
            followup.launch_note, f"One client gets this message: {self.anna.display_name}."
        )

    def test_many_deals_are_counted_in_the_warning(self):
        leads = self.leads
        for number in range(6):
            leads |= self._create_mailed(f"Client{number}")
        leads.contact_name = False
        followup = self._make(leads, template_id=False, subject="A", body="<p>{{contact}}</p>")
        self.assertIn("and 3 more", followup.gap_note)

    # Languages

    def test_message_speaks_the_language_that_the_client_has_now(self):
        self.env['res.lang']._activate_lang('pl_PL')
        partner = self.env['res.partner'].create({'name': "Anna", 'lang': 'en_US'})
        (self.anna | self.jan).partner_id = partner
        self.jan.lang_id = False
        self.assertEqual(self.anna.lang_code, 'en_US')
        draft = self.env['deal.offer'].create({'lead_id': self.anna.id})
        followup = self._make(template_id=self.mail_template.id)
        partner.lang = 'pl_PL'
        followup.action_refresh()
        self.assertEqual(set(followup.line_ids.mapped('lang')), {'pl_PL'})
        langs = followup._get_langs(followup.line_ids)
        self.assertEqual(set(langs.values()), {'pl_PL'})
        self.assertEqual(draft.lang, 'pl_PL')

    def test_language_that_was_chosen_for_a_deal_stays(self):
        polish = self.env['res.lang']._activate_lang('pl_PL')
        partner = self.env['res.partner'].create({'name': "Anna", 'lang': 'en_US'})
        self.anna.write({'partner_id': partner.id, 'lang_id': polish.id})
        self.env['res.lang']._activate_lang('fa_IR')
        partner.write({'lang': 'fa_IR', 'child_ids': [Command.create({'name': "Zosia"})]})
        self.assertEqual(self.anna.lang_code, 'pl_PL')
