from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext, mute_logger

from ..common import DealCase, FollowupCase, MergeCase, OfferCase


class ContactCase(DealCase):
    """A salesperson's deal of a company, and two people there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls._create_partner("Client", is_company=True)
        cls.anna, cls.jan = (
            cls._create_partner(name, parent_id=cls.client.id) for name in ("Anna", "Jan")
        )
        cls.deal = cls._create_deal(
            user_id=cls.salesman.id, company_id=cls.company.id, partner_id=cls.client.id
        )

    @classmethod
    def _create_partner(cls, name, **values):
        email = f'{name.lower()}@client.example'
        return cls.env['res.partner'].create({'name': name, 'email': email, **values})

    @classmethod
    def _create_contact(cls, partner, lead=None, **values):
        lead = lead or cls.deal
        return cls.env['deal.contact'].create(
            {'lead_id': lead.id, 'partner_id': partner.id, **values}
        )


@tagged('post_install', '-at_install')
class TestDealContact(ContactCase):
    # One primary contact

    def test_new_primary_contact_takes_the_place_of_the_one_before(self):
        anna = self._create_contact(self.anna, is_primary=True)
        jan = self._create_contact(self.jan, is_primary=True)
        self.assertEqual((anna.is_primary, jan.is_primary), (False, True))
        anna.is_primary = True
        self.env.flush_all()
        self.assertEqual((anna.is_primary, jan.is_primary), (True, False))

    def test_primary_contact_is_chosen_in_the_form(self):
        self._create_contact(self.anna, is_primary=True)
        with Form(self.deal.with_user(self.salesman)) as form, form.deal_contact_ids.new() as line:
            line.partner_id = self.jan
            line.role = 'finance'
            line.is_primary = True
        primary = self.deal.deal_contact_ids.filtered('is_primary')
        self.assertEqual((primary.partner_id, primary.role), (self.jan, 'finance'))

    # Deletion

    def test_deals_tell_of_contacts_that_were_deleted(self):
        other = self._create_deal(name="Other", active=False)
        known = {'role': 'decision_maker', 'attitude': 'for', 'note': "<b>Friday</b> only"}
        self._create_contact(self.anna, **known)
        self._create_contact(self.anna, other)
        self._create_contact(self.jan, other)
        untold = self._create_deal(name="Of nobody")
        before = len(untold.message_ids)
        # A contact's manager sees no deals.
        manager = self._create_user('contacts', 'base.group_partner_manager')
        (self.anna | self.jan).with_user(manager).unlink()
        self.env.invalidate_all()
        self.assertFalse((self.deal | other).deal_contact_ids)
        said = html2plaintext(self.deal.message_ids.sorted('id')[-1].body)
        self.assertIn("Anna", said)
        for text in ("Role: Decision Maker", "Attitude: In Favour", "Note: <b>Friday</b> only"):
            self.assertIn(text, said)
        both = self.env['mail.message'].search(
            [('model', '=', 'crm.lead'), ('res_id', '=', other.id)], order='id desc', limit=1
        )
        self.assertIn("Anna", both.body)
        self.assertIn("Jan", both.body)
        self.assertTrue(both.is_internal)
        self.assertEqual(len(untold.message_ids), before)

    def test_contacts_that_odoo_merges_are_no_deletion(self):
        self._create_contact(self.anna, role='finance')
        before = self.deal.message_ids
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((self.anna | self.jan).ids, self.jan)
        self.env.invalidate_all()
        self.assertEqual(self.deal.deal_contact_ids.partner_id, self.jan)
        self.assertFalse([m for m in self.deal.message_ids - before if "deleted" in (m.body or '')])

    def test_each_deal_has_a_primary_contact_of_its_own(self):
        other = self._create_deal()
        contacts = self._create_contact(self.anna, is_primary=True)
        contacts |= self._create_contact(self.anna, other, is_primary=True)
        self.assertEqual(contacts.mapped('is_primary'), [True, True])

    def test_database_refuses_a_second_primary_contact_and_the_same_one_twice(self):
        contact = self._create_contact(self.anna, is_primary=True)
        for values in ({'partner_id': self.jan.id, 'is_primary': True}, {}):
            with (
                mute_logger('odoo.sql_db'),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                if values:
                    self.cr.execute(
                        "INSERT INTO deal_contact (lead_id, partner_id, is_primary)"
                        " VALUES (%s, %s, TRUE)",
                        [self.deal.id, self.jan.id],
                    )
                else:
                    self._create_contact(contact.partner_id)

    # Recipients

    def _get_suggested(self, user):
        suggested = self.deal.with_user(user)._message_get_suggested_recipients()
        return [found['name'] for found in suggested]

    def test_contacts_are_proposed_as_recipients_of_e_mails(self):
        self._create_contact(self.anna)
        self._create_contact(self.jan, is_primary=True)
        names = self._get_suggested(self.salesman)
        self.assertEqual(
            [name for name in names if name != self.salesman.name][-2:], ["Jan", "Anna"]
        )
        self.assertIn("Client", names)

    def test_who_gets_no_e_mails_is_not_proposed(self):
        self._create_contact(self.anna, is_recipient=False, is_primary=True)
        self.assertNotIn("Anna", self._get_suggested(self.salesman))

    def test_customer_who_is_a_contact_too_is_proposed_once(self):
        self._create_contact(self.client, is_primary=True)
        self.assertEqual(self._get_suggested(self.salesman).count("Client"), 1)

    def test_recipients_of_many_deals_take_one_query(self):
        leads = self.deal
        for number in range(10):
            lead = self._create_deal(name=f"Deal {number}")
            self._create_contact(self.anna, lead)
            leads |= lead
        self.env.flush_all()
        leads.invalidate_recordset()
        leads.mapped('name')
        self.env['deal.contact'].has_access('read')
        with self.assertQueryCount(2):
            leads._get_contact_recipients()

    # Access

    def test_contacts_are_seen_with_their_deal(self):
        contact = self._create_contact(self.anna)
        self.deal.user_id = self.manager
        for user in (self.salesman_all, self.manager):
            contact.with_user(user).note = f"Seen by {user.login}"
        for user in (self.salesman, self.stranger, self.employee, self.portal, self.public):
            with self.subTest(user.login):
                own = contact.with_user(user)
                own.invalidate_recordset()
                for access in (
                    lambda own=own: own.note,
                    lambda own=own: own.write({'note': "Changed"}),
                    own.unlink,
                    lambda own=own: own.create(
                        {'lead_id': self.deal.id, 'partner_id': self.jan.id}
                    ),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        access()
        self.deal.user_id = self.salesman
        contact.with_user(self.salesman).write({'role': 'user'})

    def test_contacts_of_another_company_are_hidden(self):
        contact = self._create_contact(self.anna)
        self.assertFalse(contact.with_user(self.stranger).search([('id', '=', contact.id)]))

    def test_contact_goes_with_deal_and_partner(self):
        contacts = self._create_contact(self.anna) | self._create_contact(self.jan)
        self.anna.unlink()
        self.assertEqual(contacts.exists().partner_id, self.jan)
        self.deal.unlink()
        self.assertFalse(contacts.exists())


@tagged('post_install', '-at_install')
class TestContactOfOffer(OfferCase):
    def test_offer_is_sent_to_the_customer_and_the_deal_s_contacts(self):
        people = self.env['res.partner'].create(
            [
                {'name': name, 'email': email}
                for name, email in (("Anna", 'anna@x.example'), ("Jan", 'jan@x.example'))
            ]
            + [{'name': "Without address"}]
        )
        self.deal.deal_contact_ids = [
            Command.create({'partner_id': person.id, 'is_recipient': person != people[1]})
            for person in people
        ]
        offer = self._make_offer()
        self.assertEqual(offer.recipient_ids, self.partner | people[0])
        offer.recipient_ids = people[1]
        self.assertEqual(offer.recipient_ids, people[1])


@tagged('post_install', '-at_install')
class TestContactOfFollowup(FollowupCase):
    def test_followup_goes_to_the_primary_contact_where_the_deal_has_no_address(self):
        person = self.env['res.partner'].create({'name': "Ewa", 'email': 'ewa@x.example'})
        self.anna.email_from = False
        for lead in self.leads:
            lead.deal_contact_ids = [Command.create({'partner_id': person.id, 'is_primary': True})]
        followup = self._make_followup()
        anna, jan = (self._get_line(followup, lead) for lead in self.leads)
        self.assertEqual((anna.email, anna.partner_id), ('ewa@x.example', person))
        self.assertEqual(jan.email, 'jan@client.example')

    def test_contact_who_is_not_the_primary_one_gets_no_followup(self):
        person = self.env['res.partner'].create({'name': "Ewa", 'email': 'ewa@x.example'})
        self.anna.email_from = False
        self.anna.deal_contact_ids = [Command.create({'partner_id': person.id})]
        self.assertEqual(self._get_reasons(self._make_followup())["Anna"], 'no_address')


@tagged('post_install', '-at_install')
class TestContactOfMerge(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env['res.partner'].create([{'name': name} for name in ("A", "B", "C")])

    def _add(self, lead, person, **values):
        return self.env['deal.contact'].create(
            {'lead_id': lead.id, 'partner_id': person.id, **values}
        )

    def _read(self, contacts):
        self.env.invalidate_all()
        names = ('lead_id', 'role', 'attitude', 'note', 'is_primary')
        return [tuple(contact[name] for name in names) for contact in contacts]

    def test_contacts_move_and_one_of_the_primary_ones_stays_it(self):
        a, b, c = self.people
        contacts = self._add(self.old, a)
        contacts |= self._add(self.lost, b, is_primary=True)
        contacts |= self._add(self.new, c, is_primary=True)
        before = self._read(contacts)
        survivor = self._merge()
        self.env.invalidate_all()
        self.assertEqual(survivor.deal_contact_ids, contacts)
        self.assertEqual(contacts.mapped('is_primary'), [False, False, True])
        survivor.action_deal_undo_merge()
        self.assertEqual(self._read(contacts), before)

    def test_survivor_keeps_its_primary_contact(self):
        a, b, _c = self.people
        contacts = self._add(self.old, a, is_primary=True) | self._add(self.new, b, is_primary=True)
        self._merge()
        self.env.invalidate_all()
        self.assertEqual(contacts.mapped('is_primary'), [True, False])

    def test_same_contact_is_there_once_and_knows_what_the_other_one_knew(self):
        a = self.people[0]
        own = self._add(self.old, a, role='user')
        other = self._add(
            self.new, a, role='finance', attitude='for', note="Calls", is_primary=True
        )
        before = self._read(own | other)
        survivor = self._merge()
        self.env.invalidate_all()
        self.assertEqual(survivor.deal_contact_ids, own)
        self.assertEqual(self._read(own), [(self.old, 'user', 'for', "Calls", True)])
        survivor.action_deal_undo_merge()
        self.assertEqual(self._read(own | other), before)

    def test_same_contact_of_two_merged_deals_moves_once(self):
        a = self.people[0]
        first = self._add(self.lost, a, role='user')
        second = self._add(self.new, a, note="Calls", is_primary=True)
        before = self._read(first | second)
        survivor = self._merge()
        self.env.invalidate_all()
        self.assertEqual(survivor.deal_contact_ids, first)
        self.assertEqual(self._read(first), [(self.old, 'user', False, "Calls", True)])
        survivor.action_deal_undo_merge()
        self.assertEqual(self._read(first | second), before)

    def test_what_is_changed_after_a_merge_stays_when_it_is_undone(self):
        a = self.people[0]
        own, other = self._add(self.old, a), self._add(self.new, a, note="Calls")
        survivor = self._merge()
        self.env.invalidate_all()
        own.note = "Writes"
        self.env.flush_all()
        survivor.action_deal_undo_merge()
        self.assertEqual((own.note, other.note), ("Writes", "Calls"))
