from datetime import timedelta

from odoo.tests import tagged

from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceBegin(CadenceCase):
    """Cadences that begin by themselves, and those that the addon brings."""

    def test_a_stage_begins_its_cadence(self):
        stages = self.anna.deal_process_id._get_stages()
        stages[1].deal_cadence_id = self.cadence
        self.anna.with_user(self.salesman).stage_id = stages[1]
        self.assertEqual(self.anna.deal_cadence_run_ids.state, 'running')
        self.assertEqual(self.anna.deal_cadence_run_ids.user_id, self.salesman)
        new = self._create_mailed("New", stage_id=stages[1].id)
        self.assertTrue(new.deal_cadence_run_ids)

    def test_a_sent_offer_begins_the_cadence_of_its_process(self):
        self.anna.deal_process_id.offer_cadence_id = self.cadence
        variant = self.env['deal.variant'].create({'lead_id': self.anna.id, 'name': "A"})
        product = self.env['product.product'].create({'name': "Window"})
        line = {'variant_id': variant.id, 'product_id': product.id, 'quantity': 1}
        self.env['deal.variant.line'].create(line)
        offer = self.env['deal.offer'].create({'lead_id': self.anna.id})
        offer.write({'state': 'sent', 'sent_on': MONDAY})
        self.assertEqual(self.anna.deal_cadence_run_ids.state, 'running')

    def test_whatever_goes_wrong_does_not_keep_the_deal_from_its_stage(self):
        stages = self.anna.deal_process_id._get_stages()
        empty = self.env['deal.cadence'].create({'name': "Without steps"})
        stages[1].deal_cadence_id = empty
        with self.assertLogs('odoo.addons.sales_deals', 'WARNING'):
            self.anna.stage_id = stages[1]
        self.assertEqual(self.anna.stage_id, stages[1])

    def test_a_lead_without_a_salesperson_is_nobodys(self):
        stages = self.anna.deal_process_id._get_stages()
        stages[1].deal_cadence_id = self.cadence
        self.anna.user_id = False
        self.anna.stage_id = stages[1]
        self.assertFalse(self.anna.deal_cadence_run_ids)

    def test_a_colleague_is_in_no_cadence(self):
        self.manager.email = 'anna@client.example'
        self.assertFalse(self._begin(self.anna))
        self.assertEqual(self.reasons[self.anna.id], 'internal')

    def test_who_has_become_a_colleague_gets_no_more(self):
        run = self._begin(self.anna)
        self.manager.email = 'anna@client.example'
        self.assertFalse(self._work())
        self.assertEqual((run.state, run.reason), ('stopped', 'internal'))

    def test_who_is_out_of_office_is_waited_for(self):
        run = self._begin(self.anna)
        back = MONDAY + timedelta(days=14)
        self._reply_automatically(f"I am away until {MONDAY + timedelta(days=13):%-d %B %Y}.")
        self.assertEqual(run.state, 'running')
        self.assertEqual(run.due_on.date(), back.date())
        self.assertFalse(self._work(MONDAY + timedelta(days=13)))
        self.assertEqual(len(self._work(back + timedelta(hours=1))), 1)

    def test_who_names_no_day_is_waited_for_a_week(self):
        run = self._begin(self.anna)
        self._reply_automatically("I am away.")
        self.assertEqual(run.due_on.date(), MONDAY.date() + timedelta(days=7))

    def _reply_automatically(self, text):
        raw = (
            "From: Anna <anna@client.example>\nTo: whoever@ours.example\n"
            f"Subject: Automatic reply: About\nMessage-Id: <a@client.example>\n"
            f"Date: Mon, 30 Nov 2026 10:00:00 +0000\n"
            f"Auto-Submitted: auto-replied\nIn-Reply-To: {self._write()}\n\n{text}\n"
        )
        with self.mock_mail_gateway():
            self.env['mail.thread'].message_process(False, raw)

    def _write(self):
        """Return the Message-Id of a message that Anna gets."""
        return self.anna.message_post(body="Text", message_type='comment').message_id

    def test_the_addon_brings_five_in_three_languages(self):
        names = ('offer', 'inquiry', 'expiry', 'win_back', 'delivery')
        for name in names:
            cadence = self.env.ref(f'sales_deals.deal_cadence_{name}')
            self.assertTrue(cadence.step_ids.filtered(lambda step: step.kind == 'message'))
            self.assertEqual(cadence.reading, 'ask')

    def test_each_of_them_can_be_tried(self):
        for cadence in self.env['deal.cadence'].search([]):
            rows = cadence._try(self.anna)
            self.assertEqual(len(rows), len(cadence.step_ids))
