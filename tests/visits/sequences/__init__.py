"""All sequences, in groups."""

from .machines import GATEWAYS, MAIL_PROGRAMS, PREFETCHES, PREVIEWS, ROBOTS
from .people import PEOPLE

GROUPS = {
    "Mail gateways and malware scanners": GATEWAYS,
    "Mail programs' proxies": MAIL_PROGRAMS,
    "Previews in chats and networks": PREVIEWS,
    "Crawlers, monitors, programs": ROBOTS,
    "Fetched in advance": PREFETCHES,
    "People": PEOPLE,
}
SEQUENCES = tuple(sequence for group in GROUPS.values() for sequence in group)
