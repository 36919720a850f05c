"""Deleting what deals refer to: it is refused in words, or the deals stay as they are.

Each field of ours that refers to somebody else's record is found in the registry, and such a record
is deleted.
"""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CalculationCase
from .registry_filler import Filler

#: Fields whose record goes with what it refers to, and why.
GOING = {
    'deal.activity.step.next_type_id': "a rule about a type of activities",
    'deal.activity.step.type_id': "a rule about a type of activities",
    'deal.activity.suggestion.type_id': "suggests an activity of the type",
    'deal.contact.partner_id': "what is known of a person",
    'deal.price.trial.company_id': "counts a user's tries",
    'deal.price.trial.product_id': "counts a user's tries",
    'deal.price.trial.user_id': "counts a user's tries",
    'deal.practice.stage_id': "what is done on a stage; with a history, it is archived",
}
#: Fields that keep what they refer to.
KEEPING = {
    'deal.cadence.consent.company_id',
    'deal.cadence.run.company_id',
    'deal.cadence.run.user_id',
    'deal.cadence.step.activity_type_id',
    'deal.cadence.step.template_b_id',
    'deal.cadence.step.template_id',
    'crm.lead.stage_id',
    'deal.competitor.currency_id',
    'deal.followup.company_id',
    'deal.followup.optout.company_id',
    'deal.followup.user_id',
    'deal.loss.currency_id',
    'deal.loss.reason_id',
    'deal.practice.activity_type_id',
    'deal.process.sequence_id',
    'deal.variant.currency_id',
    'deal.variant.line.product_id',
    'deal.variant.line.tax_ids',
    'deal.variant.line.uom_id',
}
#: Fields whose records Odoo archives where they can't be deleted, and practices with a history.
ARCHIVED = {'practice_id', 'product_no_variant_attribute_value_ids'}
#: Fields that are not filled: they follow the company of the deal, which becomes that of nobody.
FOLLOWING = {'deal.offer.company_id', 'deal.variant.company_id'}


def make_user(filler, _values):
    login = f'deleted_{next(filler.numbers)}'
    return new_test_user(filler.env, login, 'sales_team.group_sale_salesman')


def make_product(filler, _values):
    product = filler.env['product.template'].create({'name': f"Product {next(filler.numbers)}"})
    return product.product_variant_id


def make_currency(filler, _values):
    values = {'name': f'X{next(filler.numbers) % 100:02}', 'symbol': "x"}
    currency = filler.env['res.currency'].create(values)
    currency.rate_ids = [Command.create({'name': '2020-01-01', 'rate': 2})]
    return currency


def make_activity(filler, _values):
    lead = filler.make('crm.lead')
    kind = filler.find('mail.activity.type')
    return lead.activity_schedule(activity_type_id=kind.id, user_id=filler.env.uid)


def make_attribute_value(filler, _values):
    values = [Command.create({'name': name}) for name in "AB"]
    attribute = filler.env['product.attribute'].create(
        {'name': "Colour", 'create_variant': 'no_variant', 'value_ids': values}
    )
    line = {'attribute_id': attribute.id, 'value_ids': attribute.value_ids.ids}
    product = filler.env['product.template'].create(
        {'name': "Coloured", 'attribute_line_ids': [Command.create(line)]}
    )
    return product.attribute_line_ids.product_template_value_ids[0]


def make_combo_item(filler, values):
    item = Command.create({'product_id': make_product(filler, values).id})
    combo = filler.env['product.combo'].create({'name': "Combo", 'combo_item_ids': [item]})
    return combo.combo_item_ids


def named(model):
    def make(filler, values):
        name = f"{model} {next(filler.numbers)}"
        return filler.env[model].create({'name': name, **values})

    return make


def also(model, get_values):
    def make(filler, values):
        return filler.env[model].create({**get_values(filler), **values})

    return make


