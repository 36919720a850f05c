from . import followup, offer, portal
