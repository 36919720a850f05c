"""The customer, products and deals that the jobs are done with, alike in both databases."""

from dataclasses import dataclass, field

from tests.support.browser import User
from tests.support.server import Client

#: How long somebody looks at an offer, at least, to be counted.
SECONDS_TO_READ = 4
NO_PROGRAM = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Safari/537.36"
)
PRODUCTS = {"Window": (1000, 700), "Door": (2500, 1800), "Montage": (400, 250)}


@dataclass
class Facts:
    """What is there before a job begins."""

    client: Client
    url: str
    has_addon: bool
    customer: int = 0
    products: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.customer = self._make_customer("Hotel Baltic")
        self.products = [
            self.client(
                "product.product",
                "create",
                {"name": name, "list_price": price, "standard_price": cost},
            )
            for name, (price, cost) in PRODUCTS.items()
        ]
        self._prepare_mails()

    def make_deal(self, customer: int = 0) -> int:
        """Return a new deal of one's own."""
        values = {"name": "New building", "type": "opportunity", "user_id": self.client.user_id}
        return self.client(
            "crm.lead", "create", {**values, "partner_id": customer or self.customer}
        )

    def make_priced_deal(self) -> int:
        """Return a deal with the three products, in a calculation here and a quotation there."""
        deal = self.make_deal()
        lines = [(0, 0, {"product_id": product}) for product in self.products]
        if self.has_addon:
            self.client("deal.variant", "create", {"lead_id": deal, "line_ids": lines})
        else:
            values = {"partner_id": self.customer, "opportunity_id": deal, "order_line": lines}
            self.client("sale.order", "create", values)
        return deal

    def make_sent_deal(self) -> int:
        """Return a deal whose client has an offer, or a quotation, in their hands."""
        deal = self.make_priced_deal()
        if self.has_addon:
            offer = self.client("deal.offer", "create", {"lead_id": deal})
            self.client("deal.offer", "action_mark_sent", [offer])
        else:
            orders = self.client("sale.order", "search", [("opportunity_id", "=", deal)])
            self.client("sale.order", "write", orders, {"state": "sent"})
        return deal

    def open_as_client(self, user: User, deal: int) -> None:
        """Open what was sent, in the client's own browser, for as long as people look at it."""
        model, of_deal = (
            ("deal.offer", "lead_id") if self.has_addon else ("sale.order", "opportunity_id")
        )
        # Odoo gives a quotation its link when it is asked for.
        [sent] = self.client(model, "search", [(of_deal, "=", deal)])
        if not self.has_addon:
            self.client(model, "action_preview_sale_order", [sent])
        fields = ["access_url", "access_token"]
        [row] = self.client(model, "read", [sent], fields=fields)
        with user.somebody_else() as client:
            link = f"{row['access_url']}?access_token={row['access_token']}"
            # What a browser says that no program steers.
            client.page.add_init_script(NO_PROGRAM)
            client.page.set_extra_http_headers({"User-Agent": BROWSER})
            client.page.goto(self.url + link)
            client.page.mouse.move(200, 200)
            client.page.wait_for_timeout(SECONDS_TO_READ * 1000)

    def make_deal_with_call(self) -> int:
        """Return a deal with a call that is due."""
        deal = self.make_deal()
        call = self._find("mail.mail_activity_data_call")
        values = {"activity_type_id": call, "user_id": self.client.user_id}
        self.client("crm.lead", "activity_schedule", [deal], "", False, "Call", **values)
        return deal

    def make_twins(self) -> int:
        """Return one of two deals of a customer that has no others."""
        customer = self._make_customer("Mill Street School")
        self.make_deal(customer)
        return self.make_deal(customer)

    def _make_customer(self, name: str) -> int:
        email = f"office@{name.lower().replace(' ', '-')}.example"
        values = {"name": name, "is_company": True, "email": email}
        return self.client("res.partner", "create", values)

    def _prepare_mails(self) -> None:
        """Spare Odoo's quotation what is asked for once, and its print by a missing program."""
        layout = self._find("web.external_layout_standard")
        self.client("res.company", "write", [1], {"external_report_layout_id": layout})
        template = self._find("sale.email_template_edi_sale")
        self.client("mail.template", "write", [template], {"report_template_ids": [(5,)]})

    def _find(self, name: str) -> int:
        module, _, short = name.partition(".")
        return self.client("ir.model.data", "check_object_reference", module, short)[1]
