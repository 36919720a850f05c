from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.offer.ir_websocket import DEAL_CHANNEL
from ...tools.offer import visits
from ..common import OfferCase

CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
NOW = datetime(2026, 3, 2, 9, 30)


@tagged('post_install', '-at_install')
class TestOfferNews(OfferCase):
    """Who is told what a client does, and how often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.salesman_all.write({'notification_type': 'inbox', 'tz': 'Europe/Warsaw'})
        cls.offer = cls._send().sudo()

    def setUp(self):
        super().setUp()
        self.sent = []
        send = self.registry['bus.bus']._sendone

        def note(bus, target, kind, message):
            if kind in ('deal_news', 'deal_changed'):
                self.sent.append((target, kind, message))
            return send(bus, target, kind, message)

        self.startPatcher(patch.object(self.registry['bus.bus'], '_sendone', note))

    def _open(self, when=NOW, visitor='a', seconds=5, agent=CHROME, **kwargs):
        hit = visits.Hit(when, 'GET', agent, {}, visitor, kwargs.pop('internal', False))
        self.offer._record_visit(hit, program=visits.find_product(agent))
        later = when + timedelta(minutes=1)
        return self.offer._record_visit(visits.Beacon(visitor, later, seconds))

    def _get_shown(self):
        """Return whose web clients have shown which titles since the last time."""
        shown = [(to, told['title']) for to, kind, told in self.sent if kind == 'deal_news']
        self.sent.clear()
        return shown

    def _get_notified(self, user=None):
        """Return the subjects of notifications in a user's inbox."""
        partner = (user or self.salesman_all).partner_id
        notifications = self.env['mail.notification'].search(
            [('res_partner_id', '=', partner.id), ('notification_type', '=', 'inbox')]
        )
        return notifications.mail_message_id.filtered('subject').mapped('subject')

    def _name(self, text):
        return text % self.offer.display_name

    # ------------------------------------------------------------
    # WHAT IS TOLD
    # ------------------------------------------------------------

    def test_each_act_of_a_client_is_shown_to_the_salesperson(self):
        me = self.salesman_all.partner_id
        self._open()
        self.assertEqual(self._get_shown(), [(me, self._name("%s was opened"))])
        self.offer._ask("Is delivery included?")
        self.assertEqual(self._get_shown(), [(me, self._name("A question about %s"))])
        self.offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual(self._get_shown(), [(me, self._name("%s was accepted"))])

    def test_a_decline_is_shown(self):
        self.offer._decline(note="Too dear")
        [(to, title)] = self._get_shown()
        self.assertEqual((to, title), (self.salesman_all.partner_id, self._name("%s was declined")))

    def test_documents_that_are_accepted_are_shown(self):
        file = self.env['ir.attachment'].create({'name': "plan.pdf", 'raw': b"%PDF-1.4"})
        self.company.use_deal_calculation = False
        offer = self._send(document_ids=[Command.set(file.ids)]).sudo()
        self.sent.clear()
        offer._accept('', (), "Anna Nowak")
        self.assertEqual(
            [title for _to, title in self._get_shown()], [f"{offer.display_name} was accepted"]
        )

    def test_news_tell_no_figures(self):
        self._open()
        self.offer._ask("Why 240?")
        self.offer._accept(self.key, [self.option_key], "Anna Nowak")
        for _to, kind, told in self.sent:
            known = {'deal_id', 'title', 'message', 'type'} if kind == 'deal_news' else {'deal_id'}
            self.assertEqual(told.keys(), known)
            self.assertNotRegex(str(told.get('message')), r'\d')

    def test_news_are_in_the_language_of_who_is_told(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.salesman_all.lang = 'pl_PL'
        self._open()
        [(_to, title)] = self._get_shown()
        self.assertNotIn("was opened", title)

    def test_a_payment_is_told_when_it_has_come(self):
        self.company.write({'portal_confirmation_pay': True, 'prepayment_percent': 1.0})
        order = self._send().sudo()._accept(self.key, [], "Anna Nowak")
        self.sent.clear()
        methods = self.env['payment.method'].with_context(active_test=False)
        payment = self.env['payment.transaction'].create(
            {
                'reference': "P1",
                'provider_id': self.env['payment.provider'].search([], limit=1).id,
                'payment_method_id': methods.search([], limit=1).id,
                'amount': order.amount_total,
                'currency_id': order.currency_id.id,
                'partner_id': self.partner.id,
                'sale_order_ids': order.ids,
                'state': 'pending',
            }
        )
        account = 'odoo.addons.account_payment.models.payment_transaction.PaymentTransaction'
        with patch(f'{account}._post_process'):
            payment._post_process()
            self.assertEqual(self._get_shown(), [])
            payment.write({'state': 'done', 'is_post_processed': False})
            payment._post_process()
            payment.is_post_processed = True
            payment._post_process()
        [(to, title)] = self._get_shown()
        offer = order._get_accepted_offers()
        self.assertEqual(to, self.salesman_all.partner_id)
        self.assertEqual(title, f"{offer.display_name} was paid")
        self.assertEqual(self._get_notified(), [f"{offer.display_name} was paid"])

    # ------------------------------------------------------------
    # HOW OFTEN
    # ------------------------------------------------------------

    def test_openings_are_told_once_a_day(self):
        for minutes, visitor in ((0, 'a'), (60, 'a'), (90, 'b'), (600, 'c')):
            self._open(NOW + timedelta(minutes=minutes), visitor)
        self.assertEqual([t for _to, t in self._get_shown()], [self._name("%s was opened")])
        self._open(NOW + timedelta(days=1), 'b')
        self._open(NOW + timedelta(days=1, hours=2), 'a')
        self.assertEqual([t for _to, t in self._get_shown()], [self._name("%s was opened again")])
        self.assertCountEqual(
            self._get_notified(), [self._name("%s was opened"), self._name("%s was opened again")]
        )

    def test_a_day_is_that_of_the_salesperson(self):
        self._open(datetime(2026, 3, 2, 22, 30))
        self._open(datetime(2026, 3, 2, 23, 20), 'b')  # past midnight in Warsaw
        self.assertEqual(len(self._get_shown()), 2)
        self._open(datetime(2026, 3, 3, 4, 0), 'c')
        self.assertEqual(self._get_shown(), [])

    def test_a_visit_past_midnight_is_one_visit(self):
        self._open(datetime(2026, 3, 2, 22, 58))
        self.offer._record_visit(visits.Beacon('a', datetime(2026, 3, 2, 23, 10), 600))
        self.assertEqual(len(self._get_shown()), 1)

    def test_nobody_gets_two_mails_of_one_act_and_none_of_openings_again(self):
        self.salesman_all.notification_type = 'email'
        self.template.opening_activity_type_id = self.env.ref('mail.mail_activity_data_call')
        self.assertEqual(self._count_mails(self._open), 1)
        self.assertEqual(self._count_mails(self._open, NOW + timedelta(days=1)), 0)
        self.assertEqual(len(self._get_shown()), 2)
        self.assertEqual(self._count_mails(self.offer._ask, "Is delivery included?"), 1)
        self.assertEqual(self._count_mails(self.offer._decline), 1)

    def _count_mails(self, act, *args):
        before = self.env['mail.mail'].search([])
        act(*args)
        return len(self.env['mail.mail'].search([]) - before)

    def test_offers_that_were_opened_before_an_update_are_told_from_the_next_day_on(self):
        self.offer.write({'state': 'opened', 'opening_told_at': False})
        self._open()
        self.assertEqual(self._get_shown(), [])
        self._open(NOW + timedelta(days=1))
        self.assertEqual(len(self._get_shown()), 1)

    def test_who_answers_is_not_told_as_an_opening(self):
        self.offer._ask("Is delivery included?")
        self.offer._record_visit(visits.Act('a', NOW, 'ask'))
        self.assertEqual([t for _to, t in self._get_shown()], [self._name("A question about %s")])
        self.assertEqual(self.offer.state, 'opened')

    def test_machines_and_colleagues_are_told_to_nobody(self):
        for agent in (
            'Slackbot-LinkExpanding 1.0',
            'curl/8.0',
            'Mozilla/5.0 (compatible; Googlebot/2.1)',
        ):
            self._open(agent=agent, visitor=agent)
        self._open(internal=True, visitor='i')
        self._open(seconds=1.5, visitor='short')
        self.assertEqual(self.sent, [])
        self.assertEqual(self._get_notified(), [])

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def _get_told(self):
        self.sent.clear()
        self.offer._ask("And now?")
        return [to for to, _title in self._get_shown()]

    def test_only_who_may_read_the_deal_is_told(self):
        self.deal.user_id = self.salesman
        self.assertEqual(self._get_told(), [self.salesman.partner_id])
        for user in (self.employee, self.stranger):
            self.deal.write({'user_id': False, 'company_id': self.company.id})
            self.env.cr.execute(
                "UPDATE deal_offer SET create_uid = %s WHERE id = %s", [user.id, self.offer.id]
            )
            self.offer.invalidate_recordset()
            with self.subTest(user.login):
                self.assertEqual(self._get_told(), [])
                said = self.deal.message_ids.sorted('id')[-1]
                self.assertNotIn(user.partner_id, said.notified_partner_ids)

    def test_who_has_left_is_not_told(self):
        self.salesman_all.active = False
        self.assertEqual(self._get_told(), [])

    def test_nobody_is_told_of_their_own_acts(self):
        self.offer.with_user(self.salesman_all).sudo()._accept(self.key, [], "Anna Nowak")
        self.assertEqual(self._get_shown(), [])

    # ------------------------------------------------------------
    # OPEN DEALS
    # ------------------------------------------------------------

    def test_open_deals_are_told_of_each_act_and_of_nothing_but_that(self):
        self._open()
        self.offer._ask("Is delivery included?")
        self.offer._decline()
        told = [(to, message) for to, kind, message in self.sent if kind == 'deal_changed']
        self.assertEqual(told, [((self.deal, DEAL_CHANNEL), {'deal_id': self.deal.id})] * 3)

    def test_a_channel_is_for_who_may_read_the_deal(self):
        self.deal.user_id = self.manager
        asked = [f'deal_news:{self.deal.id}']
        for user, is_told in {
            self.manager: True,
            self.salesman_all: True,
            self.salesman: False,
            self.stranger: False,
            self.employee: False,
            self.portal: False,
            self.public: False,
        }.items():
            with self.subTest(user.login):
                self.assertEqual(self._subscribe(user, asked), [self.deal] * is_told)

    def test_channels_that_are_none_are_ignored(self):
        asked = [
            *('deal_news:', 'deal_news:0', 'deal_news:-1', 'deal_news:999999999', 'deal_news:²'),
            *(f'deal_news:{"9" * 99}', f'deal_news:{self.deal.id};', f' deal_news:{self.deal.id}'),
        ]
        self.assertEqual(self._subscribe(self.manager, asked), [])

    def _subscribe(self, user, asked):
        """Return the deals of which a user's web client is told."""
        websocket = self.env['ir.websocket'].with_user(user)
        session = type('Session', (), {'uid': user.id})
        request = type('Request', (), {'session': session})
        with patch('odoo.addons.bus.models.ir_websocket.request', request):
            channels = websocket._build_bus_channel_list(list(asked))
        return [c[0] for c in channels if isinstance(c, tuple) and c[1] == DEAL_CHANNEL]

    # ------------------------------------------------------------
    # WHAT FAILS
    # ------------------------------------------------------------

    def test_news_that_fail_cost_no_answer(self):
        for part in ('_show_news', '_notify_of_news', '_refresh_open_deals'):
            offer = self._send().sudo()
            failing = patch.object(self.registry['deal.offer'], part, side_effect=ValueError("no"))
            with (
                self.subTest(part),
                failing,
                mute_logger('odoo.addons.sales_deals.models.offer.deal_offer_news'),
            ):
                offer._ask("Is delivery included?")
                offer._accept(self.key, [], "Anna Nowak")
                self.assertEqual(offer.state, 'accepted')

    def test_no_client_waits_for_a_mail_server(self):
        self.salesman_all.notification_type = 'email'
        job = self.env.ref('mail.ir_cron_mail_scheduler_action')
        triggers = self.env['ir.cron.trigger'].search([])
        sending = patch.object(self.registry['mail.mail'], 'send', side_effect=AssertionError)
        with sending, self.enter_registry_test_mode():
            self._open()
            self.offer._ask("Is delivery included?")
            self.offer._accept(self.key, [], "Anna Nowak")
            self.env.cr.postcommit.run()
        triggered = self.env['ir.cron.trigger'].search([]) - triggers
        self.assertIn(job, triggered.cron_id)
