from random import Random

from odoo import Command
from odoo.tests import Form, tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDuplicateFinder(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.pl')
        cls.first = cls._create_deal(
            name="First enquiry",
            partner_name="Zakłady Piekarskie „Kłosek” Sp. z o.o.",
            contact_name="Łukasz Wiśniewski",
            email_from='l.wisniewski@klosek-piekarnia.pl',
            phone='+48 601 234 567',
            city="Łódź",
            user_id=cls.salesman.id,
        )

    def _find(self, lead):
        self.env.flush_all()
        return list(lead._find_duplicates().get(lead.id, ()))

    def test_of_a_deal_like_no_other_only_keys_are_searched(self):
        lone = self._create_deal(name="Lone", contact_name="Quirinus Xylander")
        lone.flush_recordset()
        lone._find_similar()
        # The keys of the deal, and those of others.
        with self.assertQueryCount(2):
            self.assertEqual(lone._find_similar(), {lone.id: {}})

    def _create_twin(self, **values):
        return self._create_deal(
            name="Twin enquiry",
            partner_name="KŁOSEK zakłady piekarskie",
            **{'contact_name': False, **values},
        )

    # Keys

    def test_keys_follow_what_is_written(self):
        key = self.env['deal.match.key'].search([('lead_id', '=', self.first.id)])
        self.assertEqual(key.company, 'zaklady piekarskie klosek')
        self.assertEqual((key.phones, key.person), ('+48601234567', 'lukasz wisniewski'))
        self.first.write({'phone': '0048 22 765 43 21; 602 000 111', 'contact_name': False})
        self.env.flush_all()
        self.assertEqual((key.phones, key.person), ('+48227654321 602000111', False))

    def test_numbers_without_a_country_may_be_of_any(self):
        german, twin = (
            self._create_deal(contact_name="Sabine Hartmann", phone=phone)
            for phone in ('+49 171 413 3912', '0171 413 3912')
        )
        self.assertEqual(twin._prepare_match_record().phones, ('1714133912',))
        self.assertEqual(self._find(twin), [german.id])
        self.assertEqual(self._find(german), [twin.id])
        twin.country_id = self.env.ref('base.de')
        self.assertEqual(twin._prepare_match_record().phones, ('+491714133912',))
        self.assertEqual(self._find(twin), [german.id])
        twin.country_id = self.env.ref('base.at')
        self.assertFalse(self._find(twin))

    def test_names_of_any_length_have_keys(self):
        """PostgreSQL's indexes refuse long entries: the deal could not be saved."""
        letters = Random(3).choices('abcdefghijklmnopqrstuvwxyz', k=20_000)
        for name in (''.join(letters), ' '.join(letters), "spółka z o.o. " * 3_000):
            for field in ('partner_name', 'contact_name', 'city', 'email_from', 'website'):
                lead = self._create_deal(**{field: name})
                self.env.flush_all()
                keys = self.env['deal.match.key'].search([('lead_id', '=', lead.id)])
                self.assertTrue(keys)
                lead._find_duplicates()

    def test_tax_id_is_the_customers(self):
        partner = self.env['res.partner'].create({'name': "Kłosek", 'vat': 'PL5260250274'})
        self.first.partner_id = partner
        key = self.env['deal.match.key'].search([('lead_id', '=', self.first.id)])
        self.assertEqual(key.tax_id, 'PL5260250274')
        partner.vat = False
        self.env.flush_all()
        self.assertFalse(key.tax_id)

    def test_keys_of_older_deals_are_made_in_the_background(self):
        self.env.cr.execute("DELETE FROM deal_match_key")
        self.env.invalidate_all()
        keys = self.env['deal.match.key']
        position = keys._get_newest_missing() + 1
        while position := keys._fill(position, limit=7):
            pass
        self.assertFalse(keys._get_newest_missing())
        leads = self.env['crm.lead'].with_context(active_test=False, deal_with_merged=True)
        self.assertEqual(self.env['deal.match.key'].search_count([]), leads.search_count([]))

    # Finding

    def test_same_number_in_another_spelling_is_found(self):
        twin = self._create_deal(
            name="Twin", contact_name="Wiśniewski, Łukasz", phone='601-234-567 wew. 3'
        )
        self.assertEqual(self._find(twin), [self.first.id])
        self.assertEqual(self._find(self.first), [twin.id])

    def test_slip_of_the_pen_is_found(self):
        twin = self._create_deal(
            partner_name="Zaklady Piekarskie Klosk",
            contact_name="lukasz wisniewski",
            city="Lodz",
        )
        self.assertEqual(self._find(twin), [self.first.id])

    def test_colleague_is_no_duplicate(self):
        colleague = self._create_deal(
            partner_name=self.first.partner_name,
            contact_name="Anna Lis",
            email_from='a.lis@klosek-piekarnia.pl',
            phone=self.first.phone,
        )
        self.assertFalse(self._find(colleague))

    def test_won_and_merged_deals_are_left_out(self):
        twin = self._create_twin(phone=self.first.phone)
        third = self._create_twin(phone=self.first.phone)
        third.action_set_won()
        self.assertEqual(self._find(twin), [self.first.id])
        (self.first | twin)._merge_into_oldest()
        fourth = self._create_twin(phone=self.first.phone)
        self.assertEqual(self._find(fourth), [self.first.id])

    def test_lost_deal_is_found_by_a_live_one_only(self):
        twin = self._create_twin(phone=self.first.phone)
        self.first.action_archive()
        self.assertEqual(self._find(twin), [self.first.id])
        twin.action_archive()
        self.assertFalse(self._find(twin))

    def test_deals_of_other_companies_are_left_out(self):
        self.first.company_id = self.company
        twin = self._create_twin(phone=self.first.phone)
        self.assertEqual(self._find(twin), [self.first.id])
        twin.company_id = self.other_company
        self.assertFalse(self._find(twin))

    def test_switchboard_of_many_says_little(self):
        for number in range(45):
            self._create_deal(contact_name=f"Person{number} Name{number}", phone='+48 22 111 22 33')
        self.env.flush_all()
        self.env['deal.duplicate']._make_tables()
        caller = self._create_deal(contact_name="Jan Lis", phone='22 111 22 33')
        self.assertFalse(self._find(caller))

    # Form

    def test_form_says_at_once_that_there_is_one_like_it(self):
        with Form(self.env['crm.lead'].with_user(self.salesman), 'crm.crm_lead_view_form') as form:
            form.name = "New"
            self.assertFalse(form.deal_duplicate_hint)
            form.phone = '601 234 567'
            self.assertEqual(form.duplicate_lead_count, 1)
            [deal] = form.deal_duplicate_hint['deals']
            self.assertEqual((deal['id'], form.deal_duplicate_hint['hidden']), (self.first.id, 0))
            self.assertEqual(deal['reason'], "Same phone number and created within three days")

    def test_form_says_so_for_a_name_alone(self):
        for field, name in (
            ('partner_name', "Klosek zaklady piekarskie"),
            ('contact_name', "Wisniewski Łukasz"),
            ('email_from', "L.Wisniewski@klosek-piekarnia.pl"),
        ):
            with self.subTest(field):
                typed = self.env['crm.lead'].new({'type': 'opportunity', field: name})
                self.assertEqual(list(typed._find_duplicates()[typed.id]), [self.first.id])

    def test_a_saved_deals_form_is_answered_before_the_search(self):
        twin = self._create_twin(phone=self.first.phone, user_id=self.salesman.id)
        deal = twin.with_user(self.salesman)
        shown = ('deal_duplicate_hint', 'duplicate_lead_count')
        specification = {name: {} for name in ('name', *shown)}
        later = {'deal_duplicate_hint': {'later': True}, 'duplicate_lead_count': 0}
        [read], [saved] = (
            deal.web_read(specification),
            deal.web_save({'name': "Renamed"}, specification),
        )
        self.assertLessEqual(later.items(), read.items())
        self.assertLessEqual({**later, 'name': "Renamed"}.items(), saved.items())
        opening = deal.get_deal_opening(['duplicates'])['duplicates']
        self.assertEqual(opening, {name: deal[name] for name in shown})
        self.assertEqual(opening['duplicate_lead_count'], 1)
        # Whoever asks for the number alone, gets it.
        self.assertEqual(deal.web_read({shown[1]: {}})[0][shown[1]], 1)
        self.company.deal_merge_policy = 'odoo'
        deal.invalidate_recordset()
        [read] = deal.web_read(specification)
        self.assertEqual((read[shown[0]], read[shown[1]]), (False, deal[shown[1]]))

    def test_form_tells_nothing_of_deals_of_others(self):
        self.first.user_id = self.manager
        twin = self._create_twin(phone=self.first.phone, user_id=self.salesman.id)
        hint = twin.with_user(self.salesman).deal_duplicate_hint
        self.assertEqual(hint, {'deals': [], 'more': 0, 'hidden': 1, 'others': []})

    def test_form_tells_nothing_of_deals_of_other_companies(self):
        """A deal without a company is like deals of any: not even their number may be told."""
        twin = self._create_twin(phone=self.first.phone, user_id=self.salesman.id)
        twin.company_id = False
        self.first.write({'user_id': False, 'company_id': self.other_company.id})
        self.env.flush_all()
        for user in (self.salesman, self.salesman_all, self.manager):
            lead = twin.with_user(user)
            self.assertEqual((lead.deal_duplicate_hint, lead.duplicate_lead_count), (False, 0))
            self.assertEqual(lead.duplicate_lead_ids, lead)
        both = (self.company | self.other_company).ids
        self.manager.company_ids = both
        seen = twin.with_user(self.manager)
        self.assertFalse(seen.with_context(allowed_company_ids=both[:1]).deal_duplicate_hint)
        self.assertTrue(seen.with_context(allowed_company_ids=both).deal_duplicate_hint)

    def test_conversion_tells_nothing_of_deals_of_other_companies(self):
        lead = self._create_twin(phone=self.first.phone, type='lead', user_id=self.manager.id)
        lead.company_id = False
        self.first.write({'user_id': False, 'company_id': self.other_company.id})
        convert = self.env['crm.lead2opportunity.partner.mass'].with_user(self.manager)
        convert = convert.with_context(active_model='crm.lead', active_ids=lead.ids)
        wizard = convert.create({'lead_tomerge_ids': [Command.set(lead.ids)]})
        self.assertFalse(wizard.duplicated_lead_ids)
        self.assertFalse(wizard.deal_line_ids.filtered('duplicate_note'))

    def test_button_lists_them_with_reasons(self):
        twin = self._create_twin(phone=self.first.phone)
        action = twin.action_show_potential_duplicates()
        leads = self.env['crm.lead'].with_context(**action['context']).search(action['domain'])
        self.assertEqual(leads, twin | self.first)
        reasons = {lead: lead.deal_duplicate_reason for lead in leads}
        self.assertFalse(reasons[twin])
        self.assertIn("ame phone number", reasons[self.first])

    # Converting

    def test_convert_wizard_shows_the_same_deals(self):
        lead = self._create_twin(phone=self.first.phone, type='lead')
        wizards = self.env['crm.lead2opportunity.partner']
        wizards = wizards.with_context(active_model='crm.lead', active_id=lead.id)
        wizard = wizards.create({'lead_id': lead.id})
        self.assertEqual(wizard.duplicated_lead_ids, self.first)
        self.assertIn("ame phone number", wizard.duplicated_lead_ids.deal_duplicate_reason)
        self.assertEqual(wizard.name, 'merge')
        wizard.action_apply()
        self.assertEqual(lead.deal_merged_into_id, self.first)

    def test_convert_wizard_offers_the_customer_with_the_same_keys(self):
        partner = self.env['res.partner'].create(
            {'name': "Jan Lis", 'phone': '+48 603 000 222', 'email': 'lis@private.example'}
        )
        lead = self._create_deal(
            type='lead', contact_name="Lis Jan", phone='603000222', email_from='jan@example.com'
        )
        wizard = self.env['crm.lead2opportunity.partner'].create({'lead_id': lead.id})
        self.assertEqual((wizard.action, wizard.partner_id), ('exist', partner))
        self.assertFalse(lead._find_matching_partner())

    def test_mass_convert_shows_them_and_merges_nothing(self):
        lead = self._create_twin(phone=self.first.phone, type='lead')
        other = self._create_deal(type='lead', contact_name="Jan Lis")
        wizard = (
            self.env['crm.lead2opportunity.partner.mass']
            .with_context(active_model='crm.lead', active_ids=(lead | other).ids)
            .create({'lead_tomerge_ids': [Command.set((lead | other).ids)]})
        )
        self.assertEqual(wizard.duplicated_lead_ids, lead)
        wizard.action_mass_convert()
        self.assertFalse(lead.deal_merged_into_id)

    def test_company_can_keep_odoos_finder(self):
        self.company.deal_merge_policy = 'odoo'
        twin = self._create_twin(email_from='x@klosek-piekarnia.pl')
        self.assertEqual(twin.duplicate_lead_count, 1)
        self.assertFalse(twin.deal_duplicate_hint)

    # Cost

    def test_any_number_of_deals_costs_the_same_queries(self):
        leads = self.first
        for number in range(20):
            leads |= self._create_twin(phone=f'+48 601 000 0{number:02}')
        self.env.flush_all()
        leads._find_duplicates()
        with self.assertQueryCount(4):
            self.env.invalidate_all()
            leads.fetch(['deal_merged_into_id', 'won_status', 'company_id', 'active'])
            leads._find_matches()
