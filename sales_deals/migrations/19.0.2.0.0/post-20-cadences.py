"""Bring the ready cadences to databases of before, once: whoever deletes one keeps it deleted."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Load the cadences as when the addon is installed."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        convert_file(env, 'sales_deals', 'data/deal_cadence_data.xml', {}, 'init', noupdate=True)
