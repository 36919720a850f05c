from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import OfferCase, TourCase

SECRET = "Unit price nobody sees"
#: A field of each model that anybody could change.
CHANGES = ('note', 'is_optional', 'valid_until', 'reason')


class SwitchCase(OfferCase):
    """A deal with variants and an offer that the client has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.settler = cls._create_user(
            'deal_settler',
            'sales_team.group_sale_salesman_all_leads,sales_deals.group_deal_settings',
        )
        for user in (cls.salesman_all, cls.manager, cls.settler):
            user.group_ids = [Command.link(cls.env.ref('base.group_allow_export').id)]
        cls.line.name = SECRET
        cls.second = cls._create_variant(name="B")
        cls._create_line(cls.second, quantity=5)
        cls.approval = cls.env['deal.variant.approval'].create(
            {'variant_id': cls.variant.id, 'content_hash': 'x'}
        )
        cls.offer = cls._send()
        cls.visit = cls.offer.view_ids.sudo().create(
            {
                'offer_id': cls.offer.id,
                'began': cls.offer.sent_on,
                'last': cls.offer.sent_on,
                'visitor': 'x',
                'kind': 'person',
                'reason': 'visible',
            }
        )
        cls.draft = cls._make_offer()
        cls.deal.flush_recordset()

    @classmethod
    def _switch(cls, on=False, company=None, user=None):
        switch = cls.env['deal.calculation.switch'].with_user(user or cls.settler)
        switch = switch.with_company(company or cls.company).create({})
        assert switch.use_deal_calculation != on
        switch.action_switch()

    @classmethod
    def _get_calculated(cls):
        """Return every record that tells of the calculation."""
        return [
            cls.deal.deal_variant_ids,
            cls.deal.deal_variant_ids.line_ids,
            cls.approval,
            cls.offer | cls.draft,
            cls.visit,
        ]


@tagged('post_install', '-at_install')
class TestCalculationSwitch(SwitchCase):
    # Who decides

    def test_only_the_group_decides(self):
        for user in (self.salesman, self.salesman_all, self.manager, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.company.with_user(user).use_deal_calculation = False
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env['deal.calculation.switch'].with_user(user).create({}).action_switch()
        self.assertTrue(self.company.use_deal_calculation)
        self._switch()
        self.assertFalse(self.company.use_deal_calculation)

    def test_administrator_without_the_group_may_not(self):
        administrator = self._create_user('deal_administrator', 'base.group_system')
        settings = self.env.ref('sales_deals.group_deal_settings')
        self.env.ref('base.group_system').implied_ids = [Command.unlink(settings.id)]
        administrator.group_ids = [Command.unlink(settings.id)]
        company = self.company.with_user(administrator)
        with self.assertRaises(AccessError):
            company.use_deal_calculation = False
        with self.assertRaises(AccessError):
            company.create({'name': "Third", 'use_deal_calculation': False})
        company.use_deal_calculation = True  # says nothing new

    def test_switch_is_the_companys_alone(self):
        other = self.settler
        other.company_ids = [Command.link(self.other_company.id)]
        deal = self._create_deal(company_id=self.other_company.id)
        variant = (
            self.env['deal.variant']
            .with_company(self.other_company)
            .create({'lead_id': deal.id, 'name': "Theirs"})
        )
        self._switch()
        both = other.with_user(other).company_ids.ids
        variants = self.env['deal.variant'].with_user(other).with_context(allowed_company_ids=both)
        found = variants.search([('lead_id', 'in', (self.deal | deal).ids)])
        self.assertEqual(found, variant.with_user(other))

    # What is seen

    def test_nothing_is_read_or_written(self):
        records = self._get_calculated()
        self._switch()
        for user in (self.salesman_all, self.manager, self.settler):
            for found in records:
                of_user = found.with_user(user)
                with self.subTest(user=user.login, model=found._name):
                    self.assertFalse(of_user.search([('id', 'in', found.ids)]))
                    self.assertFalse(of_user.search_count([('id', 'in', found.ids)]))
                    self.assertFalse(of_user._read_group([('id', 'in', found.ids)], ['id']))
                    for refused in (
                        lambda r: r.read(['id', 'display_name']),
                        lambda r: r.export_data(['id', 'display_name']),
                        lambda r: r.write({next(n for n in CHANGES if n in r): False}),
                        lambda r: r.copy(),
                        lambda r: r.unlink(),
                    ):
                        with self.assertRaises(AccessError):
                            refused(of_user[:1])

    def test_other_models_do_not_tell(self):
        order = self.variant._make_order()
        self._switch()
        deal = self.deal.with_user(self.salesman_all)
        deals = deal.search([('id', '=', deal.id)])
        self.assertEqual(deals, deal)
        self.assertFalse(deal.deal_variant_ids | deal.deal_chosen_variant_id)
        self.assertFalse(deal.deal_offer_ids)
        spec = {
            'deal_variant_ids': {'fields': {'name': {}}},
            'deal_offer_ids': {'fields': {'name': {}}},
        }
        self.assertEqual(
            deal.web_read(spec)[0], {'id': deal.id, 'deal_variant_ids': [], 'deal_offer_ids': []}
        )
        self.assertFalse(deal.search([('deal_variant_ids.name', '=', "A"), ('id', '=', deal.id)]))
        self.assertFalse(deal.search([('deal_variant_ids.line_ids.name', '=', SECRET)]))
        orders = order.with_user(self.salesman_all)
        self.assertFalse(orders.search([('deal_variant_id.name', '=', "A"), ('id', '=', order.id)]))
        with self.assertRaises(AccessError):
            orders.export_data(['deal_variant_id/line_ids/name'])
        tabs = self.env['deal.variant'].with_user(self.salesman_all).get_tabs(self.deal.id)
        self.assertEqual(tabs, [])

    def test_figures_of_hidden_offers_do_not_tell(self):
        self.process_b.use_calculation = False
        documents = self._create_deal(company_id=self.company.id, team_id=self.team_b.id)
        document = self.env['deal.offer'].create({'lead_id': documents.id})
        self.assertEqual(document.kind, 'document')
        document.write({'state': 'opened', 'sent_on': self.offer.sent_on})
        names = ('deal_offer_state', 'deal_offer_sent_on', 'deal_opening_count')
        before = self.deal.read(names)
        report = self.env['deal.report'].search([('lead_id', '=', self.deal.id)])
        funnel = self.env['deal.offer.funnel']
        domain = [('lead_id', 'in', (self.deal | documents).ids)]
        self.assertEqual((report.offers_sent, report.offers_opened), (1, 1))
        self.assertEqual(funnel.search(domain).lead_id, self.deal | documents)
        for holder, field in (
            (self.company, 'use_deal_calculation'),
            (self.deal.deal_process_id, 'use_calculation'),
        ):
            with self.subTest(field):
                holder.sudo()[field] = False
                self.assertEqual([self.deal[name] for name in names], [False, False, 0])
                self.assertFalse(
                    self.deal.search([('deal_opening_count', '>', 0), ('id', '=', self.deal.id)])
                )
                self.assertFalse(report.offers_sent or report.offers_opened or report.discount)
                self.assertEqual(funnel.search(domain).lead_id, documents)
                self.assertEqual(documents.deal_offer_state, 'opened')
                holder.sudo()[field] = True
                self.assertEqual(self.deal.read(names), before)
                self.assertEqual((report.offers_sent, report.offers_opened), (1, 1))

    def test_last_offer_follows_the_process_of_its_deal(self):
        management = self._create_process("Without", 'WO/', use_calculation=False)
        stage = self.deal.stage_id
        state = self.deal.deal_offer_state
        self.assertTrue(state)
        self.deal.write({'deal_process_id': management.id, 'stage_id': management.stage_ids[0].id})
        self.assertFalse(self.deal.deal_offer_state)
        self.deal.write({'deal_process_id': stage.deal_process_id.id, 'stage_id': stage.id})
        self.assertEqual(self.deal.deal_offer_state, state)

    def test_prints_in_the_chatter_are_closed(self):
        self.template.attaches_pdf = True
        draft = self._make_offer(template_id=self.template.id)
        context = draft.with_user(self.salesman_all)._prepare_composer_context()
        composer = self.env['mail.compose.message'].with_user(self.salesman_all)
        composer.with_context(**context).create({})._action_send_mail()
        print_ = self.deal.message_ids.attachment_ids.filtered(lambda a: a.name.endswith('.pdf'))
        self.assertTrue(print_.with_user(self.salesman_all).raw)
        self._switch()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            print_.with_user(self.salesman_all).read(['raw'])

    def test_nothing_new_is_calculated(self):
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'opportunity_id': self.deal.id}
        )
        self._switch()
        for refused in (
            lambda env: env['deal.variant'].create({'lead_id': self.deal.id, 'name': "C"}),
            lambda env: env['deal.variant'].add_to_deal(self.deal.id),
            lambda env: order.with_env(env).action_make_deal_variant(),
            lambda env: env['deal.win.back'].create({'lead_id': self.deal.id}).action_apply(),
        ):
            with self.assertRaises(UserError):
                refused(self.env(user=self.salesman_all))
        self.assertEqual(len(self.deal.deal_variant_ids), 2)
        deal = self.deal.with_user(self.salesman_all)
        self.assertFalse(deal.action_new_quotation().get('res_id'), "a new quotation, as Odoo's")

    # What stays

    def test_value_is_kept_and_entered_by_hand(self):
        value, cost = self.deal.expected_revenue, self.deal.deal_cost
        deal = self.deal.with_user(self.salesman_all)
        with self.assertRaises(UserError):
            deal.expected_revenue = 1000.0
        self._switch()
        self.assertEqual((deal.expected_revenue, deal.deal_cost), (value, cost))
        deal.write({'expected_revenue': 1000.0, 'deal_cost': 600.0})
        self.assertEqual(deal.deal_profit, 400.0)
        self.assertAlmostEqual(deal.deal_margin, 0.4)
        self.assertFalse(deal.deal_is_value_different)

    def test_switched_on_again_nothing_has_changed(self):
        records = self._get_calculated()
        before = [found.with_user(self.salesman_all).read() for found in records]
        self._switch()
        self._switch(on=True)
        self.env.invalidate_all()
        self.assertEqual([found.with_user(self.salesman_all).read() for found in records], before)
        self.assertFalse(self.deal.deal_is_value_different)

    def test_value_entered_meanwhile_stays_and_is_marked(self):
        value, deal = self.deal.expected_revenue, self.deal.with_user(self.salesman_all)
        self._switch()
        deal.expected_revenue = 1000.0
        self._switch(on=True)
        self.assertEqual(deal.expected_revenue, 1000.0)
        self.assertTrue(deal.deal_is_value_different)
        deal.action_deal_take_calculated_value()
        self.assertEqual(deal.expected_revenue, value)
        self.assertFalse(deal.deal_is_value_different)

    def test_value_follows_the_variant_again_when_one_is_edited_or_chosen(self):
        deal = self.deal.with_user(self.salesman_all)
        for change in (
            lambda: self.line.with_user(self.salesman_all).write({'quantity': 7}),
            lambda: self.second.with_user(self.salesman_all).action_choose(),
        ):
            self._switch()
            deal.expected_revenue = 1000.0
            self._switch(on=True)
            change()
            self.assertEqual(deal.expected_revenue, deal.deal_chosen_variant_id.amount_untaxed)
            self.assertFalse(deal.deal_is_value_different)

    def test_client_keeps_his_offer_and_accepts_it(self):
        self._switch()
        offer = self.offer.sudo().with_user(self.public).sudo()
        self.assertEqual(len(offer._prepare_page()['variants']), 2)
        self.assertTrue(offer._make_pdf())
        order = offer._accept(self.key, [self.option_key], "Client")
        self.assertEqual(order.state, 'sale')
        self.assertEqual(self.deal.won_status, 'won')
        self.assertEqual(self.deal.expected_revenue, order.amount_untaxed)
        told = self.deal.message_ids.filtered(lambda m: self.offer.display_name in m.body)
        self.assertIn(self.salesman_all.partner_id, told.notified_partner_ids)
        self.assertTrue(self.deal.with_user(self.salesman_all).message_ids & told)

    def test_confirmed_order_gives_value_as_odoo_does(self):
        self._switch()
        self.deal.expected_revenue = 10.0
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'opportunity_id': self.deal.id,
                'order_line': [Command.create({'product_id': self.door.id})],
            }
        )
        order.action_confirm()
        self.assertEqual(self.deal.expected_revenue, order.amount_untaxed)

    def test_merging_takes_the_variants_along(self):
        other = self._create_deal(company_id=self.company.id, partner_id=self.partner.id)
        variants = self.deal.deal_variant_ids
        self._switch()
        survivor = (self.deal | other)._merge_into_oldest()
        self.assertEqual(survivor.sudo().deal_variant_ids, variants)

    # Processes

    def test_both_kinds_live_side_by_side(self):
        self.process_b.use_calculation = False
        plain = self._create_deal(
            company_id=self.company.id, team_id=self.team_b.id, user_id=self.salesman_all.id
        )
        self.assertFalse(plain.with_user(self.salesman_all).deal_uses_calculation)
        self.assertTrue(self.deal.with_user(self.salesman_all).deal_uses_calculation)
        with self.assertRaises(UserError):
            self.env['deal.variant'].create({'lead_id': plain.id, 'name': "A"})
        self.assertTrue(self.variant.with_user(self.salesman_all).read(['name']))

    def test_deal_that_moves_to_such_a_process_hides_its_calculation(self):
        self.process_b.use_calculation = False
        stage = self.process_b.stage_ids[0]
        self.deal.write({'deal_process_id': self.process_b.id, 'stage_id': stage.id})
        variant = self.variant.with_user(self.salesman_all)
        with self.assertRaises(AccessError):
            variant.read(['name'])
        self.process_b.use_calculation = True
        self.assertEqual(variant.read(['name'])[0]['name'], "A")


@tagged('post_install', '-at_install')
class TestDocumentOffer(SwitchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        cls.file = (
            cls.env['ir.attachment']
            .with_user(cls.salesman_all)
            .create({'name': "Facade.xlsx", 'raw': b"calculated elsewhere"})
        )

    def _make_document_offer(self, **values):
        action = self.deal.with_user(self.salesman_all).action_deal_new_offer()
        offer = self.env['deal.offer'].with_user(self.salesman_all).browse(action['res_id'])
        offer.write({'template_id': self.template.id, **values})
        return offer

    def test_deal_without_calculation_is_offered_by_documents(self):
        offer = self._make_document_offer()
        self.assertEqual(offer.kind, 'document')
        self.assertFalse(offer.variant_ids)
        with self.assertRaisesRegex(UserError, "add a file"):
            offer.action_send()
        offer.document_ids = self.file
        self.assertEqual((self.file.res_model, self.file.res_id), ('deal.offer', offer.id))
        offer._send()
        page = offer.sudo()._prepare_page()
        self.assertEqual([document['name'] for document in page['documents']], ["Facade.xlsx"])
        self.assertEqual(page['variants'], [])
        self.assertFalse(page['urls']['pdf'])
        self.assertEqual(self.deal.with_user(self.salesman_all).deal_offer_ids, offer)

    def test_files_go_with_the_message(self):
        self.template.attaches_pdf = True
        offer = self._make_document_offer(document_ids=self.file)
        composer = self.env['mail.compose.message'].with_user(self.salesman_all)
        composer.with_context(**offer._prepare_composer_context()).create({})._action_send_mail()
        self.assertEqual(offer.state, 'sent')
        self.assertEqual(self.deal.message_ids[0].attachment_ids, self.file)

    def test_what_was_sent_stays_as_it_was(self):
        offer = self._make_document_offer(document_ids=self.file)
        offer._send()
        [document] = offer.sudo()._prepare_page()['documents']
        digest = document['url'].partition('/file/')[2].partition('?')[0]
        self.file.raw = b"changed"
        self.assertEqual(offer.sudo()._get_file(digest)[0], b"calculated elsewhere")
        with self.assertRaises(UserError):
            offer.document_ids = False

    def test_client_accepts_documents_and_the_deal_is_won(self):
        offer = self._make_document_offer(document_ids=self.file)
        offer._send()
        value = self.deal.expected_revenue
        self.assertFalse(offer.sudo()._accept('', name="Client"))
        self.assertEqual((offer.state, offer.signed_by), ('accepted', "Client"))
        self.assertEqual(self.deal.won_status, 'won')
        self.assertEqual(self.deal.expected_revenue, value)
        self.assertEqual(self.offer.state, 'superseded')
        with self.assertRaises(UserError):
            offer.sudo()._accept('', name="Again")

    def test_nobody_shows_files_that_he_may_not_read(self):
        secret = self.env['ir.attachment'].create(
            {'name': "Salaries", 'raw': b"x", 'res_model': 'res.company', 'res_id': self.company.id}
        )
        secret.write({'res_model': 'ir.cron', 'res_id': self.env.ref('base.autovacuum_job').id})
        offer = self._make_document_offer()
        with self.assertRaises(AccessError):
            offer.document_ids = secret

    def test_documents_stay_when_calculation_is_on_again(self):
        offer = self._make_document_offer(document_ids=self.file)
        self._switch(on=True)
        self.assertEqual(offer.kind, 'document')
        self.assertEqual(offer.document_ids, self.file)
        self.assertEqual(self.draft.with_user(self.salesman_all).kind, 'calculation')

    def test_new_version_has_the_documents(self):
        offer = self._make_document_offer(document_ids=self.file)
        offer._send()
        newer = offer.browse(offer.action_new_version()['res_id'])
        self.assertEqual((newer.kind, newer.document_ids), ('document', self.file))
        newer._send()
        self.assertEqual(offer.state, 'superseded')


@tagged('post_install', '-at_install')
class TestCalculationSwitchHttp(SwitchCase, TourCase):
    def test_preview_is_closed_and_the_clients_page_open(self):
        self._switch()
        self.authenticate('deal_all', 'deal_all')
        for path in ('preview', 'preview/page', 'preview/pdf'):
            response = self.url_open(f'/offer/{self.offer.id}/{path}')
            self.assertEqual(response.status_code, 403)
            self.assertNotIn(self.offer.display_name, response.text)
        self.authenticate(None, None)
        page = self.url_open(self.offer._get_page_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn(SECRET, page.text)

    def test_a_company_switches_off_and_on_again(self):
        self.env['res.lang']._activate_lang('fa_IR')
        value = self.deal.expected_revenue
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.settler.lang = lang
                self.start_tour(
                    f'/odoo/deals/{self.deal.id}', 'calculation_switch_tour', login='deal_settler'
                )
                self.assertTrue(self.company.use_deal_calculation)
                self.assertEqual(self.deal.expected_revenue, value)
