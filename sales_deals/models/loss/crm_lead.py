"""Reasons for losing deals, and records of each loss, kept when deals are restored."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Lowest probability that Odoo calculates; 0 means that it could not calculate one yet.
LOWEST_PROBABILITY = 0.01


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_loss_ids = fields.One2many('deal.loss', 'lead_id', string="Losses", readonly=True)
    deal_loss_count = fields.Integer(string="Number of Losses", compute='_compute_deal_loss_count')
    deal_win_back_on = fields.Date(
        string="Win Back From",
        compute='_compute_deal_win_back_on',
        search='_search_deal_win_back_on',
        help="The day from which a lost deal may be won back; its reason sets it.",
    )

    @api.depends('deal_loss_ids')
    def _compute_deal_loss_count(self):
        leads = self._with_rows('deal_loss_ids')
        domain = [('lead_id', 'in', leads.ids)]
        losses = self.env['deal.loss']
        groups = losses._read_group(domain, ['lead_id'], ['__count']) if leads else ()
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.deal_loss_count = counts.get(lead._origin.id, 0)

    @api.depends('won_status', 'deal_loss_ids.win_back_on', 'deal_loss_ids.restored_on')
    def _compute_deal_win_back_on(self):
        losses = self._origin.filtered(lambda lead: lead.won_status == 'lost')._get_open_losses()
        days = {lead.id: loss.win_back_on for lead, loss in losses.items()}
        for lead in self:
            lead.deal_win_back_on = days.get(lead._origin.id, False)

    @api.model
    def _search_deal_win_back_on(self, operator, value):
        if operator not in ('<', '<=', '>', '>=', 'in'):
            return NotImplemented
        due = Domain('restored_on', '=', False) & Domain('win_back_on', operator, value)
        return Domain('won_status', '=', 'lost') & Domain('deal_loss_ids', 'any', due)

    @api.model_create_multi
    def create(self, vals_list):
        """Archive what is created as archived: that alone is no loss, see :meth:`write`."""
        is_active = self.env.context.get('default_active', True)
        archived = [
            not vals.get('active', is_active)
            and 'probability' not in vals
            and not vals.get('lost_reason_id')
            for vals in vals_list
        ]
        if not any(archived):
            return super().create(vals_list)
        pairs = list(zip(vals_list, archived, strict=True))
        leads = super().create(
            [{**vals, 'active': True} if is_so else vals for vals, is_so in pairs]
        )
        self.browse(
            lead.id for lead, is_so in zip(leads, archived, strict=True) if is_so
        ).active = False
        return leads

    def write(self, vals):
        if not vals.get('active', True) and not {'probability', 'stage_id'} & vals.keys():
            self._keep_archiving_from_losing()
        return super().write(vals)

    def copy_data(self, default=None):
        """Let copies begin open, also those of lost, merged and other archived deals."""
        given = default or {}
        begins = {'active': True, 'lost_reason_id': False}
        vals_list = super().copy_data(default)
        for lead, vals in zip(self, vals_list, strict=True):
            if not lead.active:
                vals.update({name: given.get(name, value) for name, value in begins.items()})
            if not vals.get('active', True):
                vals.pop('probability', None)  # of 0 %: Odoo takes such copies for lost
        return vals_list

    def action_deal_restore_lost(self):
        """Restore those of these deals that are lost.

        :raise UserError: if none is
        """
        lost = self.filtered(lambda lead: lead.won_status == 'lost')
        if not lost:
            raise UserError(self.env._("None of these deals is lost: there is nothing to restore."))
        return lost.action_restore()

    def action_deal_view_losses(self):
        """Open the list of the deal's losses."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('sales_deals.deal_loss_action')
        action['domain'] = [('lead_id', '=', self.id)]
        action['context'] = {}
        return {**action, 'views': [(False, 'list'), (False, 'form')]}

    def action_set_lost(self, **additional_values):
        """Write the reason first: archiving alone may already lose a deal."""
        if additional_values.get('lost_reason_id'):
            self.write({'lost_reason_id': additional_values['lost_reason_id']})
        return super().action_set_lost(**additional_values)

    @api.model
    def _get_action_conditions(self):
        lost = ["won_status == 'lost'", "not deal_merged_into_id"]
        return {
            **super()._get_action_conditions(),
            'sales_deals.crm_lead_action_restore': (lost, True),
        }

    def action_restore(self):
        """Keep probabilities that users had set; Odoo takes the automated ones."""
        manual = self._get_manual_probabilities()
        result = super().action_restore()
        self._set_probabilities(manual)
        return result

    def _follow_state_changes(self, before):
        self._check_lost_reasons(before)
        result = super()._follow_state_changes(before)
        self._keep_reasons_of_losses()
        return result

    def _after_state_change(self, old, new, before):
        if old == 'lost':
            self._end_losses()
        elif new == 'lost':
            self._record_losses(before)
        if 'won' in (old, new):
            self._mark_won_back(new == 'won')
        return super()._after_state_change(old, new, before)

    def _get_days_of_activities(self, state):
        if state != 'lost':
            return super()._get_days_of_activities(state)
        return {lead.id: lead.deal_win_back_on for lead in self if lead.deal_win_back_on}

    def _check_lost_reasons(self, before):
        """Check that deals which are lost now have a reason.

        :raise UserError: for deals that were lost, or had a reason, and have none now
        """
        # Not while modules are loaded: Odoo's demo data has lost deals without a reason.
        if not self.pool.ready:
            return
        missing = self.filtered(lambda lead: lead._lacks_lost_reason(before.get(lead.id)))
        if missing:
            raise UserError(
                self.env._(
                    "Choose a reason for losing: %s. A deal is lost when it is archived with a "
                    "probability of 0%%.",
                    missing._get_names(),
                )
            )

    def _lacks_lost_reason(self, before):
        """Return whether a deal needs a reason that it did not need, or had, before."""
        if self.won_status != 'lost' or self.lost_reason_id or self.deal_merged_into_id:
            return False
        becomes_so = not before or before.state != 'lost' or before.has_reason
        return becomes_so and self._get_deciding_company().deal_loss_reason_required

    def _keep_archiving_from_losing(self):
        """Give deals of 0 % the lowest probability before they are archived.

        Odoo takes an archived deal of 0 % for a lost one, even if 0 % only means that it has
        learned too little yet to calculate a probability.
        """
        self.filtered(
            lambda lead: lead._get_deciding_company().deal_loss_reason_required
        )._take_lowest_probability()

    def _take_lowest_probability(self):
        """Give deals of which nothing is known, not even a probability, the lowest one."""
        unknown = self.filtered(
            lambda lead: (
                lead._is_in_progress()
                and not lead.probability
                and not lead.automated_probability
                and not lead.lost_reason_id
            )
        )
        if unknown:
            lowest = LOWEST_PROBABILITY
            unknown.write({'probability': lowest, 'automated_probability': lowest})

    def _record_losses(self, before):
        """Keep a record of the loss of each of these deals."""
        # Nobody has rights to write losses: they follow from losing and restoring deals.
        self.env['deal.loss'].sudo().create(
            [lead._prepare_loss(before.get(lead.id)) for lead in self]
        )

    def _prepare_loss(self, before):
        """Return the values of a loss.

        :param before: the deal's :class:`Standing` before it was lost; None for a new one
        :return: dictionary for ``deal.loss.create``
        """
        self.ensure_one()
        return {
            'lead_id': self.id,
            'currency_id': self.company_currency.id,
            'lost_on': fields.Datetime.now(),
            'lost_by_id': self.env.uid,
            'reason_id': self.lost_reason_id.id,
            'deal_process_id': self.deal_process_id.id,
            'stage_id': self.stage_id.id,
            'user_id': self.user_id.id,
            'team_id': self.team_id.id,
            'value': self.expected_revenue,
            'probability': before.probability if before else 0.0,
            'automated_probability': before.automated_probability if before else 0.0,
        }

    def _keep_reasons_of_losses(self):
        """Update the last loss of lost deals whose reason was changed."""
        lost = self.filtered(
            lambda lead: lead.won_status == 'lost' and not lead.deal_merged_into_id
        )
        for lead, loss in lost._get_open_losses().items():
            if loss.reason_id != lead.lost_reason_id:
                loss.sudo().reason_id = lead.lost_reason_id

    def _end_losses(self):
        """Record who restored these deals and when, and give back probabilities that users set."""
        manual = self._get_manual_probabilities()
        losses = self.env['deal.loss'].sudo()
        losses.search([('lead_id', 'in', self.ids), ('restored_on', '=', False)]).write(
            {'restored_on': fields.Datetime.now(), 'restored_by_id': self.env.uid}
        )
        revived = self.filtered('active')
        revived.filtered('lost_reason_id').write({'lost_reason_id': False})
        idle = revived.filtered(lambda lead: lead._is_in_progress() and not lead.probability)
        if idle:
            idle._compute_probabilities()
        self._set_probabilities({lead: was for lead, was in manual.items() if lead in idle})

    def _mark_won_back(self, is_won):
        """Mark the losses of restored deals as won back when they are won, or unmark them."""
        losses = self.env['deal.loss'].sudo()
        domain = [
            ('lead_id', 'in', self.ids),
            ('restored_on', '!=', False),
            ('won_back_on', '=' if is_won else '!=', False),
        ]
        losses.search(domain).write({'won_back_on': is_won and fields.Datetime.now()})

    def _get_open_losses(self):
        """Return the last loss of each of these deals that was not restored.

        :return: dictionary of deal to ``deal.loss``
        """
        domain = [('lead_id', 'in', self.ids), ('restored_on', '=', False)]
        # Whoever sees a deal may see its losses. One query: this is called on each change of state.
        losses = self.env['deal.loss'].sudo().search_fetch(domain, order='id') if self else []
        return {loss.lead_id.sudo(self.env.su): loss.sudo(self.env.su) for loss in losses}

    def _get_manual_probabilities(self):
        """Return the probabilities that users had set for lost deals: deal -> probability."""
        losses = self._get_open_losses().items()
        return {lead: loss.probability for lead, loss in losses if loss.sudo()._is_manual()}

    def _set_probabilities(self, probabilities):
        by_value = {}
        for lead, probability in probabilities.items():
            by_value.setdefault(probability, self.browse())
            by_value[probability] |= lead
        for probability, leads in by_value.items():
            leads.write({'probability': probability})
