"""Ready sets of practices to begin a process with."""

from . import joinery, meddic, renewal, services, standard, tender

#: Key -> set, in the order in which they are offered.
READY_SETS = {
    'standard': standard.SET,
    'meddic': meddic.SET,
    'joinery': joinery.SET,
    'services': services.SET,
    'tender': tender.SET,
    'renewal': renewal.SET,
}
