from . import ir_sequence
from . import deal_process
from . import crm_stage
from . import crm_team
from . import crm_lead_process
from . import crm_lead_number
from . import mail_thread
