from . import (
    test_calculation_access,
    test_calculation_approval,
    test_calculation_compare,
    test_calculation_line,
    test_calculation_order,
    test_calculation_total,
    test_calculation_tour,
    test_calculation_variant,
    test_deal_access,
    test_deal_number,
    test_deal_process,
    test_deal_tour,
)
