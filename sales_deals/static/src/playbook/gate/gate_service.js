import { checkRainbowmanMessage } from "@crm/views/check_rainbowman_message";
import { RPCError, rpc, rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { GateDialog } from "./gate_dialog";

const PRACTICES_OPEN = "odoo.addons.sales_deals.models.playbook.crm_lead_gate.PracticesOpen";
/** By which the web client runs an action from the menu of actions. */
const ACTION_ROUTE = "/web/action/run";
/** On the environment's bus: what was asked for has been answered, or the user has given up. */
export const GATE_CLOSED = "DEAL_GATE:CLOSED";

const calls = new WeakMap();
const refusedCalls = new WeakMap();

rpcBus.addEventListener("RPC:REQUEST", ({ detail: { data, url } }) => calls.set(data, url));
rpcBus.addEventListener("RPC:RESPONSE", ({ detail: { data, error } }) => {
    if (isPracticesOpen(error)) {
        refusedCalls.set(error, { url: calls.get(data), params: data.params });
    }
});

/** Whether the server has refused a call since practices are open, and says which. */
export function isPracticesOpen(error) {
    return (
        error instanceof RPCError &&
        error.exceptionName === PRACTICES_OPEN &&
        Boolean(error.data.context.practices)
    );
}

/** Repeat a call that was refused, with the answers: its one transaction checks and writes them. */
function repeat({ url, params }, answers) {
    const withAnswers = (context) => ({ ...context, deal_gate_answers: answers });
    if (url.startsWith(ACTION_ROUTE)) {
        return rpc(url, { ...params, context: withAnswers(params.context) });
    }
    const kwargs = { ...params.kwargs, context: withAnswers(params.kwargs?.context) };
    return rpc(url, { ...params, kwargs });
}

/** Show what the repeated call has done, as what has made it would have. */
async function show(env, { url, params }, result, close) {
    const { action, effect, orm } = env.services;
    if (url.startsWith("/web/dataset/call_button") || url.startsWith(ACTION_ROUTE)) {
        const next = result && result.type ? result : { type: "ir.actions.act_window_close" };
        await action.doAction(next);
        if (result?.effect) {
            effect.add(result.effect);
        }
    }
    const dealIds = close.isNew ? (result || []).map(({ id }) => id) : close.dealIds;
    const closed = { ...close, dealIds, isPassed: true, isShown: false };
    env.bus.trigger(GATE_CLOSED, closed);
    if (!closed.isShown) {
        await action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
    }
    if (params.method === "web_save" && dealIds.length === 1) {
        await checkRainbowmanMessage(orm, effect, dealIds[0]);
    }
}

/** Ask for what is open in a dialogue, instead of an error. */
function practicesOpenHandler(env, error, originalError) {
    const call = refusedCalls.get(originalError);
    if (!call) {
        return false;
    }
    error.unhandledRejectionEvent?.preventDefault();
    const asked = originalError.data.context;
    const close = { isNew: asked.is_new, dealIds: asked.deals.map(({ id }) => id) };
    let isPassed = false;
    let isGivenUp = false;
    /** Wait until the deals that are shown stand where they stood: nothing is left to be saved. */
    const giveUp = async () => {
        if (!isPassed && !isGivenUp) {
            isGivenUp = true;
            const closed = { ...close, isPassed, waitFor: [] };
            env.bus.trigger(GATE_CLOSED, closed);
            await Promise.all(closed.waitFor);
        }
    };
    const remove = env.services.dialog.add(
        GateDialog,
        {
            asked,
            leave: async () => {
                await giveUp();
                remove();
            },
            /** @returns what is still open; nothing when the deals have gone on */
            pass: async (answers) => {
                try {
                    const result = await repeat(call, answers);
                    isPassed = true;
                    return () => show(env, call, result, close);
                } catch (refusal) {
                    if (isPracticesOpen(refusal)) {
                        return refusal.data.context;
                    }
                    throw refusal;
                }
            },
        },
        { onClose: giveUp },
    );
    return true;
}

registry.category("error_handlers").add("deal_practices_open", practicesOpenHandler, {
    sequence: 90,
});
