import json

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...models.merge.crm_lead_plan import STATE_FIELDS
from ..common import MergeCase


class MergeWizardCase(MergeCase):
    def _open_wizard(self, leads=None, user=None, **values):
        wizard = self.env['crm.merge.opportunity'].with_context(
            active_ids=(leads or self.leads).ids
        )
        return wizard.with_user(user or self.manager).create(values)

    def _read_table(self, wizard):
        """Return the cells of each field, by its name."""
        wizard.invalidate_recordset()
        groups = wizard.deal_comparison['groups']
        return {row['name']: row['cells'] for group in groups for row in group['rows']}

    def _read_winners(self, wizard):
        """Return the deal that gives the value of each field, by the field's name."""
        wizard.invalidate_recordset()
        return {
            row['name']: self.env['crm.lead'].browse(group['winner'])
            for group in wizard.deal_comparison['groups']
            for row in group['rows']
        }


@tagged('post_install', '-at_install')
class TestMergeWizard(MergeWizardCase):
    # What is shown

    def test_what_differs_is_shown_and_which_value_wins(self):
        self.old.contact_name, self.new.contact_name = "Anna", "<b>Ewa</b>"
        wizard = self._open_wizard()
        self.assertEqual(wizard.deal_survivor_id, self.old)
        self.assertEqual(self._read_table(wizard)['contact_name'], ["Anna", "", "<b>Ewa</b>"])
        winners = self._read_winners(wizard)
        self.assertEqual((winners['contact_name'], winners['phone']), (self.old, self.lost))
        self.assertEqual(wizard.action_merge()['res_id'], self.old.id)

    def test_columns_tell_which_deal_it_is(self):
        self.new.user_id = self.salesman
        wizard = self._open_wizard()
        first, _second, third = wizard.deal_comparison['deals']
        self.assertEqual(
            first,
            {
                'id': self.old.id,
                'number': self.old.deal_number,
                'name': "Old",
                'salesperson': "",
                'created': '2024-01-01 00:00:00',
                'stays': True,
            },
        )
        self.assertEqual((third['salesperson'], third['stays']), (self.salesman.name, False))

    def test_how_a_deal_stands_its_value_and_its_address_are_groups(self):
        stages = self.new.deal_process_id.stage_ids.sorted()
        self.new.write({'stage_id': stages[1].id, 'probability': 42, 'date_deadline': '2026-09-01'})
        self.new.write({'expected_revenue': 7, 'deal_cost': 5, 'street': "Leśna 7", 'city': "Łódź"})
        groups = [
            {row['name'] for row in group['rows']}
            for group in self._open_wizard().deal_comparison['groups']
        ]
        self.assertIn({'stage_id', 'probability', 'date_deadline'}, groups)
        self.assertIn({'expected_revenue', 'deal_cost'}, groups)
        self.assertIn({'street', 'city'}, groups)

    def test_texts_and_tags_are_named_as_united(self):
        self.new.write({'description': "<p>Two</p>", 'tag_ids': [Command.create({'name': "A"})]})
        self.old.description = "<p>One</p>"
        self.assertEqual(self._open_wizard().deal_comparison['united'], ["Notes", "Tags"])

    def test_nothing_is_named_where_nothing_is_united(self):
        (self.old | self.new).write({'description': False, 'tag_ids': [Command.clear()]})
        self.assertEqual(self._open_wizard().deal_comparison['united'], [])

    def test_no_cost_is_told_without_the_group(self):
        self.old.deal_cost, self.new.deal_cost = 77.13, 88.14
        self.assertEqual(self._read_table(self._open_wizard())['deal_cost'], [77.13, 0.0, 88.14])
        self._forbid_costs(self.salesman_all)
        wizard = self._open_wizard(user=self.salesman_all)
        shown = wizard.web_read({name: {} for name in wizard._fields})
        changed = wizard.onchange(
            {'opportunity_ids': [Command.set(self.leads.ids)]},
            [],
            {name: {} for name in wizard._fields},
        )
        told = json.dumps([wizard.deal_comparison, shown, changed], default=str)
        self.assertNotIn('77.13', told)
        self.assertNotIn('88.14', told)
        wizard.deal_choices = {'deal_cost': self.new.id}
        with self.assertRaisesRegex(UserError, "no “deal_cost” to choose"):
            wizard.action_merge()

    def test_names_that_the_user_may_not_open_are_shown_as_in_a_form(self):
        foreign = self.env['res.partner'].create(
            {'name': "Foreign", 'company_id': self.other_company.id}
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s", [foreign.id, self.new.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._read_table(self._open_wizard())['partner_id'][2], "Foreign")

    # What is chosen

    def test_every_value_that_is_shown_is_written(self):
        partner = self.env['res.partner'].create(
            {
                'name': "Jan Nowak",
                'email': 'jan@example.com',
                'phone': '+48601000001',
                'street': "Polna 1",
                'website': 'https://jan.example',
                'function': "Boss",
                'lang': 'en_US',
            }
        )
        self.lost.partner_id = partner
        self.old.write({'contact_name': "Anna", 'street': "Leśna 7", 'function': "Buyer"})
        self.new.write({'priority': '2', 'user_id': self.salesman.id, 'medium_id': self._medium()})
        wizard = self._open_wizard()
        winners = self._read_winners(wizard)
        self.assertEqual((winners['partner_id'], winners['priority']), (self.lost, self.new))
        expected = {name: lead[name] for name, lead in winners.items()}
        wizard.action_merge()
        self.assertEqual({name: self.old[name] for name in winners}, expected)

    def _medium(self):
        return self.env['utm.medium'].create({'name': "Fair"}).id

    def test_another_value_can_be_chosen(self):
        self.lost.contact_name, self.new.contact_name = "Anna", "Ewa"
        wizard = self._open_wizard()
        self.assertEqual(self._read_winners(wizard)['contact_name'], self.new)
        wizard.deal_choices = {'contact_name': self.lost.id, 'phone': self.old.id}
        self.assertEqual(self._read_winners(wizard)['contact_name'], self.lost)
        wizard.action_merge()
        self.assertEqual((self.old.contact_name, self.old.phone), ("Anna", False))

    def test_choosing_the_stage_chooses_how_the_deal_stands(self):
        stages = self.new.deal_process_id.stage_ids.sorted()
        self.new.write({'stage_id': stages[1].id, 'probability': 42, 'date_deadline': '2026-09-01'})
        self.lost.write({'date_deadline': '2026-05-05', 'probability': 7})
        expected = {name: self.lost[name] for name in STATE_FIELDS}
        self._merge(choices={'stage_id': self.lost.id})
        self.assertEqual({name: self.old[name] for name in STATE_FIELDS}, expected)

    def test_choosing_the_value_chooses_its_variant(self):
        mine = self._create_variant(lead_id=self.old.id, name="Mine")
        theirs = self._create_variant(lead_id=self.new.id, name="Theirs")
        self._create_line(mine, quantity=1)
        self._create_line(theirs, quantity=4)
        wizard = self._open_wizard(deal_choices={'expected_revenue': self.new.id})
        wizard.action_merge()
        self.assertEqual(self.old.deal_chosen_variant_id, theirs)
        self.assertEqual((self.old.expected_revenue, self.old.deal_cost), (480, 320))

    def test_value_entered_by_hand_can_be_chosen_before_a_calculated_one(self):
        self._create_line(self._create_variant(lead_id=self.new.id), quantity=4)
        self.lost.expected_revenue = 900
        self._open_wizard(deal_choices={'expected_revenue': self.lost.id}).action_merge()
        self.assertFalse(self.old.deal_chosen_variant_id)
        self.assertEqual(self.old.expected_revenue, 900)
        self.old.action_deal_undo_merge()
        self.assertTrue(self.new.deal_chosen_variant_id)

    def test_choosing_a_city_chooses_the_address(self):
        self.old.write({'street': "Polna 1", 'street2': "m. 2", 'city': "Łódź"})
        self.new.write({'street': "Leśna 7", 'city': "Gdańsk"})
        self._merge(choices={'city': self.new.id})
        address = self.old.street, self.old.street2, self.old.city
        self.assertEqual(address, ("Leśna 7", False, "Gdańsk"))

    def test_salesperson_named_in_the_wizard_is_not_compared(self):
        self.new.user_id, self.new.team_id = self.salesman, self.team_a
        wizard = self._open_wizard(user_id=self.salesman_all.id)
        self.assertNotIn('user_id', self._read_table(wizard))
        wizard.action_merge()
        self.assertEqual((self.old.user_id, self.old.team_id), (self.salesman_all, self.team_a))

    def test_properties_are_compared_and_chosen_one_by_one(self):
        self.team_a.lead_properties_definition = [
            {'name': 'size', 'string': "Size", 'type': 'integer'},
            {
                'name': 'colour',
                'string': "Colour",
                'type': 'selection',
                'selection': [['r', "Red"], ['b', "Blue"]],
            },
        ]
        self.leads.team_id = self.team_a
        self.old.lead_properties = {'size': 3}
        self.lost.lead_properties = {'size': 4, 'colour': 'r'}
        self.new.lead_properties = {'size': 5, 'colour': 'b'}
        wizard = self._open_wizard()
        table = self._read_table(wizard)
        self.assertEqual(table['lead_properties.size'], [3, 4, 5])
        self.assertEqual(table['lead_properties.colour'], ["", "Red", "Blue"])
        wizard.deal_choices = {'lead_properties.size': self.lost.id}
        wizard.action_merge()
        stored = self.old._read_merge_json('lead_properties')[self.old.id]
        self.assertEqual(stored, {'size': 4, 'colour': 'b'})

    def test_the_form_shows_each_choice_at_once(self):
        self.lost.contact_name, self.new.contact_name = "Anna", "Ewa"
        wizard = self.env['crm.merge.opportunity'].with_context(active_ids=self.leads.ids)
        with Form(wizard.with_user(self.manager)) as form:
            form.deal_choices = {'contact_name': self.lost.id}
            winners = {group['name']: group['winner'] for group in form.deal_comparison['groups']}
            self.assertEqual(winners['contact_name'], self.lost.id)
            form.opportunity_ids.remove(id=self.lost.id)
            self.assertFalse(form.deal_choices)
            self.assertEqual(len(form.deal_comparison['deals']), 2)
        form.record.action_merge()
        self.assertEqual(self.old.contact_name, "Ewa")

    # What is refused

    def test_won_deals_become_one_only_when_asked(self):
        (self.old | self.new).action_set_won()
        wizard = self._open_wizard()
        self.assertEqual(wizard.opportunity_ids, self.leads)
        with self.assertRaisesRegex(UserError, "one sale"):
            wizard.action_merge()
        wizard.deal_with_won = True
        wizard.action_merge()
        self.assertEqual(self.new.deal_merged_into_id, self.old)

    def test_choice_of_another_deal_is_refused(self):
        wizard = self._open_wizard(deal_choices={'contact_name': self.deal.id})
        with self.assertRaisesRegex(UserError, "not among those to merge"):
            wizard.action_merge()

    def test_choice_of_what_is_not_compared_is_refused(self):
        for name in ('name', 'create_uid', 'deal_merged_into_id', 'description', 'nothing'):
            with self.subTest(name), self.assertRaisesRegex(UserError, f"no “{name}” to choose"):
                self._merge(choices={name: self.new.id})

    def test_choices_of_no_meaning_are_refused(self):
        for choices in (['contact_name'], "phone", {'phone': str(self.new.id)}, {'phone': True}):
            with self.subTest(choices), self.assertRaises(UserError):
                self._open_wizard(deal_choices=choices).action_merge()

    def test_deals_that_have_changed_meanwhile_are_not_merged(self):
        wizard = self._open_wizard()
        self.env.flush_all()
        self.new.contact_name = "Changed"
        with self.assertRaisesRegex(UserError, "changed in the meantime"):
            wizard.action_merge()
        self.assertFalse(self.new.deal_merged_into_id)


@tagged('post_install', '-at_install')
class TestMergeOwnAmount(MergeWizardCase):
    """A field that a user has added, with a currency of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        common = {'model_id': cls.env['ir.model']._get_id('crm.lead'), 'state': 'manual'}
        currency = {'name': 'x_currency_id', 'ttype': 'many2one', 'relation': 'res.currency'}
        amount = {'name': 'x_amount', 'ttype': 'monetary', 'currency_field': 'x_currency_id'}
        cls.env['ir.model.fields'].create([{**common, **currency}, {**common, **amount}])
        cls.euro, cls.dollar = cls.env.ref('base.EUR'), cls.env.ref('base.USD')

    def test_amount_is_taken_with_its_currency(self):
        self.new.write({'x_amount': 100, 'x_currency_id': self.euro.id})
        self.old.x_currency_id = self.dollar
        self._merge(self.old | self.new)
        self.assertEqual((self.old.x_amount, self.old.x_currency_id), (100, self.euro))

    def test_amount_is_compared_in_its_currency(self):
        self.new.write({'x_amount': 100, 'x_currency_id': self.euro.id})
        self.old.write({'x_amount': 90, 'x_currency_id': self.dollar.id})
        wizard = self._open_wizard(self.old | self.new)
        [group] = [g for g in wizard.deal_comparison['groups'] if g['name'] == 'x_amount']
        amount, currency = group['rows']
        self.assertEqual(amount['cells'], [90, 100])
        self.assertEqual(amount['currencies'], [self.dollar.id, self.euro.id])
        self.assertEqual(currency['cells'], ["USD", "EUR"])
