"""Stop before anything is changed, if a new name is taken."""

from odoo.addons.sales_deals.tools.renames.database import get_collision
from odoo.exceptions import UserError


def migrate(cr, version):
    if message := get_collision(cr):
        raise UserError(message)
