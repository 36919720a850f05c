"""What is asked for when a deal goes forward along its stages, whichever way it goes."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.server import thread_local

from ..state.crm_lead import MANAGER_GROUP

#: Values that decide where a deal stands: of some of them, Odoo computes team, process and stage.
MOVING = frozenset(
    ('stage_id', 'deal_process_id', 'team_id', 'company_id', 'type', 'user_id', 'partner_id')
)
#: Routes by which people's web client calls methods, and runs actions from the menu of actions.
WEB_ROUTES = ('/web/dataset/call_kw', '/web/dataset/call_button', '/web/action/run')
#: In the context of what nobody is asked about, of imports, and of what is asked about at its end:
#: no caller by network can give an object, so nobody can claim to be one of them.
UNASKED, IMPORTED, ASKED_LATER = object(), object(), object()

#: Where no process, stage and team ask for anything.
NOWHERE = (False, False, False)


class PracticesOpen(UserError):
    """Practices are open that a deal needs to go on; the web client asks for them."""

    def __init__(self, message, context):
        super().__init__(message)
        self.context = context


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if self.env['deal.practice']._get_playbook().practices:
            leads._check_gates({})
        return leads

    def write(self, vals):
        if not MOVING & vals.keys() or not self.env['deal.practice']._get_playbook().practices:
            return super().write(vals)
        before = {lead.id: lead._get_standing_in_process() for lead in self}
        result = super().write(vals)
        self._check_gates(before)
        return result

    @api.model
    def load(self, fields, data):
        """Remember that this is an import."""
        if not self.env['deal.practice']._get_playbook().practices:
            return super().load(fields, data)
        return super(CrmLead, self.with_context(deal_gate=IMPORTED)).load(fields, data)

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _merge_opportunity(self, *args, **kwargs):
        """Ask nothing: a merged deal stands where one of them stood."""
        leads = self.with_context(deal_gate=UNASKED)
        merged = super(CrmLead, leads)._merge_opportunity(*args, **kwargs)
        return merged.with_env(self.env)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Take what arrives, whoever fetched it."""
        leads = self.with_context(deal_gate=UNASKED)
        lead = super(CrmLead, leads).message_new(msg_dict, custom_values)
        return lead.with_env(self.env)

    def message_update(self, msg_dict, update_vals=None):
        """Take what arrives, whoever fetched it."""
        leads = self.with_context(deal_gate=UNASKED)
        return super(CrmLead, leads).message_update(msg_dict, update_vals)

    # ------------------------------------------------------------
    # GATES
    # ------------------------------------------------------------

    def _get_standing_in_process(self):
        """Return where a deal stands: its process, stage and team; a lead stands nowhere."""
        self.ensure_one()
        if self.type != 'opportunity':
            return NOWHERE
        return self.deal_process_id.id, self.stage_id.id, self.team_id.id

    def _check_gates(self, before):
        """Check that deals which have gone forward fulfil what is asked for, or record it.

        :param dict before: id of a deal to where it stood; new ones are not in it
        :raise PracticesOpen: when people, imports or programs are to be asked
        """
        if self.env.context.get('deal_gate') is not ASKED_LATER:
            self._ask_at_gates(before)
            self._record_left(before)

    def _ask_at_gates(self, before):
        """Ask for what is open on the way that deals have gone in their process, or record it."""
        still_open = self._get_open_since(before)
        if still_open and self._take_answers(still_open):
            still_open = self._get_open_since(before)
        if not still_open:
            return
        way = self._get_gate_way()
        refused = {
            lead: facts for lead, facts in still_open.items() if lead._is_refused(facts, way)
        }
        if refused:
            raise self._prepare_refusal(refused, way, is_new=not before)
        self._record_overrides(still_open, way)

    def _get_open_since(self, before):
        """Return the open practices that deals have gone past.

        :return: dictionary of a deal to a list of :class:`PracticeFacts`
        """
        playbook = self.env['deal.practice']._get_playbook()
        needed = {}
        for lead in self:
            # Whoever has given a deal away may not see it any more.
            now = lead.sudo()._get_standing_in_process()
            process, stage, _team = before.get(lead.id, NOWHERE)
            if (process, stage) == now[:2] or not now[1]:
                continue
            begin = stage if process == now[0] else False
            if facts := playbook.get_needed(now[0], now[2], begin, now[1]):
                needed[lead] = facts
        return self._without_fulfilled(needed)

    def _get_open(self, target):
        """Return the open practices that these deals would go past on the way to a stage.

        :param target: ``crm.stage``, of another process, too
        """
        playbook = self.env['deal.practice']._get_playbook()
        needed = {}
        for lead in self:
            process, stage, _team = lead._get_standing_in_process()
            new = target.deal_process_id.id or lead.deal_process_id.id
            begin = stage if process == new else False
            if facts := playbook.get_needed(new, lead.team_id.id, begin, target.id):
                needed[lead] = facts
        return self._without_fulfilled(needed)

    @api.model
    def _without_fulfilled(self, needed):
        """Leave out what is fulfilled, and what was passed with a reason."""
        if not needed:
            return {}
        leads = self.browse(lead.id for lead in needed)
        facts = {fact for of_deal in needed.values() for fact in of_deal}
        fulfilled = self.env['deal.practice']._get_fulfilled(leads, facts)
        still_open = {
            lead: left
            for lead, of_deal in needed.items()
            if (left := [fact for fact in of_deal if fact.id not in fulfilled[lead.id]])
        }
        return still_open and self._without_passed(still_open)

    @api.model
    def _without_passed(self, still_open):
        """Leave out what was passed with a reason."""
        passed = self.browse(lead.id for lead in still_open)._get_passed()
        left = {
            lead: [
                fact
                for fact in of_deal
                if not passed & {(lead.id, fact.id, fact.requirement), (lead.id, fact.id, 'must')}
            ]
            for lead, of_deal in still_open.items()
        }
        return {lead: of_deal for lead, of_deal in left.items() if of_deal}

    def _get_passed(self):
        """Return what these deals went past with a reason.

        :return: set of tuples (id of the deal, id of the practice, what was required of it)
        """
        # Reasons of colleagues count, whoever may read them.
        overrides = self.env['deal.practice.override'].sudo()
        groups = overrides._read_group(
            [('lead_id', 'in', self.ids), ('way', '=', 'reason')],
            ['lead_id', 'practice_id', 'requirement'],
        )
        return {(lead.id, practice.id, requirement) for lead, practice, requirement in groups}

    def _get_gate_way(self):
        """Return who moves the deals: 'people', 'import', 'rpc' or 'server'.

        What clients and portal users do, mails and jobs run as superuser, or without a call.
        """
        mark = self.env.context.get('deal_gate')
        if self.env.su or mark is UNASKED or not self.env.user._is_internal():
            return 'server'
        if request and request.httprequest.path.startswith(WEB_ROUTES):
            return 'import' if mark is IMPORTED else 'people'
        # XML-RPC and JSON-RPC put the request away before they call; jobs call nothing.
        if request or thread_local.rpc_model_method:
            return 'import' if mark is IMPORTED else 'rpc'
        return 'server'

    def _is_refused(self, facts, way):
        """Tell whether a deal may not go past open practices in a way; people are asked."""
        self.ensure_one()
        if way in ('server', 'people'):
            return way == 'people'
        needs = any(fact.requirement == 'must' for fact in facts)
        return needs and self.sudo().deal_process_id.practice_import == 'refuse'

    @api.model
    def _may_pass(self):
        """Tell whether the user may let deals go past what is needed."""
        return self.env.su or self.env.user.has_group(MANAGER_GROUP)
