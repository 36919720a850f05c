"""What runs inside Odoo: each module has a `measure(env, ...)` whose answer is printed as JSON."""
