"""What becomes of the open activities of deals that are merged into another one."""

import json

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.tools import SQL, mute_logger

from . import deal_merge  # noqa: F401 (extended below)


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _cancel_activities(self, survivor, others):
        """Cancel the open activities of the others, where the company does not let them move.

        A note on the survivor names them.

        :return: their rows, as JSON
        """
        if survivor._get_deciding_company().deal_activities_merged != 'cancel':
            return []
        activities = others._get_open_activities()
        if not activities:
            return []
        self.env.flush_all()
        query = SQL(
            "SELECT to_jsonb(a) FROM mail_activity AS a WHERE id IN %s ORDER BY id", activities._ids
        )
        rows = [row for (row,) in self.env.execute_query(query)]
        survivor._message_log(body=survivor._get_cancel_note(activities))
        activities.unlink()
        return rows

    def _restore_activities(self, rows):
        """Put cancelled activities back, but for those whose user, type or meeting is gone."""
        for row in rows:
            query = SQL(
                "INSERT INTO mail_activity"
                " SELECT * FROM jsonb_populate_record(NULL::mail_activity, %s::jsonb)",
                json.dumps(row),
            )
            try:
                with self.env.cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                    self.env.cr.execute(query)
            except IntegrityError:
                continue
