"""Odoo merges contacts; what deals know of them is kept, and no deal has one twice."""

import itertools

from odoo.tests import tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestPartnerMerge(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deals = cls._create_deal(name="One") | cls._create_deal(name="Two")
        cls.one, cls.two = cls.deals
        cls.people = cls.env['res.partner'].create(
            [{'name': f"Anna {number}", 'email': 'anna@client.example'} for number in range(3)]
        )
        cls.kept, cls.twin, cls.triplet = cls.people

    def _merge(self):
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge(self.people.ids, self.kept)
        self.env.invalidate_all()

    def _create(self, model, lead, partner, **values):
        return self.env[model].create({'lead_id': lead.id, 'partner_id': partner.id, **values})

    def test_contacts_of_one_deal_become_one_with_what_each_has(self):
        self._create('deal.contact', self.one, self.kept, is_recipient=False, note="Kept")
        self._create('deal.contact', self.one, self.twin, role='finance', note="Twin")
        self._create('deal.contact', self.one, self.triplet, attitude='for', is_primary=True)
        self._create('deal.contact', self.two, self.twin, role='user', note="Of the second")
        self._create('deal.contact', self.two, self.triplet, role='other', attitude='against')
        self._merge()
        names = ('partner_id', 'role', 'attitude', 'note', 'is_primary', 'is_recipient')
        [[first], [second]] = (
            [tuple(contact[name] for name in names) for contact in lead.deal_contact_ids]
            for lead in self.deals
        )
        self.assertEqual(first, (self.kept, 'finance', 'for', "Kept; Twin", True, True))
        self.assertEqual(second, (self.kept, 'user', 'against', "Of the second", False, True))

    def test_competitors_of_one_deal_become_one_with_what_each_has(self):
        self._create('deal.competitor', self.one, self.kept)
        self._create('deal.competitor', self.one, self.twin, price=70, strengths="Cheap")
        self._create('deal.competitor', self.one, self.triplet, price=90, state='lost_to')
        self._create('deal.competitor', self.two, self.triplet, price=50)
        self._merge()
        first, second = self.one.deal_competitor_ids, self.two.deal_competitor_ids
        self.assertEqual((len(first), len(second)), (1, 1))
        self.assertEqual((first | second).partner_id, self.kept)
        self.assertEqual((first.price, first.strengths, first.state), (70, "Cheap", 'lost_to'))
        self.assertEqual(second.price, 50)

    def test_the_role_that_says_most_stays_and_what_differs_is_in_the_note(self):
        roles = ('other', 'user', 'technical', 'finance', 'influencer', 'decision_maker')
        labels = dict(self.env['deal.contact']._fields['role']._description_selection(self.env))
        for less, more in itertools.combinations(roles, 2):
            for own, others in ((less, more), (more, less)):
                with self.subTest(own=own, others=others), self.env.cr.savepoint() as savepoint:
                    self._create('deal.contact', self.one, self.kept, role=own, note="Kept")
                    self._create(
                        'deal.contact', self.one, self.twin, role=others, attitude='against'
                    )
                    self._create('deal.contact', self.one, self.triplet, attitude='for')
                    self._merge()
                    [row] = self.one.deal_contact_ids
                    self.assertEqual((row.role, row.attitude), (more, 'against'))
                    said = [] if less == 'other' else [f"Role: {labels[less]}"]
                    note = "; ".join(["Kept", *said, "Attitude: In Favour"])
                    self.assertEqual(row.note, note)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_prices_and_texts_of_competitors_are_joined_in_words(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        values = {'strengths': "Cheap", 'weaknesses': "Slow", 'price': 70}
        self._create('deal.competitor', self.one, self.kept, **values)
        values = {'strengths': "Near", 'weaknesses': "Slow", 'price': 90, 'note': "Met in May"}
        self._create('deal.competitor', self.one, self.twin, **values, currency_id=euro.id)
        self._create('deal.competitor', self.one, self.triplet, price=70)
        self._merge()
        [row] = self.one.deal_competitor_ids
        self.assertEqual((row.price, row.strengths, row.weaknesses), (70, "Cheap; Near", "Slow"))
        self.assertRegex(row.note, r"^Met in May; Price: \D*90\.00\D*$")
        self.assertIn(euro.symbol, row.note)

    def test_no_unique_index_of_ours_stops_a_merge_of_contacts(self):
        """Any table of ours that holds a contact once for something else must be united first."""
        united = {'deal_contact', 'deal_competitor'}
        query = """
            SELECT DISTINCT index.indrelid::regclass::text, attribute.attname
              FROM pg_index index
              JOIN pg_constraint key ON key.conrelid = index.indrelid AND key.contype = 'f'
              JOIN pg_attribute attribute
                ON attribute.attrelid = key.conrelid AND attribute.attnum = ANY (key.conkey)
             WHERE index.indisunique AND key.confrelid = 'res_partner'::regclass
               AND (attribute.attnum = ANY (index.indkey)
                    OR pg_get_expr(index.indexprs, index.indrelid) ~ attribute.attname)
               AND NOT EXISTS (SELECT FROM pg_constraint
                                WHERE conindid = index.indexrelid AND contype IN ('u', 'p'))
        """
        self.env.cr.execute(query)
        tables = {table for table, _column in self.env.cr.fetchall()}
        ours = {
            model._table
            for model in self.env.values()
            if model._original_module == 'sales_deals' or model._name == 'crm.lead'
        }
        self.assertEqual(tables & ours, united)
