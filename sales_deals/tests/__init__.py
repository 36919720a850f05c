from . import test_deal_access
from . import test_deal_number
from . import test_deal_process
from . import test_deal_tour
from . import test_calculation_line
from . import test_calculation_variant
