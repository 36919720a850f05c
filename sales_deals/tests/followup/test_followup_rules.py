import random
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import FollowupCase

#: How many deals and follow-ups are generated.
DEALS, FOLLOWUPS = 48, 6


@tagged('post_install', '-at_install')
class TestFollowupRules(FollowupCase):
    """One statement decides for thousands of deals; for each it decides as the records say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20260101)
        cls.now = fields.Datetime.now()
        cls.lost_reason = cls.env['crm.lost.reason'].create({'name': "Price"})
        domain = cls.env['mail.alias.domain'].search([], limit=1)
        domain = domain or cls.env['mail.alias.domain'].create({'name': 'ours.example'})
        cls.team_a.write({'alias_name': 'sales-box', 'alias_domain_id': domain.id})
        cls.env['mail.blacklist']._add('black@client.example')
        cls.manager.email = 'seller@ours.example'
        cls.env['deal.followup.optout'].create({'email': 'out@client.example'})
        cls.deals = cls.env['crm.lead'].union(*(cls._generate(i) for i in range(DEALS)))
        earlier = cls._make_followup(cls.deals[::7]).sudo().line_ids
        earlier.write({'state': 'sent', 'sent_on': cls.now - timedelta(days=2)})

    @classmethod
    def _generate(cls, number):
        """Create a deal whose address, state, offers and messages vary, mostly at random."""
        own = f'client{number}@client.example'
        special = [
            ('black@client.example', None),
            ('OUT@client.example', None),
            ('nobody at home', None),
            (cls.team_a.alias_id.alias_full_name, None),
            (False, False),
            (False, own),
            (False, 'black@client.example'),
            ('SELLER@ours.example', None),
        ]
        address = cls.random.choice([own] * 8 + ['same@client.example', 'SAME@client.example'])
        of_partner = None
        if number % 16 < len(special):
            address, of_partner = special[number % 16]
        deal = cls._create_mailed(f"G{number}")
        deal.email_from = address
        if of_partner is not None:
            cls._set_partner(deal, of_partner)
        cls._generate_messages(deal)
        cls._generate_offer(deal)
        if cls.random.random() < 0.3:
            cls.random.choice([cls._lose, cls._win, cls._suspend])(deal)
        return deal

    @classmethod
    def _set_partner(cls, deal, address):
        """Give a deal without an address a customer, whose address Odoo would copy."""
        partner = cls.env['res.partner'].create({'name': "Customer", 'email': address})
        deal.flush_recordset()
        cls.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s", [partner.id, deal.id]
        )
        deal.invalidate_recordset()

    @classmethod
    def _lose(cls, deal):
        deal.action_set_lost(lost_reason_id=cls.lost_reason.id)

    @classmethod
    def _win(cls, deal):
        deal.action_set_won()

    @classmethod
    def _suspend(cls, deal):
        deal._suspend(cls.now.date() + timedelta(days=9), "Spring")

    @classmethod
    def _generate_messages(cls, deal):
        for _time in range(cls.random.randrange(4)):
            kind = cls.random.choice(['email', 'email_outgoing'])
            # Never on the very edge of the days that are skipped.
            date = cls.now - timedelta(days=cls.random.randrange(1, 9), hours=1)
            cls._write_mail(deal, kind, date, address='someone@client.example')

    @classmethod
    def _generate_offer(cls, deal):
        for _time in range(cls.random.randrange(3)):
            offer = cls.env['deal.offer'].create({'lead_id': deal.id})
            offer.flush_recordset()
            state = cls.random.choice(['draft', 'sent', 'opened', 'declined'])
            days = cls.random.choice([None, -1, 0, 1])
            until = None if days is None else cls.now.date() + timedelta(days=days)
            cls.env.cr.execute(
                "UPDATE deal_offer SET state = %s, valid_until = %s WHERE id = %s",
                [state, until, offer.id],
            )
            offer.invalidate_recordset()

    def _get_address(self, deal):
        """Return the first address there is, as typed and as addresses are compared."""
        for record, name in ((deal, 'email_from'), (deal.partner_id, 'email')):
            if typed := (record[name] or '').strip():
                return typed, record.email_normalized
        return '', False

    def _get_hard_reason(self, deal, address, typed):
        seller = deal.with_user(self.salesman).with_context(active_test=False)
        optouts = self.env['deal.followup.optout'].search([('company_id', '=', self.company.id)])
        aliases = self.env['mail.alias'].search([]).mapped('alias_full_name')
        colleagues = self.env['res.users'].search([('share', '=', False)])
        checks = {
            'no_access': not seller._filtered_access('write'),
            'no_address': not typed,
            'invalid': not address,
            'own_address': address in aliases,
            'internal': address in colleagues.mapped('email_normalized'),
            'opted_out': address in optouts.mapped('email'),
            'blacklisted': address in self.env['mail.blacklist'].search([]).mapped('email'),
        }
        return next((reason for reason, is_so in checks.items() if is_so), None)

    def _get_soft_reason(self, line, address):
        followup, deal = line.followup_id, line.lead_id
        came, went = self._get_last_dates(deal)
        rest = followup.skip_days and self.now - timedelta(days=followup.skip_days)
        earlier = self.env['deal.followup.line'].search(
            [('email', '=', address), ('state', '=', 'sent'), ('followup_id', '!=', followup.id)]
        )
        contacts = [went, *earlier.mapped('sent_on')] if went else earlier.mapped('sent_on')
        checks = {
            'closed': deal.won_status in ('won', 'lost') and not followup.include_closed,
            'suspended': deal.deal_is_suspended and not followup.include_suspended,
            'no_offer': followup.offer_mode != 'none' and not deal.deal_open_offer_id,
            'replied': followup.skip_replied and came and went and came >= went,
            'recent': rest and any(date >= rest for date in contacts),
        }
        return next((reason for reason, is_so in checks.items() if is_so), None)

    def _get_last_dates(self, deal):
        came = deal.message_ids.filtered(lambda message: message.message_type == 'email')
        went = deal.message_ids.filtered(lambda one: one.message_type == 'email_outgoing')
        return max(came.mapped('date'), default=None), max(went.mapped('date'), default=None)

    def _judge(self, line):
        """Return the reason against a message, leaving aside the other lines of its follow-up."""
        typed, address = self._get_address(line.lead_id)
        if reason := self._get_hard_reason(line.lead_id, address, typed):
            return reason
        if line.is_removed:
            return 'removed'
        return None if line.is_forced else self._get_soft_reason(line, address)

    def _judge_all(self, followup):
        lines = followup.sudo().line_ids
        reasons = {line: self._judge(line) for line in lines}
        served = set()
        order = {'key': lambda line: (line.is_forced, line.lead_id.id), 'reverse': True}
        for line in sorted((line for line in lines if not reasons[line]), **order):
            _typed, address = self._get_address(line.lead_id)
            if address in served and not line.is_forced:
                reasons[line] = 'duplicate'
            served.add(address)
        return {line.lead_id: reason or False for line, reason in reasons.items()}

    def _make_random_followup(self):
        choose = self.random.choice
        followup = self._make_followup(
            self.deals,
            skip_days=choose([0, 3, 6]),
            skip_replied=choose([True, False]),
            include_closed=choose([True, False]),
            include_suspended=choose([True, False]),
            offer_mode=choose(['none', 'link']),
        )
        lines = followup.sudo().line_ids
        for name in ('is_removed', 'is_forced'):
            chosen = self.random.sample(lines.ids, 4)
            lines.browse(chosen).write({name: True})
        return followup

    def test_the_statement_decides_as_the_records_say(self):
        found = set()
        for _number in range(FOLLOWUPS):
            followup = self._make_random_followup()
            colleagues = self.deals.browse(self.random.sample(self.deals.ids, 3))
            colleagues.user_id = self.manager
            followup.action_refresh()
            lines = followup.sudo().line_ids
            decided = {line.lead_id: line.reason for line in lines}
            self.assertEqual(decided, self._judge_all(followup))
            for line in lines:
                self.assertEqual(line.email, self._get_address(line.lead_id)[1])
                self.assertEqual(line.offer_id, line.lead_id.deal_open_offer_id)
            found |= set(decided.values())
            colleagues.user_id = self.salesman
        labels = dict(self.env['deal.followup.line']._fields['reason'].selection)
        # These need a merge or a cancelled follow-up, which other tests have.
        self.assertEqual(found, {False, *labels} - {'merged', 'cancelled'})
