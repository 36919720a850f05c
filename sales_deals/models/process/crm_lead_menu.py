"""Menus of actions of deals: what can't be done with a deal is not offered on it."""

from odoo import api, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def get_views(self, views, options=None):
        """Tell of the addon's actions on which deals they can be done."""
        result = super().get_views(views, options)
        conditions = self._get_conditions_by_action()
        for view in result['views'].values():
            for kind, actions in view.get('toolbar', {}).items():
                view['toolbar'][kind] = [
                    {**action, **conditions.get(action['id'], {})} for action in actions
                ]
        return result

    @api.model
    def _get_action_conditions(self):
        """Return on which deals actions of the addon's menus can be done. To be extended.

        :return: dictionary of XML id to tuple: expressions as of ``invisible``, of which a view
            leaves out those with fields that it does not read; whether it is enough that they hold
            for one of several selected deals, as the action leaves the others alone
        """
        return {}

    @api.model
    def _get_conditions_by_action(self):
        """Return what the client needs to know: id of an action to entries of it."""
        lookup = self.env['ir.model.data']._xmlid_to_res_id
        return {
            lookup(name): {'deal_conditions': conditions, 'deal_one_is_enough': is_enough}
            for name, (conditions, is_enough) in self._get_action_conditions().items()
        }
