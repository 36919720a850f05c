"""Contacts that Odoo merges, and that are contacts or competitors of one deal."""

from odoo import api, models

from .deal_client_row import FILLED_IN


class MergePartnerAutomatic(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        """Unite rows of one deal before they get one contact; all other rows just get it.

        Odoo looks for constraints and not for unique indexes: the database would refuse the merge.
        """
        if model == 'res.partner':
            # Whoever may merge contacts may merge what is about them.
            for table in FILLED_IN:
                rows = self.env[table.replace('_', '.')].sudo()
                rows._unite_partners(src_records, dst_record)
            self.env.flush_all()
        return super()._update_foreign_keys_generic(model, src_records, dst_record)
