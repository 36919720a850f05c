from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import OfferCase


@tagged('post_install', '-at_install')
class TestOfferQuestion(OfferCase):
    """A client's question is answered by Odoo's composer, to whoever has asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._send().sudo()

    def _ask(self, *args):
        self.offer._ask(*args)
        [question] = self.deal.activity_ids.filtered('deal_question')
        return question.with_user(self.salesman_all)

    def _answer(self, question, **values):
        """Send what the composer holds, and return the message."""
        context = question.action_deal_answer()['context']
        composer = self.env['mail.compose.message'].with_user(self.salesman_all)
        composer = composer.with_context(**context).create({'body': "Yes, it is.", **values})
        composer._action_send_mail()
        return self.deal.message_ids.filtered(lambda message: "Yes, it is." in message.body)

    def _get_recipients(self, question):
        ids = question.action_deal_answer()['context']['default_partner_ids']
        return self.env['res.partner'].browse(ids)

    def test_the_answer_goes_to_the_customer_and_answers_the_question(self):
        question = self._ask("Is delivery included?")
        message = self._answer(question)
        self.assertEqual(message.partner_ids, self.partner)
        self.assertFalse(question.active)
        self.assertEqual(self.deal.with_user(self.salesman_all).get_deal_panel()['questions'], [])

    def test_the_answer_goes_to_the_address_that_was_given(self):
        known = self.env['res.partner'].create({'name': "Jan", 'email': 'jan@client.example'})
        question = self._ask("Is delivery included?", ' Jan@Client.example')
        self.assertEqual(self._get_recipients(question), known)

    def test_an_address_that_nobody_has_becomes_a_contact_as_in_odoos_composer(self):
        question = self._ask("Is delivery included?", 'eve@client.example')
        self.assertEqual(self._get_recipients(question).email, 'eve@client.example')
        self.assertEqual(self._answer(question).partner_ids.email, 'eve@client.example')

    def test_one_answer_is_for_all_who_have_asked(self):
        for address in ('eve@client.example', '', 'jan@client.example', 'eve@client.example'):
            question = self._ask("Is delivery included?", address)
        self.assertEqual(
            self._get_recipients(question).mapped('email'),
            ['eve@client.example', 'jan@client.example'],
        )

    def test_what_is_no_address_is_left_to_the_customers_own(self):
        for address in ('no address', '@', '<script>', '\u202e', 'x' * 200):
            question = self._ask("Is delivery included?", address)
            with self.subTest(address):
                self.assertLessEqual(self._get_recipients(question), self.partner)
                question.sudo().unlink()

    def test_a_question_is_answered_once(self):
        question = self._ask("Is delivery included?")
        context = question.action_deal_answer()['context']
        question.action_feedback()
        with self.assertRaises(UserError):
            question.action_deal_answer()
        lead = self.deal.with_user(self.salesman_all).with_context(**context)
        self.assertTrue(lead.message_post(body="Late, and said all the same"))

    def test_other_activities_are_no_questions(self):
        call = self.deal.activity_schedule(
            'mail.mail_activity_data_call', user_id=self.salesman_all.id
        )
        with self.assertRaises(UserError):
            call.with_user(self.salesman_all).action_deal_answer()
        for lead in (self.deal, self._create_deal(name="Another")):
            context = {'deal_question_answered': call.id}
            lead.with_context(**context).message_post(body="Nothing to do with it")
            self.assertTrue(call.active)

    def test_a_message_on_another_deal_answers_nothing(self):
        question = self._ask("Is delivery included?")
        other = self._create_deal(name="Another").with_context(deal_question_answered=question.id)
        other.message_post(body="Said elsewhere")
        self.assertTrue(question.active)

    def test_only_who_may_write_the_deal_answers(self):
        question = self._ask("Is delivery included?")
        self.deal.write({'user_id': self.manager.id, 'company_id': self.company.id})
        for user in (self.salesman, self.stranger, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env.invalidate_all()
                question.with_user(user).action_deal_answer()
