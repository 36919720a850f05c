from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestPartnerIdentifiers(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poland, cls.iran = cls.env.ref('base.pl'), cls.env.ref('base.ir')
        cls.partners = cls.env['res.partner']

    def _create(self, country, **values):
        name = values.pop('name', "Client")
        return self.partners.create({'name': name, 'country_id': country.id, **values})

    def test_right_numbers_are_kept_as_they_are_written(self):
        for vat in ('5260250274', 'PL 526-025-02-74', '/', False):
            self.assertEqual(self._create(self.poland, vat=vat).vat, vat)
        for number in ('192598184', '12345678512347', '0000028860', '/'):
            partner = self._create(self.poland, is_company=True, company_registry=number)
            self.assertEqual(partner.company_registry, number)
        for vat in ('10380284790', '۱۰۳۸۰۲۸۴۷۹۰', '0013542419', '411111111111'):
            self.assertEqual(self._create(self.iran, vat=vat).vat, vat)

    def test_wrong_numbers_are_refused_in_words(self):
        cases = (
            (self.poland, {'vat': '5260250275'}, "526.*no valid NIP of Client"),
            (self.poland, {'vat': 'PL526025027'}, "ten digits"),
            (self.poland, {'company_registry': '192598183'}, "REGON"),
            (self.poland, {'company_registry': '12345'}, "KRS"),
            (self.iran, {'vat': '10380284791'}, "national ID"),
            (self.iran, {'vat': '0013542418'}, "10, and the last one"),
            (self.iran, {'vat': '123'}, "national ID"),
            (self.iran, {'company_registry': '10380284791'}, "11 digits"),
        )
        for country, values, message in cases:
            with self.subTest(**values), self.assertRaisesRegex(ValidationError, message):
                self._create(country, is_company=True, **values)

    def test_a_country_that_comes_later_is_checked_too(self):
        partner = self.partners.create({'name': "Client", 'vat': '5260250275'})
        with self.assertRaises(ValidationError):
            partner.country_id = self.poland
        with self.assertRaises(ValidationError):
            self.partners.create({'name': "Client", 'vat': 'PL5260250275'})

    def test_numbers_of_other_countries_and_registers_are_left_alone(self):
        self._create(self.env.ref('base.de'), vat='anything', company_registry='anything')
        self._create(self.poland, vat='DE123456788')
        self._create(self.iran, is_company=True, company_registry='48213')

    def test_an_import_may_pass(self):
        partners = self.partners.with_context(no_vat_validation=True)
        partner = partners.create({'name': "Old", 'country_id': self.poland.id, 'vat': '123'})
        partner.with_context(no_vat_validation=False).name = "Older"
        self.assertEqual(partner.vat, '123')

    def test_the_company_number_is_called_as_it_is_there(self):
        self.assertEqual(self._create(self.poland).company_registry_label, "REGON or KRS")
        self.assertEqual(self._create(self.iran).company_registry_label, "National ID")