MAKERS = {
    'crm.team': named('crm.team'),
    'mail.activity': make_activity,
    'product.combo.item': make_combo_item,
    'product.product': make_product,
    'product.template.attribute.value': make_attribute_value,
    'res.company': named('res.company'),
    'res.currency': make_currency,
    'res.users': make_user,
    'crm.team.member': also(
        'crm.team.member',
        lambda filler: {
            'crm_team_id': filler.make('crm.team').id,
            'user_id': make_user(filler, {}).id,
        },
    ),
    'deal.followup.optout': also(
        'deal.followup.optout',
        lambda filler: {'email': f'client{next(filler.numbers)}@example.com'},
    ),
    'deal.cadence.consent': also(
        'deal.cadence.consent',
        lambda filler: {
            'email': f'client{next(filler.numbers)}@example.com',
            'source': "Form",
            'given_on': '2025-01-01',
        },
    ),
    'deal.price.trial': also(
        'deal.price.trial',
        lambda filler: {
            'user_id': filler.env.uid,
            'company_id': filler.env.company.id,
            'product_id': make_product(filler, {}).id,
            'noted_on': '2025-01-01',
        },
    ),
    'deal.variant.line': also(
        'deal.variant.line',
        lambda filler: {
            'variant_id': filler.make('deal.variant').id,
            'product_id': make_product(filler, {}).id,
        },
    ),
    'mail.template': also(
        'mail.template',
        lambda filler: {'name': "Letter", 'model_id': filler.env['ir.model']._get_id('crm.lead')},
    ),
}
ALSO = {
    'crm.lead': {'name': "Other", 'type': 'opportunity'},
    'deal.cadence.step': {'kind': 'condition', 'condition': 'opened'},
}


