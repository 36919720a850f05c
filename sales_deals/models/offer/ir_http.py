"""Requests that are none: numbers without end, a parameter that no route can have, and OPTIONS."""

from werkzeug.routing import IntegerConverter

from odoo import models
from odoo.http import Response, request


class OfferIdConverter(IntegerConverter):
    """A number of at most ten digits: of one with thousands, Python makes an error."""

    regex = r'\d{1,10}'


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _get_converters(cls):
        return {**super()._get_converters(), 'offer_id': OfferIdConverter}

    @classmethod
    def _dispatch(cls, endpoint):
        """Answer a request; leave out what Python takes for our controllers themselves.

        Odoo lets OPTIONS through to every route, also to those that change something, and asks it
        for no token: here it asks what may be done, as HTTP has it, and does nothing.
        """
        if endpoint.__module__.startswith('odoo.addons.sales_deals.'):
            if request.httprequest.method == 'OPTIONS':
                methods = endpoint.routing.get('methods') or ('GET', 'POST')
                return Response(status=204, headers={'Allow': ', '.join(methods)})
            request.params.pop('self', None)
        return super()._dispatch(endpoint)
