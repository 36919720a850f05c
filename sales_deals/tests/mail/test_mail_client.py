"""Forms on websites name their visitors in Reply-To: each is a client of his own."""

from .test_mail_sender import MailCase

FORM = 'Shop <form@shop.example>'


class TestMailClient(MailCase):
    def _fill_in(self, visitor, **values):
        values = {'subject': "Contact form", **values}
        headers = f"Reply-To: {visitor}\r\n" if visitor else ''
        return self._receive(FORM, headers=headers + values.pop('headers', ''), **values)

    def test_visitors_of_a_form_are_no_duplicates(self):
        self.company.deal_merge_automatic = True
        leads = [self._fill_in(f'Guest{n} <guest{n}@client{n}.example>') for n in range(3)]
        for number, lead in enumerate(leads):
            self.assertEqual(lead.email_normalized, f'guest{number}@client{number}.example')
            self.assertFalse(lead.deal_belongs_to_id)
            self.assertFalse(lead._find_duplicates().get(lead.id))
            [mail] = self._mails_of(lead)
            self.assertIn('form@shop.example', mail.email_from)

    def test_who_is_named_in_reply_to_is_not_identified_by_it(self):
        """Anybody can write a client's address there."""
        for subject in ("Contact form", f"Re: {self.deal.deal_number}"):
            lead = self._fill_in('jan@okna.example', subject=subject)
            self.assertNotEqual(lead, self.deal)
            self.assertEqual(lead.email_normalized, 'jan@okna.example')
            self.assertFalse(lead.deal_belongs_to_id)

    def test_the_forms_own_customer_is_not_the_visitors(self):
        shop = self.env['res.partner'].create({'name': "Shop", 'email': 'form@shop.example'})
        lead = self._fill_in('guest@client.example')
        self.assertFalse(lead.partner_id)
        self.assertEqual(self._fill_in(False).partner_id, shop)

    def test_who_names_nobody_else_is_the_client(self):
        for visitor, headers in (
            ('FORM@shop.example', ''),
            ('alpha@deals.example.com', ''),
            ('one@client.example, two@client.example', ''),
            ('nobody', ''),
            ('list@lists.example', 'List-Id: <list.lists.example>\r\n'),
        ):
            with self.subTest(visitor):
                lead = self._fill_in(visitor, headers=headers)
                self.assertEqual(lead.email_normalized, 'form@shop.example')

    def test_as_odoo_where_the_company_wants_it(self):
        self.company.deal_mail_policy = 'new'
        lead = self._fill_in('guest@client.example')
        self.assertEqual(lead.email_normalized, 'form@shop.example')
