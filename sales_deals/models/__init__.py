"""The capabilities in their order: each knows only those before it."""

from . import company
from . import process
from . import state
from . import merge
from . import calculation
from . import client
from . import activity
from . import offer
from . import loss
from . import duplicate
from . import search
from . import team
from . import mail
from . import conversion
from . import followup
from . import playbook
from . import cadence
from . import card
from . import report
