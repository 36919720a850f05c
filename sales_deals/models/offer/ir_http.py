"""Requests that are none: numbers without end, and a parameter that no route can have."""

from werkzeug.routing import IntegerConverter

from odoo import models
from odoo.http import request


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
        """Answer a request; leave out what Python takes for our controllers themselves."""
        if endpoint.__module__.startswith('odoo.addons.sales_deals.'):
            request.params.pop('self', None)
        return super()._dispatch(endpoint)
