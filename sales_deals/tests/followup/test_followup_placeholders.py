from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import FollowupCase, OfferCase


def render(followup, lead=None):
    """Return subject and text of a deal's message, by default the first deal's."""
    lines = followup.line_ids.filtered(lambda line: not lead or line.lead_id == lead)[:1]
    rendered = followup._render_lines(lines)[lines.id]
    return rendered.subject, rendered.body


@tagged('post_install', '-at_install')
class TestFollowupPlaceholders(FollowupCase):
    def test_names_of_offers_stand_for_the_deals_values(self):
        self.salesman.write({'phone': '+48 22 1', 'signature': False})
        followup = self._make_followup(self.anna)
        followup.write(
            {
                'subject': "{{deal}} of {{ contact }}",
                'body': (
                    "<p>{{customer}}, {{salesperson}}, {{salesperson_email}}, "
                    "{{salesperson_phone}}, {{company}}, [{{number}}{{valid_until}}]</p>"
                ),
            }
        )
        subject, body = render(followup)
        self.assertEqual(subject, "Deal of Anna of Anna")
        self.assertIn(
            f"<p>Anna, {self.salesman.name}, seller@ours.example, +48 22 1, "
            f"{self.company.name}, []</p>",
            body,
        )

    def test_names_and_fields_of_odoo_go_together(self):
        followup = self._make_followup(self.anna)
        followup.write(
            {
                'subject': "{{ object.name }}: {{contact}}",
                'body': '<p>{{contact}} <t t-out="object.contact_name">friend</t></p>',
            }
        )
        subject, body = render(followup)
        self.assertEqual(subject, "Deal of Anna: Anna")
        self.assertIn("<p>Anna Anna</p>", body)

    def test_clients_are_greeted_by_the_title_before_their_name(self):
        for lang, titled, greeting, neutral in (
            ('pl_PL', "Pan Jan Wzorowy", "Szanowny Panie,", "Szanowni Państwo,"),
            ('fa_IR', "خانم مریم رضایی", "سرکار خانم مریم رضایی،", "با سلام و احترام،"),
            ('en_US', "Pani Anna Nowak", "Dear Ms Anna Nowak,", "Dear Sir or Madam,"),
        ):
            self.env['res.lang']._activate_lang(lang)
            self.anna.lang_id = self.env['res.lang']._lang_get(lang)
            followup = self._make_followup(self.anna)
            followup.write({'subject': "{{greeting}}", 'body': "<p>{{greeting}}</p>"})
            with self.subTest(lang=lang):
                self.anna.contact_name = titled
                self.assertEqual(render(followup)[0], greeting)
                self.assertIn(f"<p>{greeting}</p>", render(followup)[1])
                self.anna.contact_name = False
                self.anna.partner_id = self.env['res.partner'].create(
                    {'name': "Pan Tadeusz SA", 'is_company': True, 'lang': lang}
                )
                self.assertEqual(render(followup)[0], neutral)

    def test_templates_of_ours_greet_in_each_language(self):
        for lang, neutral in (('pl_PL', "Szanowni Państwo,"), ('fa_IR', "با سلام و احترام،")):
            self.env['res.lang']._activate_lang(lang)
            modules = self.env['ir.module.module']
            modules._load_module_terms(['sales_deals'], [lang], overwrite=True)
            self.anna.lang_id = self.env['res.lang']._lang_get(lang)
            self.anna.contact_name = "Jan Wzorowy"
            for name in ('followup_news', 'cadence_questions'):
                template = self.env.ref(f'sales_deals.mail_template_{name}')
                followup = self._make_followup(self.anna, template_id=template.id)
                with self.subTest(lang=lang, name=name):
                    body = render(followup)[1]
                    self.assertIn(f"<p>{neutral}</p>", body)
                    self.assertNotIn("Wzorowy", body)

    def test_values_are_escaped_in_the_text_alone(self):
        self.anna.contact_name = 'A <b>& "B"</b> {{company}}'
        followup = self._make_followup(self.anna)
        followup.write({'subject': "{{contact}}", 'body': "<p>{{contact}}</p>"})
        subject, body = render(followup)
        self.assertEqual(subject, 'A <b>& "B"</b> {{company}}')
        self.assertIn("A &lt;b&gt;&amp; &#34;B&#34;&lt;/b&gt; {{company}}", body)

    def test_a_templates_placeholders_are_filled_in_each_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.mail_template.write({'subject': "{{contact}}", 'body_html': "<p>Dear {{contact}}</p>"})
        self.mail_template.with_context(lang='fa_IR').write(
            {'subject': "سلام {{contact}}", 'body_html': "<p>{{contact}} {{date}}</p>"}
        )
        self.anna.lang_id = self.env['res.lang']._lang_get('fa_IR')
        followup = self._make_followup()
        subject, body = render(followup, self.anna)
        self.assertEqual(subject, "سلام Anna")
        self.assertRegex(body, "<p>Anna [۰-۹]+ ")
        self.assertEqual(render(followup, self.jan)[0], "Jan")

    def test_an_unknown_name_is_refused(self):
        followup = self._make_followup(self.anna)
        with self.assertRaisesRegex(ValidationError, "“custmer”.*{{customer}}"):
            followup.body = "<p>{{ custmer }}</p>"
        with self.assertRaisesRegex(ValidationError, "“total”"):
            followup.subject = "{{total}}"

    def test_a_name_that_is_written_otherwise_is_refused(self):
        followup = self._make_followup(self.anna)
        for name in ("Contact", "contact name", "klient", "نام", "first-name", "object.name"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, name):
                followup.body = f"<p>{{{{ {name} }}}}</p>"
        followup.body = "<p>News</p>"
        for name in ("Contact", "contact name", "نام مشتری"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, name):
                followup.subject = f"{{{{ {name} }}}}"
        followup.subject = "News"
        with self.assertRaisesRegex(ValidationError, "braces"):
            followup.body = "<p>Dear {{contact}, hello</p>"

    def test_attributes_of_odoo_are_none_of_the_names(self):
        followup = self._make_followup(self.anna)
        followup.sudo().body = '<p><a t-attf-href="/x/{{ object.id }}">{{contact}}</a></p>'
        self.assertIn('{{ object.id }}', followup.body)

    def test_expressions_are_still_for_editors_of_templates(self):
        followup = self._make_followup(self.anna)
        with self.assertRaises(AccessError):
            followup.subject = "{{contact}} {{ object.env.user.password }}"

    def test_the_form_lists_the_names(self):
        shown = self._make_followup(self.anna).placeholder_help
        self.assertIn("{{contact}}", shown)
        self.assertNotIn("{{total}}", shown)

    def test_a_message_by_hand_has_them_too(self):
        self.mail_template.write({'subject': "{{deal}}", 'body_html': "<p>{{contact}}</p>"})
        composer = self.env['mail.compose.message'].create(
            {
                'composition_mode': 'comment',
                'model': 'crm.lead',
                'res_ids': self.anna.ids,
                'template_id': self.mail_template.id,
            }
        )
        self.assertEqual(composer.subject, "Deal of Anna")
        self.assertIn("<p>Anna</p>", composer.body)


