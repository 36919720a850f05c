"""What nobody enters can't be entered by any way; where a record belongs is kept."""

from datetime import date, datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ...models.company.base import ADDON
from ..common import DealCase
from ..registry_filler import Filler

#: Groups that may do all that users may.
NUMBERS, DATES = ('float', 'monetary', 'integer'), ('date', 'datetime')
FAR = ('0001-01-01', '9999-12-31', '1405-01-01', date(1, 1, 1), datetime(9999, 1, 1))
POWERFUL = 'sales_team.group_sale_manager,sales_deals.group_deal_settings,base.group_system'


@tagged('post_install', '-at_install')
class TestClosedFields(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.powerful = new_test_user(cls.env, 'powerful', POWERFUL)
        cls.partner = cls.env['res.partner'].create({'name': "Client", 'email': 'c@example.com'})
        also = {
            'crm.lead': {'name': "Other", 'type': 'opportunity'},
            'deal.cadence.step': {'kind': 'condition', 'condition': 'opened'},
        }
        cls.filler = Filler(cls.env, {}, also)

    @classmethod
    def _get_tables(cls):
        """Return the addon's models of records, without dialogues and reports."""
        models = [cls.env[name].with_user(cls.powerful) for name in cls.env.registry]
        return [
            model
            for model in models
            if model._original_module == ADDON
            and model._auto
            and not (model._abstract or model._transient)
        ]

    @classmethod
    def _get_closed(cls, model):
        return {
            name: field
            for name, field in model._fields.items()
            if model._is_closed_by_deals(field) and (field.store or field.inverse)
        }

    def test_all_records_of_the_addon_are_guarded(self):
        tables = self._get_tables()
        self.assertGreater(len(tables), 20)
        for model in tables:
            with self.subTest(model._name):
                self.assertIsInstance(model, self.env.registry['deal.record'])

    def test_what_is_no_number_is_refused_everywhere(self):
        wrong = (float('nan'), float('inf'), 1e308, 10**400, 'nan', '-inf')
        tried = 0
        for model in self._get_tables():
            for name, field in model._fields.items():
                if field.type not in (*NUMBERS, *DATES) or not field.store:
                    continue
                tried += 1
                for value in wrong if field.type in NUMBERS else FAR:
                    with (
                        self.subTest(model=model._name, field=name, value=str(value)[:9]),
                        self.assertRaisesRegex(ValidationError, "15 digits|1900 to 2200"),
                    ):
                        model.sudo()._check_finite({name: value})
        self.assertGreater(tried, 30)
        category = self.env['product.category'].create({'name': "Windows"})
        for value in (*wrong[:3], -0.1, 1.0):
            with self.assertRaisesRegex(ValidationError, "between 0%"):
                category.deal_min_margin = value

    def test_nobody_writes_what_no_form_lets_enter(self):
        for name in self.env.registry:
            model = self.env[name].with_user(self.powerful)
            for field in self._get_closed(model).values():
                with self.subTest(model=name, field=field.name), self.assertRaises(AccessError):
                    model._check_field_access(field, 'write')

    def test_what_is_computed_is_closed_on_deals_and_orders(self):
        names = ('deal_merged_into_id', 'deal_kind', 'deal_offer_state', 'deal_offer_sent_on')
        deal = self._create_deal(user_id=self.salesman.id).with_user(self.salesman)
        for name in names:
            with self.subTest(name), self.assertRaises(AccessError):
                deal.write({name: False})
        self.assertTrue(self._get_closed(self.env['sale.order'])['deal_variant_id'])

    def test_defaults_of_the_context_and_of_users_do_not_fill_it(self):
        for model in self._get_tables():
            closed = self._get_closed(model)
            foreign = {
                name: self.filler.get_value(field)
                for name, field in closed.items()
                if field.store and field.type in ('char', 'integer', 'float', 'text', 'boolean')
            }
            plain = model.sudo().default_get(list(closed))
            context = {f'default_{name}': value for name, value in foreign.items()}
            for name, value in foreign.items():
                self.env['ir.default'].with_user(self.powerful).set(
                    model._name, name, value, user_id=True
                )
            for given in (
                model,
                model.with_context(**context),
                model.sudo().with_context(**context),
            ):
                with self.subTest(model._name, su=given.env.su):
                    self.assertEqual(given.default_get(list(closed)), plain)

    def test_context_of_a_pipeline_does_not_hinder(self):
        """Odoo's menus give defaults such as the user's own, which are meant for deals."""
        context = {'default_user_id': self.manager.id, 'default_state': 'sent', 'default_name': "X"}
        deal = self._create_deal(user_id=self.salesman.id, partner_id=self.partner.id)
        offers = self.env['deal.offer'].with_user(self.salesman).with_context(**context)
        offer = offers.create({'lead_id': deal.id})
        self.assertEqual((offer.state, offer.user_id), ('draft', self.salesman))
        self.assertTrue(offer.name.startswith('OF/'))
        followup = self.env['deal.followup'].with_user(self.salesman).with_context(**context)
        self.assertEqual(followup.create({}).user_id, self.salesman)

    def test_where_a_record_belongs_is_kept(self):
        models = [model for model in self._get_tables() if model._deal_kept_fields]
        self.assertGreaterEqual(len(models), 5)
        first = self._create_deal(user_id=self.salesman.id, partner_id=self.partner.id)
        second = self._create_deal(user_id=self.salesman.id)
        places = {'lead_id': (first, second)}
        variants = [
            self.env['deal.variant'].create({'lead_id': deal.id}) for deal in (first, second)
        ]
        places['variant_id'] = variants
        product = self.env['product.product'].create({'name': "Chair"})
        practices = self.env['deal.practice'].create(
            [{'name': f"Practice {number}", 'stage_id': first.stage_id.id} for number in (1, 2)]
        )
        places['practice_id'] = practices
        done = {'lead_id': second.id, 'practice_id': practices[1].id}
        needed = {
            'deal.practice.override': {**done, 'way': 'reason', 'requirement': 'ask'},
            'deal.practice.tick': done,
            'deal.competitor': {'name': "Rival"},
            'deal.contact': {'partner_id': self.partner.id},
            'deal.variant.line': {'product_id': product.id},
        }
        for model in models:
            model = model.with_user(self.salesman)
            for name in model._deal_kept_fields:
                own, other = places[name]
                values = {**needed.get(model._name, {}), name: own.id}
                if model.has_access('create'):
                    record = model.create(values)
                    record.write({name: own.id})
                else:
                    record = model.sudo().create(values).with_user(self.salesman)
                with self.subTest(model._name), self.assertRaises(AccessError):
                    record.write({name: other.id})

    def test_own_records_do_not_move_to_a_foreign_company(self):
        followup = self.env['deal.followup'].with_user(self.salesman).create({})
        with self.assertRaises(AccessError):
            followup.company_id = self.other_company
