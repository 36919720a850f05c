"""Properties of merged deals: united where both teams have them, else kept readable."""

from lxml import etree

from odoo.tests import tagged

from ..common import MergeCase


@tagged('post_install', '-at_install')
class TestMergeProperties(MergeCase):
    def test_properties_that_the_team_does_not_have_are_named_in_the_note(self):
        common = {'name': 'note', 'string': "Note", 'type': 'char'}
        self.team_a.lead_properties_definition = [common]
        colour = {
            'name': 'colour',
            'string': "Colour",
            'type': 'selection',
            'selection': [['r', "Red"]],
        }
        self.team_b.lead_properties_definition = [common, colour]
        self.old.team_id, self.new.team_id = self.team_a, self.team_b
        self.old.lead_properties = {'note': "Mine"}
        self.new.lead_properties = {'note': "Theirs", 'colour': 'r'}
        self._merge(self.old | self.new)
        note = self.old.message_ids.sorted('id')[-1].body
        self.assertIn("Colour: Red", note)
        self.assertNotIn("Theirs", note)
        stored = self.old._read_merge_json('lead_properties')[self.old.id]
        self.assertEqual(stored, {'note': "Mine", 'colour': 'r'})
        self.assertEqual(self.new.lead_properties['colour'], "Red")

    def test_properties_that_the_team_does_not_have_stay_readable_until_undone(self):
        define = [
            {'name': 'floor', 'string': "Floor", 'type': 'integer'},
            {'name': 'lift', 'string': "Lift", 'type': 'boolean'},
            {'name': 'stairs', 'string': "Stairs", 'type': 'boolean'},
            {'name': 'built', 'string': "Built", 'type': 'date'},
            {'name': 'story_html', 'string': "Story", 'type': 'html'},
            {'name': 'marks', 'string': "Marks", 'type': 'tags', 'tags': [['x', "Old", 1]]},
            {'name': 'who', 'string': "Who", 'type': 'many2one', 'comodel': 'res.partner'},
        ]
        self.team_b.lead_properties_definition = define
        own = {'name': 'note', 'string': "Note", 'type': 'char'}
        self.team_a.lead_properties_definition = [own]
        self.old.team_id, self.new.team_id = self.team_a, self.team_b
        self.old.lead_properties = {'note': "Mine"}
        partner = self.env['res.partner'].create({'name': "Anna"})
        values = {'floor': 3, 'lift': True, 'built': '2020-02-01', 'story_html': "<p>Long</p>"}
        self.new.lead_properties = {**values, 'marks': ['x'], 'who': partner.id}
        self._merge(self.old | self.new)
        lines = "Floor: 3\nLift: Yes\nBuilt: 02/01/2020\nStory: Long\nMarks: Old\nWho: Anna"
        self.assertEqual(self.old.deal_merged_properties, lines)
        # In the form, Odoo writes those of the team alone.
        self.old.lead_properties = [{**own, 'value': "Changed"}]
        older = self._create_dated("Older", 2010)
        older.team_id = self.team_a
        self._merge(older | self.old)
        self.assertEqual(older.deal_merged_properties, lines)
        older.action_deal_undo_merge()
        self.assertFalse(older.deal_merged_properties)
        self.assertEqual(self.old.deal_merged_properties, lines)
        self.old.action_deal_undo_merge()
        self.assertFalse(self.old.deal_merged_properties)

    def test_dialogue_opens_where_properties_are_not_filled_in(self):
        """Deals of mails and imports have none, and the other team may have no such property."""
        kinds = ('boolean', 'integer', 'float', 'char', 'date', 'selection', 'many2one', 'tags')
        for kind in kinds:
            extra = {'comodel': 'res.partner'} if kind == 'many2one' else {}
            define = [{'name': 'one', 'string': "One", 'type': kind, **extra}]
            for with_it, without in ((self.team_a, self.team_b), (self.team_b, self.team_a)):
                with self.subTest(kind=kind, team=with_it.name):
                    with_it.lead_properties_definition = define
                    without.lead_properties_definition = []
                    self.old.team_id, self.new.team_id = self.team_a, self.team_b
                    leads = self.old | self.new
                    self.env.flush_all()
                    self.env.cr.execute(
                        "UPDATE crm_lead SET lead_properties = NULL WHERE id IN %s",
                        [tuple(leads.ids)],
                    )
                    self.env.invalidate_all()
                    wizard = self.env['crm.merge.opportunity'].with_context(active_ids=leads.ids)
                    comparison = wizard.create({}).deal_comparison
                    labels = {r['label'] for g in comparison['groups'] for r in g['rows']}
                    self.assertNotIn("One", labels)

    def test_own_properties_stay_readable_in_the_team_of_another(self):
        colour = {'name': 'colour', 'string': "Colour", 'type': 'char'}
        size = {'name': 'size', 'string': "Size", 'type': 'char'}
        self.team_a.lead_properties_definition = [colour]
        self.team_b.lead_properties_definition = [size]
        self.old.team_id, self.new.team_id = self.team_a, self.team_b
        self.old.lead_properties = {'colour': "Red"}
        self.new.lead_properties = {'size': "Large"}
        leads = self.old | self.new
        leads._merge_into_oldest(choices={'team_id': self.new.id})
        self.assertEqual(self.old.team_id, self.team_b)
        self.assertEqual(self.old.deal_merged_properties, "Colour: Red")
        self.assertEqual(self.old.lead_properties['size'], "Large")
        self.old.action_deal_undo_merge()
        self.assertEqual(self.old.lead_properties['colour'], "Red")
        self.assertFalse(self.old.deal_merged_properties)

    def _assign_by_method(self, leads, team):
        leads.merge_opportunity(team_id=team.id)

    def _assign_by_dialogue(self, leads, team):
        wizard = self.env['crm.merge.opportunity'].with_context(active_ids=leads.ids)
        wizard.create({'team_id': team.id}).action_merge()

    def _choose_by_dialogue(self, leads, team):
        wizard = self.env['crm.merge.opportunity'].with_context(active_ids=leads.ids)
        chosen = leads.filtered(lambda lead: lead.team_id == team)
        wizard.create({'deal_choices': {'team_id': chosen.id}}).action_merge()

    def test_whatever_team_the_deal_gets_all_properties_stay_readable_once(self):
        """By each way, for the team of either deal and another, with equal and own properties."""
        colour = {'name': 'colour', 'string': "Colour", 'type': 'char'}
        size = {'name': 'size', 'string': "Size", 'type': 'char'}
        both = {'name': 'both', 'string': "Floor", 'type': 'char'}
        third = self.env['crm.team'].create({'name': "Third"})
        self.team_a.lead_properties_definition = [colour, both]
        self.team_b.lead_properties_definition = [size, both]
        third.lead_properties_definition = [{**both, 'default': "0"}]
        kept = {
            self.team_a: {"Size: Large"},
            self.team_b: {"Colour: Red"},
            third: {"Size: Large", "Colour: Red"},
        }
        ways = (self._assign_by_method, self._assign_by_dialogue, self._choose_by_dialogue)
        cases = [(way, team) for way in ways for team in kept]
        for way, team in cases[:-1]:  # of no deal is the third one
            with self.subTest(way=way.__name__, team=team.name):
                with self.env.cr.savepoint() as savepoint:
                    self.old.team_id, self.new.team_id = self.team_a, self.team_b
                    self.old.lead_properties = {'colour': "Red", 'both': "1"}
                    self.new.lead_properties = {'size': "Large", 'both': "2"}
                    # An earlier merge has left the same words.
                    self.old.sudo().deal_merged_properties = "Size: Large\nShade: Dark"
                    leads = self.old | self.new
                    self.env.flush_all()
                    before = {lead: lead._read_merge_json('lead_properties') for lead in leads}
                    way(leads, team)
                    self.env.flush_all()
                    self.assertEqual(self.old.team_id, team)
                    lines = self.old.deal_merged_properties.splitlines()
                    self.assertCountEqual(lines, {"Size: Large", "Shade: Dark", *kept[team]})
                    self.assertEqual(self.old.lead_properties['both'], "1")
                    note = self.old.message_ids.filtered(lambda m: "Merged into" in m.body).body
                    for text in kept[team]:
                        self.assertIn(text, note)
                    self.old.action_deal_undo_merge()
                    self.env.flush_all()
                    self.assertEqual(
                        {lead: lead._read_merge_json('lead_properties') for lead in leads}, before
                    )
                    self.assertEqual(
                        leads.mapped('team_id.name'), [self.team_a.name, self.team_b.name]
                    )
                    self.assertEqual(self.old.deal_merged_properties, "Size: Large\nShade: Dark")
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_undoing_gives_back_what_followed_on_the_salesperson(self):
        offer = self.env['deal.offer'].create({'lead_id': self.old.id})
        moved = self.env['deal.offer'].create({'lead_id': self.new.id})
        self.old.user_id, self.new.user_id = self.salesman, self.manager
        self.env.flush_all()
        (self.old | self.new).merge_opportunity(user_id=self.salesman_all.id)
        self.assertEqual((offer | moved).user_id, self.salesman_all)
        self.old.action_deal_undo_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.old.user_id, self.new.user_id), (self.salesman, self.manager))
        self.assertEqual((offer.user_id, moved.user_id), (self.salesman, self.manager))

    def test_kept_amounts_and_dates_are_written_as_users_read_them(self):
        self.team_b.lead_properties_definition = [
            {'name': 'day', 'string': "Day", 'type': 'date'},
            {'name': 'moment', 'string': "Moment", 'type': 'datetime'},
            {
                'name': 'fee',
                'string': "Fee",
                'type': 'monetary',
                'currency_field': 'company_currency',
            },
        ]
        self.old.team_id, self.new.team_id = self.team_a, self.team_b
        values = {'day': '2026-03-21', 'moment': '2026-03-21 10:05:00', 'fee': 1250.5}
        self.new.lead_properties = values
        self.env['res.lang']._activate_lang('fa_IR')
        leads = self.old | self.new
        wizard = self.env['crm.merge.opportunity'].with_context(active_ids=leads.ids).create({})
        rows = [row for group in wizard.deal_comparison['groups'] for row in group['rows']]
        [fee] = [row for row in rows if row['label'] == "Fee"]
        self.assertEqual(fee['type'], 'monetary')
        self.assertEqual(fee['currencies'][1], self.new.company_currency.id)
        for lang, shown in {
            'en_US': ("Day: 03/21/2026", "10:05", "1,250.50"),
            'fa_IR': ("۱ فروردین ۱۴۰۵", "۱۰:۰۵", self.new.company_currency.symbol),
        }.items():
            with self.subTest(lang), self.env.cr.savepoint() as savepoint:
                user = self.env.user
                user.write({'tz': 'UTC', 'lang': lang})
                self.old.with_context(lang=lang).browse(leads.ids)._merge_into_oldest()
                for text in shown:
                    self.assertIn(text, self.old.deal_merged_properties)
                self.assertIn(self.new.company_currency.symbol, self.old.deal_merged_properties)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_properties_of_merged_deals_are_shown_where_there_are_some(self):
        view = self.env['crm.lead'].get_view(view_type='form')
        [group] = etree.fromstring(view['arch']).xpath("//group[@name='deal_merged_properties']")
        self.assertEqual(group.get('invisible'), 'not deal_merged_properties')
        self.assertFalse(self.old.copy().deal_merged_properties)

    def test_texts_and_lists_among_properties_are_united(self):
        people = self.env['res.partner'].create([{'name': name} for name in "ABC"])
        self.team_a.lead_properties_definition = [
            {'name': 'wishes', 'string': "Wishes", 'type': 'text'},
            {
                'name': 'marks',
                'string': "Marks",
                'type': 'tags',
                'tags': [['x', "X", 1], ['y', "Y", 2], ['z', "Z", 3]],
            },
            {
                'name': 'people',
                'string': "People",
                'type': 'many2many',
                'comodel': 'res.partner',
            },
            {'name': 'floor', 'string': "Floor", 'type': 'char'},
        ]
        (self.old | self.new).team_id = self.team_a
        self.old.lead_properties = {
            'wishes': "White",
            'marks': ['x', 'y'],
            'people': people[:2].ids,
            'floor': "1",
        }
        self.new.lead_properties = {
            'wishes': "Large",
            'marks': ['y', 'z'],
            'people': people[1:].ids,
            'floor': "2",
        }
        before = self.old._read_merge_json('lead_properties')[self.old.id]
        self._merge(self.old | self.new)
        self.assertEqual(
            self.old._read_merge_json('lead_properties')[self.old.id],
            {
                'wishes': "White\n\nLarge",
                'marks': ['x', 'y', 'z'],
                'people': people.ids,
                'floor': "1",
            },
        )
        self.old.action_deal_undo_merge()
        self.assertEqual(self.old._read_merge_json('lead_properties')[self.old.id], before)
