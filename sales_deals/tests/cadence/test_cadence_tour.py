"""A manager makes a cadence, and a salesperson works with it, in three languages."""

from unittest.mock import patch

from odoo import Command
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import tagged

from ..common import FollowupCase, TourCase
from ..playbook.common import LANGUAGES

NAMES = ("Anna", "Jan", "Ewa", "Adam")


@tagged('post_install', '-at_install')
class TestCadenceTour(TourCase, FollowupCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGUAGES:
            cls.env['res.lang']._activate_lang(lang)
        cls.env['crm.lead'].search([('user_id', '=', cls.salesman.id)]).unlink()
        cls.call = cls.env['mail.activity.type'].create(
            {'name': "Tour call", 'res_model': 'crm.lead'}
        )
        cls.mail_template.name = "Tour letter"
        cls.cadence = cls.env['deal.cadence'].create(
            {
                'name': "Tour cadence",
                'send_from': 0,
                'send_to': 24,
                'spread': 0,
                'step_ids': [
                    Command.create({'wait': 0, 'template_id': cls.mail_template.id, 'sequence': 1}),
                    Command.create(
                        {'kind': 'activity', 'activity_type_id': cls.call.id, 'sequence': 2}
                    ),
                ],
            }
        )
        # Every day is a working day.
        days = patch.object(cls.registry['resource.calendar'], '_get_unusual_days', return_value={})
        cls.startClassPatcher(days)

    def _make_deals(self):
        """Return new deals of the salesperson, and one without an address."""
        deals = self.env['crm.lead'].browse()
        for name in NAMES:
            deals |= self._create_mailed(name, name=f"Tour deal of {name}")
        without = self._create_mailed("Piotr", name="Tour deal without", email_from=False)
        return deals, without

    def _begin(self, deals):
        leads = deals.with_user(self.salesman)
        runs, _reasons = leads.env['deal.cadence.run']._enrol(
            self.cadence.with_env(leads.env), leads
        )
        runs.sudo().task_ids._work()
        self.assertEqual(set(runs.sudo().task_ids.mapped('state')), {'ready'})
        return runs.sudo()

    def _walk(self, url, tour, user='deal_salesman'):
        """Walk a tour in each language.

        :return: iterator over the languages, each after its tour
        """
        for lang in LANGUAGES:
            with self.subTest(lang):
                (self.salesman | self.manager).lang = lang
                deals, without = self._make_deals()
                runs = self._begin(deals) if tour not in ('design', 'list', 'deal') else None
                path = url(deals[0])
                self.start_tour(path, f'cadence_{tour}_tour_{lang[:2]}', login=user)
                yield deals, without, runs
                self.env['deal.cadence.run'].sudo().search([]).unlink()
                (deals | without).sudo().unlink()

    def test_a_cadence_is_made_and_tried(self):
        url = '/odoo/action-sales_deals.deal_cadence_action'
        for deals, _without, _runs in self._walk(lambda _deal: url, 'design', 'deal_manager'):
            cadence = self.env['deal.cadence'].search([('name', '=', "Our cadence")])
            self.assertEqual(cadence.step_ids.mapped('kind'), ['message', 'activity', 'condition'])
            self.assertFalse(deals.deal_cadence_run_ids)
            cadence.unlink()

    def test_it_begins_on_deals_of_the_list(self):
        url = '/odoo/action-sales_deals.crm_lead_action_deals'
        for deals, without, _runs in self._walk(lambda _deal: url, 'list'):
            self.assertEqual(deals.deal_cadence_run_ids.lead_id, deals)
            self.assertFalse(without.deal_cadence_run_ids)

    def test_it_begins_on_a_deal(self):
        for deals, _without, _runs in self._walk(lambda deal: f'/odoo/deals/{deal.id}', 'deal'):
            self.assertEqual(deals.deal_cadence_run_ids.lead_id, deals[0])

    def test_letters_are_read_changed_sent_skipped_and_stopped(self):
        url = '/odoo/action-sales_deals.deal_cadence_task_action'
        for _deals, _without, runs in self._walk(lambda _deal: url, 'queue'):
            with self.mock_mail_gateway():
                self._run_job()
            texts = {mail['email_to'][0]: mail['body'] for mail in self._mails}
            self.assertEqual(len(texts), 2)
            self.assertIn("My own words", next(text for to, text in texts.items() if 'anna' in to))
            self.assertIn("Dear Adam", next(text for to, text in texts.items() if 'adam' in to))
            first = {run.lead_id.contact_name: run.task_ids.sorted('id')[0].state for run in runs}
            expected = {'Anna': 'done', 'Jan': 'skipped', 'Ewa': 'cancelled', 'Adam': 'done'}
            self.assertEqual(first, expected)

    def test_it_rests_goes_on_and_stops_from_the_deal(self):
        for _deals, _without, runs in self._walk(lambda deal: f'/odoo/deals/{deal.id}', 'panel'):
            run = runs.filtered(lambda run: run.lead_id.contact_name == "Anna")
            self.assertEqual((run.state, run.reason), ('stopped', 'by_hand'))

    def test_a_letter_is_not_sent_after_a_reply_that_came_meanwhile(self):
        for deals, _without, _runs in self._walk(lambda deal: f'/odoo/deals/{deal.id}', 'outdated'):
            self.assertEqual(deals[0].deal_cadence_run_ids.reason, 'replied')
            self.assertFalse(self.env['deal.followup.line'].search([('lead_id', '=', deals[0].id)]))
