"""Conversion of a lead: its duplicates, likely customer, process and stage are shown before."""

from odoo import api, fields, models


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    action = fields.Selection(
        selection_add=[('nothing', "Do not link to a customer")],
        ondelete={'nothing': lambda converts: converts.write({'action': 'create'})},
    )
    deal_process_id = fields.Many2one(
        'deal.process',
        string="Sales Process",
        compute='_compute_deal_process_id',
        store=True,
        readonly=False,
        compute_sudo=False,
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
    )
    deal_stage_id = fields.Many2one(
        'crm.stage',
        string="Stage",
        compute='_compute_deal_stage_id',
        store=True,
        readonly=False,
        compute_sudo=False,
        domain="[('deal_process_id', 'in', [False, deal_process_id])]",
    )
    deal_customer_note = fields.Char(string="What Happens", compute='_compute_deal_customer_note')
    deal_assignment_note = fields.Char(
        string="Assignment Note", compute='_compute_deal_assignment_note'
    )
    deal_duplicate_count = fields.Integer(
        string="Deals Like It", compute='_compute_deal_duplicate_count'
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_action(self):
        # The suggestion is shown before it is taken.
        suggesting = self.with_context(deal_suggest_customer=True)
        super(CrmLead2opportunityPartner, suggesting)._compute_action()

    def _compute_partner_id(self):
        suggesting = self.with_context(deal_suggest_customer=True)
        super(CrmLead2opportunityPartner, suggesting)._compute_partner_id()

    def _compute_team_id(self):
        """Keep the lead's team, unless the salesperson changes."""
        staying = self.filtered(
            lambda convert: convert.lead_id.team_id and convert.user_id == convert.lead_id.user_id
        )
        super(CrmLead2opportunityPartner, self - staying)._compute_team_id()
        for convert in staying:
            convert.team_id = convert.lead_id.team_id

    def _compute_duplicated_lead_ids(self):
        """Find duplicates by the rules in use, unless the company keeps Odoo's way."""
        ours = self.filtered(lambda convert: convert.lead_id and convert.lead_id._uses_deal_rules())
        super(CrmLead2opportunityPartner, self - ours)._compute_duplicated_lead_ids()
        found = ours.lead_id._find_duplicates()
        for convert in ours:
            others = convert.lead_id.browse(list(found.get(convert.lead_id.id, ())))
            # Odoo lists the lead itself, too; merging takes it without that.
            convert.duplicated_lead_ids = others._filtered_access('read') - convert.lead_id._origin

    def _compute_name(self):
        """Propose to merge where there is a duplicate, as Odoo does."""
        for convert in self.filtered(lambda convert: not convert.name):
            if convert.lead_id and convert.lead_id._uses_deal_rules():
                convert.name = 'merge' if convert.duplicated_lead_ids else 'convert'
        super()._compute_name()

    @api.depends('lead_id', 'team_id')
    def _compute_deal_process_id(self):
        """Compute the process: the lead's, if the team may use it, else the team's default."""
        table = self.env['deal.process']._get_process_table()
        for convert in self:
            lead = convert.lead_id
            company, team = lead._get_deciding_company().id, convert.team_id.id
            process = convert.deal_process_id.id or lead.deal_process_id.id
            if not table.fits(process, company, team):
                process = table.get_default(company, team)
            convert.deal_process_id = process

    @api.depends('deal_process_id')
    def _compute_deal_stage_id(self):
        """Compute the stage: the lead's, if the process has it, else the first one."""
        table = self.env['deal.process']._get_process_table()
        for convert in self:
            process, stage = (
                convert.deal_process_id,
                convert.deal_stage_id or convert.lead_id.stage_id,
            )
            if not stage or not table.has_stage(process.id, stage.id):
                leads = convert.lead_id.with_context(default_deal_process_id=process.id).browse()
                stage = leads._stage_find(team_id=convert.team_id.id)
            convert.deal_stage_id = stage

    @api.depends('action', 'partner_id', 'commercial_partner_id', 'lead_id')
    @api.depends_context('lang')
    def _compute_deal_customer_note(self):
        for convert in self:
            convert.deal_customer_note = convert._describe_customer()

    @api.depends('user_id', 'team_id')
    @api.depends_context('lang')
    def _compute_deal_assignment_note(self):
        for convert in self:
            team = convert.team_id if not convert.user_id else convert.team_id.browse()
            convert.deal_assignment_note = team._describe_assignment()

    @api.depends('duplicated_lead_ids')
    def _compute_deal_duplicate_count(self):
        for convert in self:
            others = convert.duplicated_lead_ids._origin - convert.lead_id._origin
            convert.deal_duplicate_count = len(others)

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _action_convert(self):
        """Set process and stage of the lead that the dialogue shows."""
        result = super()._action_convert()
        self._write_process(self.lead_id)
        return result

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        """Apply the team's rule only to leads for which no salesperson is chosen here."""
        waiting = leads.with_context(deal_keep_unassigned=True)
        result = super()._convert_and_allocate(waiting, user_ids, team_id=team_id)
        leads._assign_by_team()
        return result

    def _write_process(self, leads):
        """Set process and stage of converted deals as the dialogue says."""
        if not self.deal_process_id or not self.deal_stage_id:
            return
        where = {'deal_process_id': self.deal_process_id.id, 'stage_id': self.deal_stage_id.id}
        leads = leads.filtered(lambda lead: lead.type == 'opportunity' and lead.active)
        leads.write(where)

    def _describe_customer(self):
        """Describe what happens to the customer."""
        lead = self.lead_id
        if self.action == 'create' and lead and not lead.partner_id:
            return lead._describe_new_customer(self.commercial_partner_id)
        if self.action == 'exist' and self.partner_id:
            reasons = lead._get_partner_reasons(self.partner_id)
            return self.env['deal.duplicate']._describe_reasons(reasons)
        return False
