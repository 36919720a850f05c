"""A refused price is requested from a manager, and no other is judged until they have decided."""

from xmlrpc.client import Fault

import pytest


@pytest.fixture
def probe(odoo_server):
    """Return a salesperson without costs, a variant and its line of a product that costs 80."""
    admin = odoo_server.client()
    costs, own = (
        admin("ir.model.data", "check_object_reference", *name)[1]
        for name in (("sales_deals", "group_show_costs"), ("sales_team", "group_sale_salesman"))
    )
    admin("res.groups", "write", [own], {"implied_ids": [(3, costs)]})
    user = {"name": "Prober", "login": "prober", "password": "prober", "group_ids": [(6, 0, [own])]}
    user_id = admin("res.users", "create", user)
    [me] = admin("res.users", "read", [admin.user_id], ["company_id"])
    company = me["company_id"][0]
    admin("res.company", "write", company, {"deal_min_margin": 0.25})
    partner = admin("res.partner", "create", {"name": "Client", "email": "client@example.com"})
    values = {"name": "Chair", "list_price": 120, "standard_price": 80, "taxes_id": [(5,)]}
    product = admin("product.product", "create", values)
    deal = {"name": "Probed", "type": "opportunity", "user_id": user_id, "partner_id": partner}
    salesperson = odoo_server.client("prober", "prober")
    lead = salesperson("crm.lead", "create", deal)
    variant = salesperson("deal.variant", "create", {"lead_id": lead})
    line = {"variant_id": variant, "product_id": product, "price_unit": 90}
    line_id = salesperson("deal.variant.line", "create", line)
    yield admin, salesperson, lead, variant, line_id
    admin("res.company", "write", company, {"deal_min_margin": 0})
    admin("res.groups", "write", [own], {"implied_ids": [(4, costs)]})
    admin("res.users", "write", [user_id], {"active": False})


def test_one_price_is_judged_until_a_manager_decides(probe):
    admin, salesperson, lead, variant, line = probe
    with pytest.raises(Fault, match="manager's approval"):
        salesperson("crm.lead", "action_new_quotation", [lead])
    [tab] = salesperson("deal.variant", "get_tabs", lead)
    assert tab["approval"]["state"] == "requested"
    for price in (100, 106, 107, 120):
        salesperson("deal.variant.line", "write", [line], {"price_unit": price})
        with pytest.raises(Fault, match="have decided"):
            salesperson("crm.lead", "action_new_quotation", [lead])
    with pytest.raises(Fault, match="have decided"):
        salesperson("deal.variant", "unlink", [variant])
    with pytest.raises(Fault, match="changed meanwhile"):
        admin("deal.variant", "action_approve", [variant])
    [tab] = admin("deal.variant", "get_tabs", lead)
    admin("deal.variant", "action_approve", [variant], tab["approval"]["seen"])
    assert salesperson("crm.lead", "action_new_quotation", [lead])["res_id"]
