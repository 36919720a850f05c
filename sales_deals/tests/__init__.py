from . import test_deal_access
from . import test_deal_number
from . import test_deal_process
from . import test_deal_tour
