"""Visits to offers' pages, by people and by machines."""

from odoo import api, fields, models

from ...tools.offer import visits
from . import deal_offer  # noqa: F401 (extended below)

#: Rows that an offer gets in an hour by page loads; more are not stored.
VISITS_AN_HOUR = 200
#: Rows that it gets in a day from one address: more than the people of an office, less than
#: somebody needs who makes the offer look sought after. Behind a proxy that tells Odoo no
#: addresses, these are the visits of all.
VISITS_OF_ADDRESS_A_DAY = 20


class DealOfferView(models.Model):
    _name = 'deal.offer.view'
    _description = "Visit to an Offer"
    _inherit = ['deal.record']
    _order = 'id desc'
    _log_access = False

    offer_id = fields.Many2one(
        'deal.offer', required=True, ondelete='cascade', index=True, readonly=True
    )
    lead_id = fields.Many2one(related='offer_id.lead_id')
    began = fields.Datetime(string="When", required=True, readonly=True)
    last = fields.Datetime(string="Last Sign", required=True, readonly=True)
    # A hash by which one device is known again on one offer: no address is stored.
    visitor = fields.Char(required=True, readonly=True)
    # A hash by which one address is known again on one offer, for a day: it is not stored either.
    network = fields.Char(readonly=True)
    device = fields.Selection(
        [
            ('phone', "Phone"),
            ('tablet', "Tablet"),
            ('desktop', "Computer"),
            ('unknown', "Unknown"),
        ],
        readonly=True,
    )
    program = fields.Char(readonly=True, help="The machine, where it is known by name.")
    request_reason = fields.Char(readonly=True)
    has_reported = fields.Boolean(readonly=True, help="The page has told how long it was in view.")
    visible_seconds = fields.Float(string="Seconds in View", readonly=True)
    is_automated = fields.Boolean(readonly=True)
    has_acted = fields.Boolean(string="Answered", readonly=True)
    variant_name = fields.Char(
        string="Looked At", readonly=True, help="The variant that was in view for longest."
    )
    kind = fields.Selection(
        [
            ('person', "Person"),
            ('probable', "Probably a person"),
            ('machine', "Not counted"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Selection(
        [
            ('acted', "Accepted, declined or asked"),
            ('visible', "In view for two seconds or more"),
            ('no_beacon', "Opened in a browser that told nothing more"),
            ('hidden', "Opened, but never in view"),
            ('too_fast', "In view for less than two seconds"),
            ('internal_user', "A user of this company"),
            ('known_scanner', "A security scanner"),
            ('mail_proxy', "A mail program's proxy"),
            ('link_preview', "A chat's preview of the link"),
            ('monitor', "A monitoring service"),
            ('automated', "A browser that a program steers"),
            ('http_client', "A program, no browser"),
            ('crawler', "A search engine or robot"),
            ('prefetch', "Fetched in advance by a browser"),
            ('no_agent', "Did not say what it is"),
            ('unknown_agent', "No known browser"),
            ('head_request', "Asked only whether the page is there"),
            ('other_method', "Loaded no page"),
            ('preview_header', "Says that it draws a preview"),
            ('no_page', "No page load is known"),
        ],
        required=True,
        readonly=True,
    )

    @api.model
    def _record(self, offer, event, program='', variant_name='', network=''):
        """Store what a person or a machine did with an offer's page.

        :param event: a Hit, Beacon or Act of :mod:`tools.offer.visits`
        :param str variant_name: of the variant that was in view for longest, if the page told
        :param str network: a hash of the reader's address, on this offer and day
        :return: the visit that it belongs to; none where it counts for nothing
        """
        latest = self.search(
            [('offer_id', '=', offer.id), ('visitor', '=', event.visitor)], limit=1
        )
        visit = latest._as_visit() if latest else None
        if not visits.begins_visit(visit, event):
            return latest._extend(event, variant_name)
        if crowd := self._find_crowd(offer, network):
            # Whoever answers did so, but not as one more reader.
            return crowd[:1]._extend(event, variant_name) if _is_act(event) else self.browse()
        if self._is_flood(offer, event):
            return self.browse()
        values = self._prepare_values(visits.begin_visit(event))
        return self.create(
            {
                'offer_id': offer.id,
                'program': program,
                'network': network,
                'variant_name': variant_name,
                **values,
            }
        )

    def _extend(self, event, variant_name=''):
        """Add an event to this visit, if there is one.

        :return: this visit
        """
        for view in self:
            values = self._prepare_values(visits.extend_visit(view._as_visit(), event))
            view.write({**values, 'variant_name': variant_name or view.variant_name})
        return self

    @api.model
    def _find_crowd(self, offer, network):
        """Return the latest visits from an address today, if these are all that count."""
        domain = [('offer_id', '=', offer.id), ('network', '=', network)]
        found = self.search(domain, limit=VISITS_OF_ADDRESS_A_DAY) if network else self.browse()
        return found if len(found) == VISITS_OF_ADDRESS_A_DAY else self.browse()

    def _as_visit(self):
        """Return the row as :mod:`tools.offer.visits` knows it."""
        self.ensure_one()
        return visits.Visit(
            visitor=self.visitor,
            began=self.began,
            last=self.last,
            request=visits.REQUEST[self.request_reason],
            visible_seconds=self.visible_seconds if self.has_reported else None,
            webdriver=self.is_automated,
            acted=self.has_acted,
            device=self.device,
        )

    @api.model
    def _prepare_values(self, visit):
        """Prepare the columns of a visit."""
        return {
            'visitor': visit.visitor,
            'began': visit.began,
            'last': visit.last,
            'request_reason': visit.request.reason,
            'has_reported': visit.visible_seconds is not None,
            'visible_seconds': visit.visible_seconds or 0.0,
            'is_automated': visit.webdriver,
            'has_acted': visit.acted,
            'device': visit.device,
            'kind': visit.verdict.kind,
            'reason': visit.verdict.reason,
        }

    @api.model
    def _is_flood(self, offer, event):
        since = event.when - visits.VISIT_GAP * 2
        recent = [('offer_id', '=', offer.id), ('began', '>', since)]
        return (
            not _is_act(event) and self.search_count(recent, limit=VISITS_AN_HOUR) >= VISITS_AN_HOUR
        )


def _is_act(event):
    return isinstance(event, visits.Act)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    view_ids = fields.One2many('deal.offer.view', 'offer_id', string="Visits", readonly=True)
    opening_count = fields.Integer(
        string="Openings", compute='_compute_openings', help="By people; machines don't count."
    )
    probable_count = fields.Integer(string="Probable Openings", compute='_compute_openings')
    machine_count = fields.Integer(string="Not Counted", compute='_compute_openings')
    last_opening = fields.Datetime(compute='_compute_openings')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('view_ids.kind')
    def _compute_openings(self):
        groups = self.env['deal.offer.view']._read_group(
            [('offer_id', 'in', self.ids)], ['offer_id', 'kind'], ['__count', 'began:max']
        )
        found = {(offer, kind): rest for offer, kind, *rest in groups}
        for offer in self:
            of = offer._origin
            counts = {
                kind: found.get((of, kind), (0, False))
                for kind in ('person', 'probable', 'machine')
            }
            offer.opening_count, offer.last_opening = counts['person']
            offer.probable_count = counts['probable'][0]
            offer.machine_count = counts['machine'][0]

    def _record_visit(self, event, program='', variant_name='', network=''):
        """Store a reader's action, and tell the salesperson of an opening by a person.

        :param event: a Hit, Beacon or Act of :mod:`tools.offer.visits`
        :param str network: a hash of the reader's address, on this offer and day
        """
        self.ensure_one()
        view = self.env['deal.offer.view']._record(self, event, program, variant_name, network)
        if view.kind == 'person' and self._is_open():
            self._note_opening(view, event.when, is_answered=_is_act(event))
        return view
