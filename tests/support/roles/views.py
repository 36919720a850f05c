"""Which views an administrator can open."""


def measure(env):
    """Return the names of the views that can be opened, and of those that can't with the reason.

    A view that extends another is part of it, and of all that is derived from it.
    """
    env = env(user=env.ref("base.user_admin"))
    views = env["ir.ui.view"].search([("mode", "=", "primary")])
    names = views.get_external_id()
    answer = {"valid": [], "broken": {}}
    for view in views:
        name = names[view.id] or f"{view.name} of {view.model or 'no model'}"
        if error := _try(env, view):
            answer["broken"][name] = error
        else:
            answer["valid"].append(name)
    return answer


def _try(env, view):
    """Check a view as Odoo does when it is saved, and open it; return what is wrong."""
    try:
        with env.cr.savepoint():
            view._check_xml()
            if view.type != "qweb" and view.model in env:
                env[view.model].get_view(view.id, view.type)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
