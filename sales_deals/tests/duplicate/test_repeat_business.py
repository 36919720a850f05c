"""A client who comes back has another deal, and no duplicate."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestRepeatBusiness(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A job commits its progress; a test must be rolled back.
        job = type(cls.env['ir.cron'])
        cls.startClassPatcher(patch.object(job, '_commit_progress', lambda *_a, **_k: 60.0))
        cls.env['deal.duplicate']._cron_scan()
        cls.company.deal_merge_automatic = True
        cls.windows = cls._create_deal_of_client(
            "Windows, site A", expected_revenue=120_000, date_deadline=date(2026, 12, 15)
        )

    @classmethod
    def _create_deal_of_client(cls, name, **values):
        return cls._create_deal(
            **{
                'name': name,
                'contact_name': "Anna Lis",
                'partner_name': "Lis Budowa",
                'email_from': 'anna@lis-budowa.example',
                'phone': '+48 601 222 333',
                'user_id': cls.salesman.id,
                'company_id': cls.company.id,
                **values,
            }
        )

    def _create_doors(self, **values):
        return self._create_deal_of_client(
            "Doors, site B",
            **{'expected_revenue': 480_000, 'date_deadline': date(2027, 3, 15), **values},
        )

    def _get_pair(self, *leads):
        return self.env['deal.duplicate'].search([('lead_id', 'in', [lead.id for lead in leads])])

    def test_two_deals_of_one_client_are_not_merged_by_themselves(self):
        doors = self._create_doors()
        self.env['deal.duplicate']._cron_scan()
        self.assertFalse(doors.deal_merged_into_id)
        self.assertEqual(doors.expected_revenue, 480_000)
        pair = self._get_pair(self.windows)
        self.assertTrue(pair.is_repeat)
        self.assertFalse(pair.is_certain)
        self.assertTrue(pair.group_id.is_repeat)
        self.assertTrue(
            pair.reason.endswith(
                "but the subjects differ, the values differ,"
                " and the decisions are more than a month apart"
            ),
            pair.reason,
        )

    def test_one_deal_entered_twice_is(self):
        twin = self._create_deal_of_client("Windows, site A", expected_revenue=120_000)
        self.env['deal.duplicate']._cron_scan()
        self.assertEqual(twin.deal_merged_into_id, self.windows)

    def test_deals_that_contradict_each_other_are_never_merged_by_themselves(self):
        for values in (
            {'expected_revenue': 90_000},
            {'date_deadline': date(2027, 3, 1)},
            {'name': "Doors"},
        ):
            with self.subTest(values=values):
                name = values.pop('name', "Windows, site A")
                twin = self._create_deal_of_client(name, **values)
                self.env['deal.duplicate']._cron_scan()
                self.assertFalse(twin.deal_merged_into_id)
                self.assertFalse(self._get_pair(self.windows, twin).filtered('is_certain'))
                twin.unlink()

    def test_form_says_quietly_that_the_client_has_another_deal(self):
        doors = self._create_doors()
        hint = doors.with_user(self.salesman).deal_duplicate_hint
        others = [{'id': self.windows.id, 'name': self.windows.display_name}]
        self.assertEqual((hint['deals'], hint['others']), ([], others))
        self.assertEqual(doors.duplicate_lead_count, 0)
        self.env['deal.duplicate']._cron_scan()
        self.assertEqual(doors.deal_duplicate_count, 0)
        self.windows.action_archive()
        self.assertFalse(doors.with_user(self.salesman).deal_duplicate_hint)

    def test_form_says_so_while_it_is_typed(self):
        with Form(self.env['crm.lead'].with_user(self.salesman), 'crm.crm_lead_view_form') as form:
            form.name = "Windows"
            form.email_from = 'anna@lis-budowa.example'
            self.assertEqual(len(form.deal_duplicate_hint['deals']), 1)
            form.name = "Doors"
            form.expected_revenue = 480_000
            self.assertEqual(form.deal_duplicate_hint['deals'], [])
            [other] = form.deal_duplicate_hint['others']
            self.assertEqual(other['id'], self.windows.id)

    def test_queue_has_what_is_probably_one_deal_first(self):
        doors = self._create_doors()
        twin = self._create_doors(phone=False, email_from=False)
        self.company.deal_merge_automatic = False
        self.env['deal.duplicate']._cron_scan()
        groups = self.env['deal.duplicate.group'].search([('pair_ids.lead_id', 'in', doors.ids)])
        self.assertEqual(groups[0].lead_ids, doors | twin)
        self.assertFalse(groups[0].is_repeat)
        with_windows = self._get_pair(self.windows).group_id
        self.assertTrue(all(with_windows.mapped('is_repeat')))
        self.assertNotIn(groups[0], with_windows)

    def test_a_value_that_comes_later_is_weighed(self):
        twin = self._create_deal_of_client("Doors, site B")
        self.company.deal_merge_automatic = False
        self.env['deal.duplicate']._cron_scan()
        pair = self._get_pair(self.windows, twin)
        self.assertFalse(pair.is_repeat)
        twin.expected_revenue = 480_000
        self.env['deal.duplicate']._cron_scan()
        self.env.invalidate_all()
        self.assertTrue(pair.is_repeat)
        self.assertTrue(pair.group_id.is_repeat)
        self.assertTrue(pair.group_id.is_open)

    def test_what_is_written_later_makes_no_pair_certain(self):
        self.company.deal_merge_automatic = False
        twin = self._create_deal_of_client("Windows, site A", email_from='anna@private.example')
        self.env['deal.duplicate']._cron_scan()
        pair = self._get_pair(self.windows, twin)
        self.assertFalse(pair.is_certain)
        twin.expected_revenue = 120_000
        self.company.deal_merge_automatic = True
        self.env['deal.duplicate']._cron_scan()
        self.env.invalidate_all()
        self.assertFalse(pair.is_certain)
        self.assertFalse(twin.deal_merged_into_id)

    def test_a_deal_is_no_pair_with_itself(self):
        for other_id in (self.windows.id, False):
            with self.assertRaises(UserError):
                self.windows.action_deal_not_duplicate(other_id)

    def test_months_between_and_work_on_both_speak_against_it(self):
        later = self._create_deal_of_client("Contact form")
        self.env.flush_all()
        created = datetime.now() - timedelta(days=100)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [created, self.windows.id]
        )
        self.env.invalidate_all()
        window, door = self.env['product.product'].create(
            [{'name': "Window", 'list_price': 90}, {'name': "Door", 'list_price': 100}]
        )
        for lead, sold in ((self.windows, window), (later, door)):
            lead.deal_variant_ids = [
                Command.create({'line_ids': [Command.create({'product_id': sold.id})]})
            ]
        match = self.windows._find_matches()[self.windows.id][later.id]
        codes = {reason.code for reason in match.reasons}
        self.assertLessEqual({'products_differ', 'later'}, codes)
        self.assertTrue(match.is_repeat)

    def test_the_same_customer_is_a_reason(self):
        company, person = self.env['res.partner'].create(
            [{'name': "Lis Budowa", 'is_company': True}, {'name': "Ewa Wilk"}]
        )
        person.parent_id = company
        deals = [
            self._create_deal(name="Roof", partner_id=partner.id)
            for partner in (person, person, company, company)
        ]
        describe = self.env['deal.duplicate']._describe_reasons
        for (one, other), word in ((deals[:2], "Same contact"), (deals[2:], "ame customer")):
            match = one._find_matches()[one.id][other.id]
            self.assertIn(word, describe(match.reasons))

    def test_customers_that_odoo_merges_are_one(self):
        kept, twin = self.env['res.partner'].create(
            [{'name': "Ola", 'email': f'ola{n}@client.example'} for n in range(2)]
        )
        one, two = (self._create_deal(name="Roof", partner_id=p.id) for p in (kept, twin))
        self.env.flush_all()
        self.env['base.partner.merge.automatic.wizard'].create({})._merge((kept | twin).ids, kept)
        keys = self.env['deal.match.key'].search([('lead_id', 'in', (one | two).ids)])
        self.assertEqual(set(keys.mapped('contact')), {str(kept.id)})

    def test_no_duplicate_is_said_on_the_form_and_taken_back(self):
        twin = self._create_deal_of_client("Windows, site A").with_user(self.salesman)
        pair_id = twin.action_deal_not_duplicate(self.windows.id)
        self.assertFalse(twin.deal_duplicate_hint)
        self.env['deal.duplicate'].with_user(self.salesman).browse(pair_id).action_reopen()
        self.env.invalidate_all()
        self.assertTrue(twin.deal_duplicate_hint)
        self.assertTrue(self._get_pair(self.windows).group_id.is_open)
