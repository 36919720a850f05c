"""The list “Get Started” above the deals of a new database: what is there, and what is missing."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import config

#: Who sees the list, and may close it for the company.
MANAGERS = 'sales_team.group_sale_manager'
#: Where Odoo sends mails to unless somebody configures it.
NO_SERVER = ('localhost', 25)


class DealStart(models.AbstractModel):
    _name = 'deal.start'
    _description = "Get Started"

    @api.model
    def get_steps(self):
        """Return the steps to the first offer, and close the list where all of them are done.

        :return: list of dictionaries: name, label, `is_done`, and the `action` that leads there,
            or False where the user has no right to it
        :rtype: list
        """
        if not self._is_shown():
            return []
        steps = self._prepare_steps()
        if all(step['is_done'] for step in steps):
            self._close()
        return steps

    @api.model
    def action_close(self):
        """Close the list, for all managers of the company.

        :raise AccessError: if the user is no manager
        """
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("Only sales managers can close the list “Get Started”."))
        self._close()

    @api.model
    def _is_shown(self):
        """Return whether the user sees the list: a manager, of a company that begins."""
        return self.env.user.has_group(MANAGERS) and self.env.company.deal_shows_start

    @api.model
    def _begin(self):
        """Show the list in a database without deals: elsewhere people know their way."""
        leads = self.env['crm.lead'].sudo().with_context(active_test=False)
        if not leads.search_count([], limit=1):
            self.env['res.company'].sudo().search([]).deal_shows_start = True

    @api.model
    def _close(self):
        # Managers may not change companies; this is one flag of the one they work in.
        self.env.company.sudo().deal_shows_start = False

    @api.model
    def _prepare_steps(self):
        """Prepare the steps in their order. To be extended."""
        steps = [self._prepare_mail_server(), self._prepare_logo()]
        if self.env.company.use_deal_calculation:
            steps.append(self._prepare_product())
        return [*steps, self._prepare_process(), self._prepare_offer()]

    @api.model
    def _prepare_step(self, name, label, is_done, model, action):
        """Prepare a step that leads to records of a model, for whoever may make or change them.

        :param model: records, for the right to write them, or a model, for that to create them
        """
        is_allowed = model.has_access('write' if model.ids else 'create')
        is_done = bool(is_done)
        return {
            'name': name,
            'label': label,
            'is_done': is_done,
            'action': action if is_allowed else False,
        }

    @api.model
    def _prepare_form(self, model, record=False, **context):
        """Prepare an action that opens a form."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': model,
            'res_id': record,
            'views': [[False, 'form']],
            'context': context,
        }

    @api.model
    def _prepare_mail_server(self):
        return self._prepare_step(
            'mail_server',
            self.env._("Set up an outgoing mail server"),
            self._can_send_mails(),
            self.env['ir.mail_server'],
            'base.action_ir_mail_server_list',
        )

    @api.model
    def _can_send_mails(self):
        """Return whether Odoo has a mail server, or has sent something without one of its own."""
        if (config['smtp_server'], config['smtp_port']) != NO_SERVER:
            return True
        # Managers may not read servers and others' notifications; what is said is yes or no.
        if self.env['ir.mail_server'].sudo().search_count([], limit=1):
            return True
        sent = [('notification_type', '=', 'email'), ('notification_status', '=', 'sent')]
        return self.env['mail.notification'].sudo().search_count(sent, limit=1)

    @api.model
    def _prepare_logo(self):
        company = self.env.company
        return self._prepare_step(
            'logo',
            self.env._("Upload your company's logo"),
            not company.uses_default_logo,
            company,
            self._prepare_form('res.company', company.id),
        )

    @api.model
    def _prepare_product(self):
        # That there is one with a cost tells no cost, also to those who may not see any.
        products = self.env['product.product'].sudo().with_company(self.env.company)
        own = Domain('company_id', 'in', [False, self.env.company.id])
        priced = own & Domain('sale_ok', '=', True) & Domain('standard_price', '>', 0)
        return self._prepare_step(
            'product',
            self.env._("Enter a product with its price and cost"),
            products.search_count(priced, limit=1),
            self.env['product.template'],
            self._prepare_form('product.template', default_sale_ok=True),
        )

    @api.model
    def _prepare_process(self):
        processes = self.env['deal.process'].search(
            [('company_id', 'in', [False, self.env.company.id]), ('stage_ids', '!=', False)]
        )
        return self._prepare_step(
            'process',
            self.env._("Look through the stages of your sales process"),
            processes,
            self.env['deal.process'],
            'sales_deals.deal_process_action',
        )

    @api.model
    def _prepare_offer(self):
        sent = self.env['deal.offer'].search_count(
            [
                ('company_id', '=', self.env.company.id),
                ('state', '!=', 'draft'),
                ('recipient_ids.partner_share', '=', False),
            ],
            limit=1,
        )
        name, partner = self.env._("Test offer to myself"), self.env.user.partner_id
        form = self._prepare_form(
            'crm.lead',
            default_type='opportunity',
            default_name=name,
            default_partner_id=partner.id,
        )
        label = self.env._("Send a test offer to yourself")
        return self._prepare_step('offer', label, sent, self.env['crm.lead'], form)
