from . import offer, portal
