"""Make an offer and a quotation of the same lines, and draw a PDF."""

import time

from odoo import Command


def measure(env) -> dict[str, object]:
    """Return the addresses of the offer's page and the quotation's, and the PDF's seconds."""
    env = env(user=env.ref("base.user_admin"))
    env.company.portal_confirmation_pay = False
    tax = env["account.tax"].create({"name": "VAT of the benchmark", "amount": 23.0})
    products = env["product.product"].create(
        [
            {"name": f"Product {i}", "list_price": 100 + i, "taxes_id": [Command.set(tax.ids)]}
            for i in range(50)
        ]
    )
    partner = env["res.partner"].create({"name": "Client of the benchmark"})
    one = make_offer(partner, products, "A")
    three = make_offer(partner, products, "ABC")
    seconds = min(draw(three) for _round in range(3))
    order = one.variant_ids._make_order()
    order.action_quotation_sent()
    env.cr.commit()
    return {"page": one._get_page_url(), "portal": order.get_portal_url(), "pdf": seconds}


def make_offer(partner, products, names: str):
    """Send an offer with a variant of each name."""
    env = partner.env
    values = {"name": "Benchmark", "type": "opportunity", "partner_id": partner.id}
    deal = env["crm.lead"].create(values)
    for name in names:
        lines = [Command.create({"product_id": p.id, "quantity": 2}) for p in products]
        env["deal.variant"].create({"lead_id": deal.id, "name": name, "line_ids": lines})
    offer = env["deal.offer"].create({"lead_id": deal.id})
    offer._send()
    return offer


def draw(offer) -> float:
    """Return the seconds of one PDF."""
    begin = time.perf_counter()
    offer._make_pdf()
    return time.perf_counter() - begin
