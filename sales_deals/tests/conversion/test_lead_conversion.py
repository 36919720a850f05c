from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import DealCase, TourCase


class ConversionCase(DealCase):
    """Conversion of leads from known and unknown clients."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_a.use_leads = True
        cls.client = cls.env['res.partner'].create(
            {'name': "Jan Lis", 'phone': '+48 603 000 222', 'email': 'lis@private.example'}
        )
        cls.known = cls._create_lead(
            "Of a client", contact_name="Lis Jan", phone='603000222', email_from='jan@x.example'
        )
        cls.unknown = cls._create_lead(
            "Of nobody", partner_name="Nowa Sp. z o.o.", contact_name="Ewa Nowak"
        )

    @classmethod
    def _create_lead(cls, name, **values):
        values = {'type': 'lead', 'user_id': cls.salesman_all.id, **values}
        return cls._create_deal(
            name=name, company_id=cls.company.id, country_id=cls.env.ref('base.pl').id, **values
        )

    def _open(self, lead):
        context = {'active_model': 'crm.lead', 'active_id': lead.id, 'active_ids': lead.ids}
        wizard = self.env['crm.lead2opportunity.partner'].with_user(self.salesman_all)
        return Form(
            wizard.with_context(**context, default_lead_id=lead.id),
            'crm.view_crm_lead2opportunity_partner',
        )

    def _open_mass(self, leads):
        context = {'active_model': 'crm.lead', 'active_ids': leads.ids}
        wizard = self.env['crm.lead2opportunity.partner.mass'].with_user(self.salesman_all)
        return Form(wizard.with_context(**context), 'crm.view_crm_lead2opportunity_partner_mass')

    def _count_partners(self):
        return self.env['res.partner'].search_count([])


@tagged('post_install', '-at_install')
class TestLeadConversion(ConversionCase):
    # One lead

    def test_deal_stands_where_the_dialogue_says(self):
        talks = self.process_b.stage_ids[1]
        with self._open(self.unknown) as form:
            form.name = 'convert'
            form.team_id = self.team_b
            self.assertEqual(form.deal_process_id, self.process_b)
            self.assertEqual(form.deal_stage_id, self.process_b.stage_ids[0])
            form.deal_stage_id = talks
        form.record.action_apply()
        lead = self.unknown
        self.assertEqual(lead.type, 'opportunity')
        self.assertEqual(
            (lead.team_id, lead.deal_process_id, lead.stage_id),
            (self.team_b, self.process_b, talks),
        )

    def test_lead_keeps_process_and_stage_that_suit_it(self):
        stage = self.process_a.stage_ids[1]
        self.unknown.write(
            {'team_id': self.team_a.id, 'deal_process_id': self.process_a.id, 'stage_id': stage.id}
        )
        self._open(self.unknown).save().action_apply()
        self.assertEqual((self.unknown.team_id, self.unknown.stage_id), (self.team_a, stage))

    def test_client_is_suggested_with_the_reason(self):
        form = self._open(self.known)
        self.assertEqual((form.action, form.partner_id), ('exist', self.client))
        self.assertIn("ame phone number", form.deal_customer_note)

    def test_new_customer_is_described_as_it_is_made(self):
        form = self._open(self.unknown)
        self.assertEqual(form.action, 'create')
        self.assertIn("Nowa Sp. z o.o.", form.deal_customer_note)
        self.assertIn("Ewa Nowak", form.deal_customer_note)
        before = self._count_partners()
        form.save().action_apply()
        self.assertEqual(self._count_partners(), before + 2)
        partner = self.unknown.partner_id
        self.assertEqual((partner.name, partner.parent_id.name), ("Ewa Nowak", "Nowa Sp. z o.o."))

    def test_deal_can_do_without_a_customer(self):
        form = self._open(self.unknown)
        form.action = 'nothing'
        self.assertFalse(form.deal_customer_note)
        before = self._count_partners()
        form.save().action_apply()
        self.assertEqual((self.unknown.type, self.unknown.partner_id.id), ('opportunity', False))
        self.assertEqual(self._count_partners(), before)

    def test_deals_like_it_are_told_and_left(self):
        twin = self._create_lead("Twin", contact_name="Ewa Nowak", partner_name="Nowa")
        (twin | self.unknown).write({'phone': '+48601000999'})
        form = self._open(self.unknown)
        self.assertEqual(form.name, 'merge')
        form.name = 'convert'
        self.assertEqual(form.deal_duplicate_count, 1)
        form.save().action_apply()
        self.assertFalse((twin | self.unknown).deal_merged_into_id)
        self.assertEqual(twin.type, 'lead')

    def test_merging_keeps_the_older_one(self):
        twin = self._create_lead("Twin", contact_name="Ewa Nowak", partner_name="Nowa")
        (twin | self.unknown).write({'phone': '+48601000999'})
        self._open(twin).save().action_apply()
        self.assertEqual(twin.deal_merged_into_id, self.unknown)
        self.assertEqual(self.unknown.type, 'opportunity')

    # Many leads

    def test_each_lead_is_told_what_happens_to_it(self):
        form = self._open_mass(self.known | self.unknown)
        self.assertEqual(len(form.deal_line_ids), 2)
        with form.deal_line_ids.edit(0) as line:
            self.assertEqual((line.lead_id, line.partner_id), (self.known, self.client))
            self.assertIn("ame phone number", line.customer_note)
        with form.deal_line_ids.edit(1) as line:
            self.assertEqual((line.lead_id, line.action), (self.unknown, 'create'))
            self.assertIn("Nowa Sp. z o.o.", line.customer_note)

    def test_only_what_was_shown_is_done(self):
        third = self._create_lead("Left out", contact_name="Adam Mak")
        fourth = self._create_lead("Without", contact_name="Iga Wit")
        form = self._open_mass(self.known | self.unknown | third | fourth)
        with form.deal_line_ids.edit(2) as line:
            line.is_converted = False
        with form.deal_line_ids.edit(3) as line:
            line.action = 'nothing'
        before = self._count_partners()
        action = form.save().action_mass_convert()
        self.assertEqual(self.known.partner_id, self.client)
        self.assertEqual(self.unknown.partner_id.name, "Ewa Nowak")
        self.assertFalse((third | fourth).partner_id)
        self.assertEqual((third.type, fourth.type), ('lead', 'opportunity'))
        self.assertEqual(self._count_partners(), before + 2)
        self.assertEqual(action['domain'], [('id', 'in', (self.known | self.unknown | fourth).ids)])

    def test_leads_of_one_client_get_one_customer(self):
        twin = self._create_lead("Again", partner_name="NOWA sp. z o.o.", contact_name="Nowak Ewa")
        form = self._open_mass(self.unknown | twin)
        with form.deal_line_ids.edit(1) as line:
            self.assertIn("One for 2 leads", line.customer_note)
        before = self._count_partners()
        form.save().action_mass_convert()
        self.assertEqual(self._count_partners(), before + 2)
        self.assertEqual(twin.partner_id, self.unknown.partner_id)

    def test_salespeople_take_turns_as_shown(self):
        leads = self.known | self.unknown | self._create_lead("Third")
        form = self._open_mass(leads)
        form.force_assignment = True
        form.user_ids.add(self.salesman)
        form.user_ids.add(self.manager)
        users = []
        for i in range(3):
            with form.deal_line_ids.edit(i) as line:
                users.append(line.user_id)
        self.assertEqual(set(users), {self.salesman, self.manager})
        form.save().action_mass_convert()
        self.assertEqual([lead.user_id for lead in leads], users)

    def test_what_can_not_be_converted_is_told(self):
        deal = self._create_deal(name="A deal already", company_id=self.company.id)
        form = self._open_mass(self.known | deal)
        with form.deal_line_ids.edit(1) as line:
            self.assertFalse(line.is_converted)
            self.assertIn("a deal already", line.customer_note)
        form.save().action_mass_convert()
        self.assertFalse(deal.partner_id)

    def test_nothing_to_convert_is_told(self):
        form = self._open_mass(self.known)
        with form.deal_line_ids.edit(0) as line:
            line.is_converted = False
        with self.assertRaisesRegex(UserError, "at least one lead"):
            form.save().action_mass_convert()

    def test_missing_customer_is_told_and_nothing_is_done(self):
        form = self._open_mass(self.unknown | self.known)
        with form.deal_line_ids.edit(0) as line:
            line.action = 'exist'
        before = self._count_partners()
        with self.assertRaisesRegex(UserError, "Of nobody"):
            form.save().action_mass_convert()
        self.assertEqual((self._count_partners(), self.known.type), (before, 'lead'))

    def test_all_stand_in_the_chosen_process(self):
        leads = self.known | self.unknown
        form = self._open_mass(leads)
        form.team_id = self.team_b
        form.deal_process_id = self.process_b
        form.deal_stage_id = self.process_b.stage_ids[1]
        form.save().action_mass_convert()
        self.assertEqual(leads.stage_id, self.process_b.stage_ids[1])
        self.assertEqual(leads.team_id, self.team_b)

    def test_company_can_keep_odoos_way(self):
        self.company.deal_merge_policy = 'odoo'
        form = self._open_mass(self.known | self.unknown)
        self.assertEqual(len(form.deal_line_ids), 0)
        form.save().action_mass_convert()
        self.assertEqual(set((self.known | self.unknown).mapped('type')), {'opportunity'})

    def test_the_companies_of_the_leads_decide_on_the_way(self):
        self.other_company.deal_merge_policy = 'odoo'
        user = self.env.user
        user.company_ids |= self.other_company
        leads = self.known | self.unknown
        leads.company_id = self.company
        elsewhere = leads.with_context(allowed_company_ids=(self.other_company | self.company).ids)
        wizards = self.env['crm.lead2opportunity.partner.mass'].with_env(elsewhere.env)
        context = {'active_model': 'crm.lead', 'active_ids': leads.ids}
        wizard = wizards.with_context(**context).create({})
        self.assertFalse(wizard.deal_is_odoos_way or wizard.deduplicate)
        self.company.deal_merge_policy = 'odoo'
        wizard = wizards.with_context(**context).create({})
        self.assertTrue(wizard.deal_is_odoos_way and wizard.deduplicate)

    def test_customers_of_many_leads_are_found_in_few_queries(self):
        leads = self.known
        for number in range(30):
            leads |= self._create_lead(f"Lead {number}", contact_name=f"Person {number}")
        leads._suggest_customers()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.assertEqual(leads._suggest_customers(), {self.known: self.client})

    # The setting

    def test_menu_follows_the_setting(self):
        menu = self.env.ref('crm.crm_menu_leads')
        settings = self.env['res.config.settings']
        for on in (True, False):
            settings.create({'group_use_lead': on}).execute()
            visible = self.env['ir.ui.menu'].with_user(self.salesman_all)._visible_menu_ids()
            self.assertEqual(menu.id in visible, on)


@tagged('post_install', '-at_install')
class TestLeadConversionTour(TourCase, ConversionCase):
    def test_leads_are_converted_in_a_browser(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.env['res.config.settings'].create({'group_use_lead': True}).execute()
        for lang, tour in (
            ('en_US', 'lead_conversion_tour'),
            ('fa_IR', 'lead_conversion_tour_fa'),
        ):
            with self.subTest(lang):
                self.salesman_all.lang = lang
                one = self._create_lead("Tour single", contact_name="Iga Wit")
                many = self._create_lead("Tour many", contact_name="Lis Jan", phone='603000222')
                many |= self._create_lead("Tour left", contact_name="Adam Mak")
                self.start_tour('/odoo', tour, login='deal_all')
                self.assertEqual((one.type, one.partner_id.id), ('opportunity', False))
                self.assertEqual(many.mapped('type'), ['opportunity', 'lead'])
                self.assertEqual(many[0].partner_id, self.client)
                (one | many).unlink()
