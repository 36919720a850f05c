"""Have a team take mails."""


def measure(env) -> None:
    """Give the first team an address, and fill the keys of the deals that are there."""
    domain = env["mail.alias.domain"].create({"name": "bench.example"})
    env.company.alias_domain_id = domain
    team = env["crm.team"].search([], order="id", limit=1)
    team.write({"alias_name": "deals", "alias_domain_id": domain.id})
    env["ir.config_parameter"].set_param("crm.iap.lead.enrich.setting", "manual")
    if "deal.duplicate" in env:
        env["deal.duplicate"]._fill_keys()
    env.cr.commit()