@tagged('post_install', '-at_install')
class TestFollowupOfferPlaceholders(OfferCase):
    def test_the_open_offer_is_named(self):
        self.salesman_all.email = 'all@ours.example'
        self.deal.email_from = 'client@example.com'
        offer = self._send(valid_until=fields.Date.today() + timedelta(days=9))
        deal = self.deal.with_user(self.salesman_all)
        followup = self.env['deal.followup'].with_user(self.salesman_all)
        followup = followup.browse(deal.action_deal_new_followup(skip_days=0)['res_id'])
        followup.subject = "{{number}} {{valid_until}}"
        day = offer.with_context(lang='en_US')._format_date(offer.valid_until)
        self.assertEqual(render(followup)[0], f"{offer.display_name} {day}")

    def test_an_offer_that_is_switched_off_is_none(self):
        self.salesman_all.email = 'all@ours.example'
        self.deal.email_from = 'client@example.com'
        self._send()
        deal = self.deal.with_user(self.salesman_all)
        values = {'skip_days': 0, 'offer_mode': 'attach'}
        action = deal.action_deal_new_followup(**values)
        followup = self.env['deal.followup'].browse(action['res_id'])
        self.assertFalse(followup.line_ids.reason)
        self.company.use_deal_calculation = False
        followup._update_lines()
        self.assertEqual(followup.line_ids.reason, 'no_offer')
        self.assertFalse(followup.line_ids.offer_id)
