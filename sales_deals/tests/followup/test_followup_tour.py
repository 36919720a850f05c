from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import tagged

from ..common import FollowupCase, TourCase


@tagged('post_install', '-at_install')
class TestFollowupTour(TourCase, FollowupCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['crm.lead'].search([('user_id', '=', cls.salesman.id)]).unlink()
        cls.anna = cls._create_mailed("Anna", name="Tour deal of Anna")
        cls.jan = cls._create_mailed("Jan", name="Tour deal of Jan")
        cls.lately = cls._create_mailed("Ewa", name="Tour deal lately")
        cls.unwanted = cls._create_mailed("Adam", name="Tour deal unwanted")
        cls.without = cls._create_mailed("Piotr", name="Tour deal without", email_from=False)
        cls._write_mail(cls.lately, 'email_outgoing', fields.Datetime.now() - timedelta(days=1))
        cls.call = cls.env['mail.activity.type'].create(
            {'name': "Tour call", 'res_model': 'crm.lead'}
        )

    def _walk(self):
        path = '/odoo/action-sales_deals.crm_lead_action_deals'
        self.start_tour(path, 'followup_tour', login='deal_salesman')
        followup = self.env['deal.followup'].search([('user_id', '=', self.salesman.id)])
        self.assertEqual(followup.state, 'sending')
        with self.mock_mail_gateway():
            self._run_job()
        self.assertEqual(len(self._mails), 3)
        sent = followup.line_ids.filtered(lambda line: line.state == 'sent').lead_id
        self.assertEqual(sent, self.anna | self.jan | self.lately)
        reasons = {line.lead_id: line.reason for line in followup.line_ids}
        sent = dict.fromkeys(self.anna | self.jan | self.lately, False)
        self.assertEqual(reasons, {**sent, self.unwanted: 'removed', self.without: 'no_address'})
        today = fields.Date.context_today(self.anna)
        self.assertEqual(self.anna.activity_ids.activity_type_id, self.call)
        self.assertEqual(self.anna.activity_ids.date_deadline, today + timedelta(days=5))

    def test_salesperson_follows_up_his_deals(self):
        self._walk()

    def test_salesperson_follows_up_his_deals_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        # In Persian a greeting names whom a title tells how to greet.
        for deal in self.anna | self.jan | self.lately:
            deal.contact_name = f"خانم {deal.contact_name}"
        self._walk()

    def test_a_form_shows_by_itself_how_far_it_is(self):
        followup = self._make_followup(self.anna | self.jan)
        followup.action_launch()
        followups = self.registry['deal.followup']
        get_progress, looked = followups.get_progress, []

        def get_progress_later(this):
            looked.append(this)
            if len(looked) == 2:
                self._run_job()
                this.env.invalidate_all()
            return get_progress(this)

        path = f'/odoo/action-sales_deals.deal_followup_action/{followup.id}'
        with (
            self.mock_mail_gateway(),
            patch.object(followups, 'get_progress', get_progress_later),
        ):
            self.start_tour(path, 'followup_progress_tour', login='deal_salesman')
        self.assertEqual(followup.state, 'done')
        # Nothing is asked any more once it is done.
        self.assertEqual(len(looked), 2)
