from . import deal_process_change
