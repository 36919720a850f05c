"""Doing something to see what comes of it, and taking it back."""

from contextlib import contextmanager

from odoo.sql_db import Savepoint


@contextmanager
def taken_back(env):
    """Take back what is done meanwhile, and keep what a form has not saved.

    Odoo's savepoints clear the whole cache, and with it the record of an onchange, which is
    nowhere else: whatever the user has chosen would be gone.
    """
    env.flush_all()
    savepoint = Savepoint(env.cr)
    try:
        yield
        env.flush_all()
    except Exception:
        env.clear()
        raise
    finally:
        savepoint.close(rollback=True)
        for model in env.values():
            if not model._transient and not model._abstract:
                model.invalidate_model(flush=False)
