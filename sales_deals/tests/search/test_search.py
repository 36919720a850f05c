"""Search of deals by whatever is known of them."""

from unittest.mock import patch

from odoo.tests import tagged

from ...models.search.deal_search_text import READY
from ..common import DealCase


@tagged('post_install', '-at_install')
class TestSearch(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['deal.search.text']._fill_few()
        cls.customer = cls.env['res.partner'].create(
            {
                'name': "Żółwik sp. z o.o.",
                'is_company': True,
                'email': "biuro@zolwik.example",
                'phone': "+48 22 123 45 67",
                'vat': "5260001246",
                'ref': "KL-77",
            }
        )
        cls.person = cls.env['res.partner'].create(
            {'name': "Ewa Brąz", 'parent_id': cls.customer.id}
        )
        cls.deal = cls._create_deal(
            name="Okna do szkoły",
            partner_id=cls.person.id,
            contact_name="Łukasz Nowak",
            email_from="lukasz@szkola.example",
            phone="0601 234 567",
            city="Gdańsk",
            team_id=cls.team_a.id,
        )
        cls.other = cls._create_deal(name="Another one", team_id=cls.team_a.id)

    def _find(self, question, user=None):
        leads = self.env['crm.lead'].with_user(user or self.manager)
        return leads.search([('deal_search', 'ilike', question)])

    def _find_archived(self, question):
        leads = self.env['crm.lead'].with_context(active_test=False)
        return leads.search([('deal_search', 'ilike', question)])

    def test_whatever_is_known_finds_the_deal(self):
        questions = (
            *("okna", "SZKOLY okna", "nowak lukasz", "szkola.example", "Gdansk", "601234567"),
            *("+48 601 234 567", "zolwik", "ewa braz", "biuro@zolwik", "22 123 45"),
            *("526000", "kl-77", "nowak okna zolwik"),
            *(self.deal.deal_number, self.deal.deal_number[2:]),
        )
        for question in questions:
            with self.subTest(question=question):
                self.assertIn(self.deal, self._find(question))
                self.assertNotIn(self.other, self._find(question))

    def test_what_changes_is_found_at_once(self):
        self.deal.name = "Drzwi"
        self.customer.write({'name': "Jeżyk", 'ref': "KL-88"})
        self.assertIn(self.deal, self._find("drzwi jezyk kl-88"))
        self.assertNotIn(self.deal, self._find("okna"))
        self.assertNotIn(self.deal, self._find("kl-77"))

    def test_what_changes_of_the_company_finds_its_persons_deals(self):
        changes = {'email': "nowe@jezyk.example", 'phone': "+48 58 765 43 21", 'ref': "KL-99"}
        self.deal.active = False
        found = {'email': "nowe@jezyk", 'phone': "58 765 43", 'ref': "kl-99"}
        for name, value in changes.items():
            with self.subTest(name=name):
                self.assertNotIn(self.deal, self._find_archived(found[name]))
                self.customer[name] = value
                self.assertIn(self.deal, self._find_archived(found[name]))
        self.person.parent_id = False
        self.assertNotIn(self.deal, self._find_archived("kl-99"))

    def test_a_company_that_changes_beside_its_deals_is_found_by_all_of_them(self):
        second = self.deal.copy({'name': "Second", 'partner_id': self.customer.id})
        archived = self.env['res.partner'].create({'name': "Gone", 'parent_id': self.customer.id})
        third = self.deal.copy({'name': "Third", 'partner_id': archived.id})
        archived.active = False
        self.env.flush_all()
        self.customer.phone = "+48 58 765 43 21"
        second.name = "Renamed"
        self.assertEqual(self._find("58 765 43"), self.deal + second + third)
        self.assertEqual(self._find("58 765 43 renamed"), second)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._find("22 123 45 67"))
        self.assertEqual(self._find("765 43 third zolwik"), third)

    def test_a_part_that_changes_leaves_the_others(self):
        (self.deal + self.other).merge_opportunity()
        self.env.flush_all()
        for name, value in (("name", "Drzwi"), ("phone", "0602 345 678"), ("city", "Sopot")):
            self.deal[name] = value
            self.env.flush_all()
            self.env.invalidate_all()
        words = "drzwi 602345678 sopot zolwik ewa kl-77 22 123 45"
        self.assertEqual(self._find(f"{words} {self.other.deal_number}"), self.deal)
        self.deal.partner_id = False
        self.assertFalse(self._find("zolwik"))
        self.assertEqual(self._find(f"drzwi {self.other.deal_number}"), self.deal)

    def test_a_deal_that_is_gone_hinders_no_other(self):
        gone = self._create_deal(name="Soon gone", partner_id=self.person.id)
        self.env.flush_all()
        self.person.name = "Ewa Zielona"
        self.deal.name = "Kept"
        # As where the database deletes what belongs to a row.
        self.cr.execute("DELETE FROM crm_lead WHERE id = %s", [gone.id])
        gone.invalidate_recordset(flush=False)
        self.assertEqual(self._find("kept zielona"), self.deal)

    def test_a_deal_of_a_customer_that_odoo_merges_is_found_by_the_one_that_stays(self):
        kept = self.env['res.partner'].create({'name': "Stayer", 'email': "stay@client.example"})
        gone = self.env['res.partner'].create({'name': "Goner", 'email': "gone@client.example"})
        self.other.partner_id = gone
        self.assertEqual(self._find("goner"), self.other)
        self.env['base.partner.merge.automatic.wizard'].create({})._merge((kept | gone).ids, kept)
        self.assertEqual(self._find("stayer"), self.other)

    def test_a_deal_is_found_by_the_number_of_one_merged_into_it(self):
        number = self.other.deal_number
        (self.deal + self.other).merge_opportunity()
        self.assertEqual(self._find(number), self.deal)

    def test_signs_are_searched_as_odoo_does(self):
        self.other.name = "50 % off"
        self.assertIn(self.other, self._find("%"))
        self.assertEqual(self._find("50 %"), self.other)

    def test_filters_of_every_operator_are_answered(self):
        leads = self.env['crm.lead']
        for operator in ('=', 'like', 'ilike', '=like', '=ilike'):
            self.assertIn(self.deal, leads.search([('deal_search', operator, "okna")]), operator)
        self.assertEqual(leads.search([('deal_search', 'in', ["okna", False])]), self.deal)
        for operator in ('!=', 'not ilike', 'not like', 'not in'):
            value = ["okna"] if operator == 'not in' else "okna"
            found = leads.search([('deal_search', operator, value)])
            self.assertIn(self.other, found, operator)
            self.assertNotIn(self.deal, found, operator)
        self.assertFalse(leads.search([('deal_search', '=', False)]))
        self.assertIn(self.deal, leads.search([('deal_search', '!=', False)]))

    def test_until_all_have_a_text_odoo_s_condition_is_used(self):
        self.env['ir.config_parameter'].set_param(READY, 'no')
        self.env['deal.search.text'].search([]).unlink()
        self.assertIn(self.deal, self._find("okna"))
        self.assertIn(self.deal, self._find("Żółwik"))
        with self.enter_registry_test_mode():
            self.env.ref('sales_deals.ir_cron_deal_search').method_direct_trigger()
        self.assertIn(self.deal, self._find("zolwik okna"))

    def test_more_than_are_looked_up_are_all_found(self):
        count = 1005
        self.env['crm.lead'].create(
            [self._prepare_deal(name=f"Manyfold {number}") for number in range(count)]
        )
        self.assertEqual(len(self._find("manyfold")), count)

    def test_rules_hold(self):
        own = self._create_deal(name="Okna własne", user_id=self.salesman.id)
        self.deal.user_id = self.manager
        self.assertEqual(self._find("okna", self.salesman), own)
        (own + self.deal).company_id = self.company
        self.assertFalse(self._find("okna", self.stranger))

    def test_the_searches_of_deals_and_leads_ask_for_it(self):
        for xmlid in (
            'crm.view_crm_case_opportunities_filter',
            'crm.view_crm_case_leads_filter',
            'sales_deals.crm_lead_view_search_deals',
        ):
            arch = self.env['crm.lead'].get_view(self.env.ref(xmlid).id, 'search')['arch']
            self.assertIn("filter_domain=\"[('deal_search', 'ilike', self)]\"", arch)

    def test_making_deals_costs_no_query_more(self):
        def count():
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env['crm.lead'].create(
                [self._prepare_deal(partner_id=self.person.id) for _number in range(10)]
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count()
        count()
        with_texts = count()
        without = patch.object(
            type(self.env['crm.lead']), '_get_derived_models', return_value=['deal.match.key']
        )
        with without:
            self.assertEqual(count(), with_texts)

    def test_copies_and_imports_have_a_text(self):
        copy = self.deal.copy({'name': "Copied window"})
        result = self.env['crm.lead'].load(['name', 'type'], [["Imported window", 'opportunity']])
        imported = self.env['crm.lead'].browse(result['ids'])
        self.assertEqual(self._find("window") & (copy + imported), copy + imported)
