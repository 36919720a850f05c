from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.offer.deal_offer_view import VISITS_AN_HOUR
from ...tools.offer import visits
from ..common import OfferCase

CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
NOW = datetime(2026, 3, 2, 9, 30)


@tagged('post_install', '-at_install')
class TestOfferVisits(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.opening_activity_type_id = cls.env.ref('mail.mail_activity_data_call')
        cls.offer = cls._send()

    def _load(self, agent=CHROME, visitor='a', minutes=0, **kwargs):
        when = NOW + timedelta(minutes=minutes)
        hit = visits.Hit(when, 'GET', agent, {}, visitor, kwargs.pop('internal', False))
        return self.offer._record_visit(hit, program=visits.find_product(agent))

    def _report(self, seconds, visitor='a', minutes=1, variant=''):
        when = NOW + timedelta(minutes=minutes)
        beacon = visits.Beacon(visitor, when, seconds)
        return self.offer._record_visit(beacon, variant_name=variant)

    def _get_counts(self):
        offer = self.offer
        return offer.opening_count, offer.probable_count, offer.machine_count

    def test_page_in_view_is_a_person(self):
        self._load()
        self.assertEqual((self._get_counts(), self.offer.state), ((0, 1, 0), 'sent'))
        self._report(1.9)
        self.assertEqual(self._get_counts(), (0, 1, 0))
        view = self._report(12, variant="A")
        self.assertEqual((self._get_counts(), self.offer.state), ((1, 0, 0), 'opened'))
        self.assertEqual((view.reason, view.variant_name), ('visible', "A"))
        self.assertEqual(self.offer.last_opening, view.began)

    def test_machines_are_kept_apart_with_their_reason(self):
        view = self._load('Slackbot-LinkExpanding 1.0', visitor='b')
        self.assertEqual(
            (view.kind, view.reason, view.program), ('machine', 'link_preview', "Slack")
        )
        self._load(internal=True, visitor='c')
        self.assertEqual((self._get_counts(), self.offer.state), ((0, 0, 2), 'sent'))

    def test_visits_are_parted_by_device_and_time(self):
        for visitor, minutes in (('a', 0), ('a', 5), ('b', 6), ('a', 60)):
            self._load(visitor=visitor, minutes=minutes)
        self.assertEqual(len(self.offer.view_ids), 3)

    def test_answering_counts_without_javascript(self):
        self._load()
        self.offer._record_visit(visits.Act('a', NOW + timedelta(minutes=3), 'ask'))
        self.assertEqual(self._get_counts(), (1, 0, 0))

    def test_beacon_without_a_page_counts_for_nothing(self):
        self._report(100, visitor='x')
        self.assertFalse(self.offer.view_ids)

    def test_salesperson_is_told_of_the_first_opening_only(self):
        self._load()
        self._report(5)
        self._load(visitor='b', minutes=2)
        self._report(5, visitor='b', minutes=3)
        self.assertEqual(self._get_counts(), (2, 0, 0))
        activity = self.deal.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.salesman_all)
        told = self.env['mail.message'].search(
            [
                ('model', '=', 'crm.lead'),
                ('res_id', '=', self.deal.id),
                ('message_type', '=', 'user_notification'),
                ('subject', '=', f'{self.offer.display_name} was opened'),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn(self.salesman_all.partner_id, told.notified_partner_ids)

    def test_flood_is_bounded(self):
        self.env['deal.offer.view'].create(
            [
                {
                    'offer_id': self.offer.id,
                    'began': NOW,
                    'last': NOW,
                    'visitor': f'm{i}',
                    'request_reason': 'crawler',
                    'kind': 'machine',
                    'reason': 'crawler',
                }
                for i in range(VISITS_AN_HOUR)
            ]
        )
        self._load(visitor='one more')
        self.assertEqual(len(self.offer.view_ids), VISITS_AN_HOUR)
        self.offer._record_visit(visits.Act('person', NOW, 'accept'))
        self.assertEqual(self.offer.opening_count, 1)

    # Who sees what

    def test_offers_are_seen_with_their_deal(self):
        self._load()
        self.deal.user_id = self.manager
        for user in (self.manager, self.salesman_all):
            offer = self.offer.with_user(user)
            self.assertTrue(offer.read(['name']) and offer.view_ids.read(['kind']))
        for user in (self.salesman, self.stranger, self.employee, self.portal, self.public):
            with self.subTest(user.login):
                for record in (self.offer, self.offer.view_ids):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(['display_name'])
        self.deal.user_id = self.salesman
        self.assertTrue(self.offer.with_user(self.salesman).read(['name']))

    def test_visits_are_written_by_nobody(self):
        self._load()
        with self.assertRaises(AccessError):
            self.offer.view_ids.with_user(self.manager).write({'kind': 'person'})

    def test_templates_are_edited_by_managers_only(self):
        self.template.with_user(self.manager).name = "Mine"
        self.assertTrue(self.template.with_user(self.salesman).read(['name']))
        with self.assertRaises(AccessError):
            self.template.with_user(self.salesman).name = "Mine"
        self.template.company_id = self.company
        with self.assertRaises(AccessError):
            self.template.with_user(self.stranger).read(['name'])
