"""What a salesperson does most often, click by click, in plain Odoo and with the addon."""
