"""Sales process and stage of deals."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_process_id = fields.Many2one(
        'deal.process',
        string="Sales Process",
        compute='_compute_deal_process_id',
        store=True,
        readonly=False,
        tracking=True,
        ondelete='restrict',
        domain="""[
            ('company_id', 'in', [False, company_id]),
            '|', ('team_ids', '=', False), ('team_ids', 'in', team_id),
        ]""",
    )
    stage_id = fields.Many2one(
        domain="""[
            ('deal_process_id', 'in', [False, deal_process_id]),
            '|', ('team_ids', '=', False), ('team_ids', 'in', team_id),
        ]""",
    )
    date_deadline = fields.Date(
        string="Expected Decision", help="The day on which the client is expected to decide."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('team_id', 'company_id')
    def _compute_deal_process_id(self):
        """Set the team's first process, unless the deal has one that the team may use."""
        table = self.env['deal.process']._get_process_table()
        for lead in self:
            company, team = lead.company_id.id, lead.team_id.id
            if not table.fits(lead.deal_process_id.id, company, team):
                lead.deal_process_id = table.get_default(company, team)
                # Odoo's field must not depend on this one: with the addon, Odoo would remove
                # whatever customers have made depend on stages.
                self.env.add_to_compute(self._fields['stage_id'], lead)

    def _compute_stage_id(self):
        """Move deals on a stage of another process to a like one of their own."""
        for lead in self:
            if lead.stage_id and not lead._is_stage_of_process(lead.stage_id.id):
                won = lead.stage_id.is_won
                lead.stage_id = lead._stage_find(domain=[('is_won', '=', won)])
        super()._compute_stage_id()

    @api.onchange('deal_process_id')
    def _onchange_deal_process_id(self):
        self._compute_stage_id()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('deal_process_id', 'stage_id')
    def _check_stage_of_process(self):
        for lead in self:
            if not lead._is_stage_of_process(lead.stage_id.id):
                raise ValidationError(lead._get_foreign_stage_message())

    @api.constrains('deal_process_id', 'company_id')
    def _check_company_of_process(self):
        table = self.env['deal.process']._get_process_table()
        for lead in self:
            facts = table.processes.get(lead.deal_process_id.id)
            if facts and facts.company_id not in (False, lead.company_id.id):
                raise ValidationError(
                    self.env._(
                        "The process “%(process)s” belongs to %(company)s. Choose another "
                        "process or another company for “%(deal)s”.",
                        process=lead.deal_process_id.sudo().name,
                        company=lead.deal_process_id.sudo().company_id.name,
                        deal=lead.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Propose the process of the stage that is proposed."""
        values = super().default_get(fields)
        if (
            'deal_process_id' in fields
            and values.get('stage_id')
            and not values.get('deal_process_id')
        ):
            values.update(self._prepare_process_of_stage(values['stage_id']))
        return values

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create([self._prepare_new_deal(vals) for vals in vals_list])
        # Now, not at the flush: a deal that moves to another process at once keeps the number
        # of the process that it was created in.
        leads._recompute_recordset(['deal_number'])
        return leads

    def write(self, vals):
        vals = self._with_kept_number(vals)
        if self.env.context.get('deal_fit_stage') and vals.get('stage_id'):
            vals = self._with_fitting_stage(vals)
        if vals.get('deal_process_id') and 'stage_id' not in vals:
            self._check_stage_named(vals['deal_process_id'])
        result = super().write(vals)
        if 'deal_number' in vals:
            self._forget_display_name()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_set_won(self):
        """Move each deal to the won stage of its own process."""
        for leads in self.grouped('deal_process_id').values():
            super(CrmLead, leads).action_set_won()
        return True

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _stage_find(self, team_id=False, domain=None, order='sequence, id', limit=1):
        processes = self._get_stage_find_process_ids(team_id)
        domain = [*(domain or []), ('deal_process_id', 'in', [False, *processes])]
        return super()._stage_find(team_id=team_id, domain=domain, order=order, limit=limit)

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show empty columns for stages of the processes in view, and of no others."""
        columns = super()._read_group_stage_ids(stages, domain)
        table = self.env['deal.process']._get_process_table()
        shown = {False, *self._get_column_process_ids(domain)}
        return columns.filtered(
            lambda stage: (
                stage in stages or any(table.has_stage(process, stage.id) for process in shown)
            )
        )

    def _merge_opportunity(self, *args, **kwargs):
        """Merge onto a stage of the deal's process; Odoo may propose one of another process."""
        leads = self.with_context(deal_fit_stage=True)
        return super(CrmLead, leads)._merge_opportunity(*args, **kwargs)

    @api.model
    def _get_shown_name(self):
        return self.env._("Deal")

    def _is_stage_of_process(self, stage_id):
        table = self.env['deal.process']._get_process_table()
        return table.has_stage(self.deal_process_id.id, stage_id)

    @api.model
    def _prepare_new_deal(self, vals):
        """Prepare values of a new deal: its stage's process, and its number if one is given."""
        vals = self._with_given_number(vals)
        if vals.get('stage_id') and not vals.get('deal_process_id'):
            vals = {**vals, **self._prepare_process_of_stage(vals['stage_id'])}
        return vals

    @api.model
    def _prepare_process_of_stage(self, stage_id):
        deal_process_id = self.env['deal.process']._get_process_table().stages.get(stage_id)
        return {'deal_process_id': deal_process_id} if deal_process_id else {}

    def _with_fitting_stage(self, vals):
        """Return ``vals`` with a process that suits their team, and a stage of that process."""
        self.ensure_one()
        table = self.env['deal.process']._get_process_table()
        company = vals.get('company_id', self.company_id.id)
        team = vals.get('team_id', self.team_id.id)
        process = self.deal_process_id.id
        if not table.fits(process, company, team):
            process = table.get_default(company, team)
        if table.has_stage(process, vals['stage_id']):
            return {**vals, 'deal_process_id': process}
        stages = self.with_context(default_deal_process_id=process).browse()
        return {**vals, 'deal_process_id': process, 'stage_id': stages._stage_find(team_id=team).id}

    def _check_stage_named(self, deal_process_id):
        """Check that the deals' stages belong to a process that they move to.

        :raise UserError: when a stage has to be chosen
        """
        table = self.env['deal.process']._get_process_table()
        if not all(table.has_stage(deal_process_id, lead.stage_id.id) for lead in self):
            raise UserError(
                self.env._(
                    "Choose a stage of the process “%s” too: the deal stands on a stage of "
                    "another process.",
                    self.env['deal.process'].browse(deal_process_id).name,
                )
            )

    def _get_foreign_stage_message(self):
        return self.env._(
            "“%(stage)s” is a stage of the process “%(other)s”, and “%(deal)s” follows "
            "“%(process)s”. Choose a stage of “%(process)s”, or use “Change Process” on the deal.",
            stage=self.stage_id.name,
            other=self.stage_id.deal_process_id.sudo().name,
            deal=self.display_name,
            process=self.deal_process_id.sudo().name or '',
        )

    def _get_stage_find_process_ids(self, team_id):
        if self:
            return self.deal_process_id.ids
        if deal_process_id := self.env.context.get('default_deal_process_id'):
            return [deal_process_id]
        table = self.env['deal.process']._get_process_table()
        return [table.get_default(self.env.company.id, team_id)]

    @api.model
    def _get_column_process_ids(self, domain):
        """Return the ids of the processes whose stages are the pipeline's columns.

        Those that the search names; else the one of the menu; else the first one of the
        user's teams.
        """
        named = self._get_process_ids_of_domain(domain)
        if named is not None:
            return named
        if deal_process_id := self.env.context.get('default_deal_process_id'):
            return {deal_process_id}
        table = self.env['deal.process']._get_process_table()
        teams = self._get_column_team_ids(table)
        return {table.get_default(self.env.company.id, team) for team in teams}

    @api.model
    def _get_column_team_ids(self, table):
        if team_id := self.env.context.get('default_team_id'):
            return [team_id]
        # Where no process is bound to a team, all teams give one answer.
        bound = any(process.team_ids for process in table.processes.values())
        return (bound and self.env.user.crm_team_ids.ids) or [False]

    @api.model
    def _get_process_ids_of_domain(self, domain):
        found = [
            self._get_process_domain(condition)
            for condition in Domain(domain).iter_conditions()
            if condition.field_expr == 'deal_process_id'
            and not condition.operator.startswith('not')
        ]
        found = [processes for processes in found if processes is not None]
        return set(self.env['deal.process'].search(Domain.OR(found)).ids) if found else None

    @api.model
    def _get_process_domain(self, condition):
        """Return a condition on deals' processes as a domain of them; None if it names none."""
        if condition.operator in ('=', 'in'):
            return Domain('id', condition.operator, condition.value)
        if condition.operator in ('any', 'any!'):
            is_domain = isinstance(condition.value, Domain)
            return condition.value if is_domain else Domain('id', 'in', condition.value)
        if condition.operator.endswith('like'):
            return Domain('name', condition.operator, condition.value)
        return None
