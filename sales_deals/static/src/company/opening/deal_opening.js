import { onMounted } from "@odoo/owl";
import { rpcBus } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";

/** What is going to be asked for a deal, by its id. */
const waiting = new Map();

/**
 * Ask for what a widget of a deal's form shows. Widgets that are shown at once share one request.
 *
 * @param {Object} orm
 * @param {number} dealId
 * @param {string} part a name that the server's `get_deal_opening` knows
 * @returns {Promise} undefined where the deal is not there
 */
export async function askForDeal(orm, dealId, part) {
    if (!waiting.has(dealId)) {
        const parts = [];
        const answer = Promise.resolve().then(() => {
            waiting.delete(dealId);
            return orm.silent.call("crm.lead", "get_deal_opening", [[dealId], parts]);
        });
        waiting.set(dealId, { parts, answer });
    }
    const { parts, answer } = waiting.get(dealId);
    parts.push(part);
    return (await answer)[part];
}

/**
 * Ask for a part of what a deal's form shows when the form is there, and again when the deal was
 * read or saved since, or is another one.
 *
 * Odoo shows what the browser remembers of a deal first: the answer that follows replaces its data,
 * but was asked for before, and is no reason to ask again.
 *
 * @param {() => Object} getRecord returns the form's record
 * @param {string} part a name that the server's `get_deal_opening` knows
 * @param {(answer: any) => void} take gets the answer, undefined where the deal is not there; again
 *     when the record's data were replaced by what was asked for before
 * @param {() => boolean} [isAsked] returns whether the record's data want an answer
 * @returns {() => Promise} ask anew
 */
export function useDealOpening(getRecord, part, take, isAsked = () => true) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    let [isMounted, isRead] = [false, false];
    let shown = {};
    const load = async () => {
        const { resId } = getRecord();
        shown = { resId };
        const isThere = resId && isAsked();
        const answer = isThere ? await keepLast.add(askForDeal(orm, resId, part)) : undefined;
        shown = { resId, isAnswered: true, answer };
        take(answer);
    };
    onMounted(() => {
        isMounted = true;
        load();
    });
    // Loading and saving replace the data of a record; typing changes single values of it.
    useRecordObserver((record) => {
        const { data, dirty } = record;
        if (!data || dirty || !isMounted) {
            return;
        }
        const isOutdated = isRead || shown.resId !== record.resId;
        if (isOutdated && isAsked()) {
            isRead = false;
            load();
        } else if (!isOutdated && shown.isAnswered) {
            take(shown.answer);
        }
    });
    useBus(rpcBus, "RPC:REQUEST", ({ detail }) => {
        const { model, method } = detail.data.params;
        if (model === getRecord().resModel && ["web_read", "web_save"].includes(method)) {
            isRead = true;
        }
    });
    return load;
}