@tagged('post_install', '-at_install')
class TestDeletions(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filler = Filler(cls.env, MAKERS, ALSO)

    def _get_fields(self):
        """Return our stored fields that refer to records of others, by model and name."""
        return {
            f'{name}.{field.name}': field
            for name, model in sorted(self.env.items())
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type in ('many2one', 'many2many')
            and field.store
            and not field.related
            and 'sales_deals' in (field._module, model._original_module)
            and field.name not in ('create_uid', 'write_uid')
            and field.comodel_name != 'crm.lead'
            and self.env[field.comodel_name]._original_module != 'sales_deals'
        }

    @mute_logger('odoo.sql_db', 'odoo.models.unlink')
    def _delete(self, records):
        """Delete records; return what Odoo tells its user where they can't be, else ''."""
        try:
            with self.env.cr.savepoint():
                records.unlink()
                self.env.flush_all()
        except UserError as error:
            return str(error)
        except IntegrityError as error:
            self.env.invalidate_all()
            tables = {model._table: model for model in self.env.values() if not model._abstract}
            model = tables.get(error.diag.table_name, self.env['base'])
            return model._sql_error_to_message(error)
        self.env.invalidate_all()
        return ''

    def _refer(self, field):
        """Return a record with a value in a field, and the value."""
        target = self.filler.make(field.comodel_name)
        value = target.id if field.type == 'many2one' else [Command.set(target.ids)]
        record = self.filler.make(field.model_name)
        try:
            with self.env.cr.savepoint():
                record.write({field.name: value})
                self.env.flush_all()
        except ValidationError:
            # An item is only a combo's; here it is about what becomes of the line.
            record._write({field.name: value})
        except (IntegrityError, UserError):
            record = self.filler.make(field.model_name, **{field.name: value})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(target, record[field.name])
        return record, target

    def test_what_deals_refer_to_is_refused_in_words_or_leaves_them(self):
        fields = self._get_fields()
        self.assertLessEqual({*GOING, *KEEPING, *FOLLOWING}, set(fields))
        for name, field in fields.items():
            if name in FOLLOWING:
                continue
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                record, target = self._refer(field)
                said = self._delete(target)
                if name in KEEPING:
                    self.assertNotRegex(said, "Another model|troublemaker")
                    self.assertIn(target.display_name, said)
                    self.assertRegex(said, "[Aa]rchiv|Choose another one there first")
                else:
                    self.assertEqual(said, '')
                    self.assertEqual(bool(record.exists()), name not in GOING)
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()

    def test_all_that_keep_a_record_are_told_with_their_number(self):
        """Also records of the addon that others of its records refer to; nothing archived hides."""
        fields = self._get_restricting_fields()
        self.assertLess(15, len(fields))
        for field in fields:
            with self.subTest(str(field)), self.env.cr.savepoint() as savepoint:
                record, target = self._refer(field)
                said = self._delete(target)
                self.assertNotRegex(said, "Another model|troublemaker")
                self.assertTrue(said or field.name in ARCHIVED)
                self.assertTrue(record.exists() and target.exists())
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()

    def _get_restricting_fields(self):
        return [
            field
            for model in self.env.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._get_fields_of_deals()
            if field.ondelete == 'restrict' and not field.related
        ]

    def test_what_is_used_is_said_in_one_sentence(self):
        self._create_line(product=self.window)
        self._create_line(product=self.window)
        self.assertEqual(
            self._delete(self.window),
            f"“{self.window.display_name}” is in use and can't be deleted:"
            " Calculation Line, Product: 2. Archive it instead.",
        )
        stage = self.deal.stage_id
        lost = self._create_deal(stage_id=stage.id, deal_process_id=self.deal.deal_process_id.id)
        lost.action_archive()
        count = self.env['crm.lead'].with_context(active_test=False)
        count = count.search_count([('stage_id', '=', stage.id)])
        self.assertEqual(
            self._delete(stage),
            f"“{stage.name}” is in use and can't be deleted: Deal, Stage: {count}."
            " Choose another one there first.",
        )

    def test_errors_that_are_not_about_the_addon_are_odoos(self):
        partner = self.env['res.partner'].create({'name': "Buyer"})
        journal = self.env['account.journal'].search([], limit=1)
        self.env['account.move'].create({'journal_id': journal.id, 'partner_id': partner.id})
        said = self._delete(partner)
        self.assertNotIn("is in use and can't be deleted", said)
        self.assertTrue(said)
        self._create_line()
        self.env.flush_all()
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(IntegrityError) as caught,
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE deal_variant_line SET product_id = 2000000000")
        message = self.env['deal.variant.line']._sql_error_to_message(caught.exception)
        self.assertNotIn("is in use and can't be deleted", message)

    def test_competitors_of_one_name_stay_when_their_contacts_go(self):
        partners = self.env['res.partner'].create([{'name': "Okna"}, {'name': "OKNA"}])
        create = self.env['deal.competitor'].create
        common = {'lead_id': self.deal.id}
        known = create({**common, 'name': "okna", 'strengths': "Cheap"})
        create({**common, 'partner_id': partners[0].id, 'price': 70, 'state': 'lost_to'})
        create({**common, 'partner_id': partners[1].id, 'weaknesses': "Slow"})
        self.assertEqual(self._delete(partners), '')
        self.assertEqual(self.deal.deal_competitor_ids, known)
        values = (known.price, known.strengths, known.weaknesses, known.state)
        self.assertEqual(values, (70, "Cheap", "Slow", 'lost_to'))

    def test_prices_of_competitors_of_one_name_are_all_kept(self):
        partners = self.env['res.partner'].create([{'name': "Okna"}, {'name': "OKNA"}])
        create = self.env['deal.competitor'].create
        common = {'lead_id': self.deal.id}
        create({**common, 'partner_id': partners[0].id, 'price': 3, 'strengths': "Near"})
        create({**common, 'partner_id': partners[1].id, 'price': 4, 'strengths': "Big"})
        self.assertEqual(self._delete(partners), '')
        [left] = self.deal.deal_competitor_ids
        self.assertEqual((left.price, left.strengths), (3, "Near; Big"))
        self.assertRegex(left.note, r"^Price: \D*4\.00\D*$")

    def test_a_company_whose_deals_would_have_numbers_of_others_is_kept(self):
        companies = self.env['res.company'].create([{'name': "One"}, {'name': "Two"}])
        leads = [self._create_deal(name=c.name, company_id=c.id) for c in companies]
        for lead in leads:
            lead.sudo().deal_number = 'Same'
        said = self._delete(companies)
        self.assertIn("Archive the company", said)
        self.assertIn("Same", said)
        self.assertEqual(self._delete(companies[0]), '')
        self.assertFalse(leads[0].company_id)
        self.assertIn("Archive the company", self._delete(companies[1]))

    def test_values_of_products_that_calculations_have_are_archived(self):
        value = make_attribute_value(self.filler, {})
        product = value.product_tmpl_id
        line = self._create_line(
            product=product.product_variant_id,
            product_no_variant_attribute_value_ids=[Command.set(value.ids)],
        )
        product.attribute_line_ids.value_ids = [Command.unlink(value.product_attribute_value_id.id)]
        self.env.flush_all()
        self.assertEqual(line.product_no_variant_attribute_value_ids, value)
        self.assertFalse(value.ptav_active)
        product.attribute_line_ids.unlink()
        self.assertTrue(line.exists())
