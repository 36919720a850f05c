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

    def test_a_visitor_who_is_a_client_has_his_customer_and_his_deal(self):
        lead = self._fill_in('jan@okna.example')
        self.assertEqual(lead.partner_id, self.client_partner)
        self.assertEqual(lead.deal_belongs_to_id, self.deal)

    def test_the_forms_own_customer_is_not_the_visitors(self):
        shop = self.env['res.partner'].create({'name': "Shop", 'email': 'form@shop.example'})
        lead = self._fill_in('guest@client.example')
        self.assertNotEqual(lead.partner_id, shop)
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
