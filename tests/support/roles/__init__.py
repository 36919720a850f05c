"""The daily work of roles in a business, done in Odoo's shell by users with no other rights."""
