import { useService } from "@web/core/utils/hooks";

/** For components that name other deals: a function that opens one of them. */
export function useOpenDeal() {
    const action = useService("action");
    return (dealId, { target = "current" } = {}) =>
        action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: dealId,
            views: [[false, "form"]],
            target,
        });
}
