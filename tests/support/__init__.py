"""Help for tests of the whole system: databases, Odoo's command line, servers and clients."""
