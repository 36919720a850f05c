import { useEffect } from "@odoo/owl";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** News come by two ways, and several at a time. */
const GATHERING = 300;

/**
 * Reads a deal that is open anew when a client has done something on it. What is being typed stays:
 * then only what is beside the form is read.
 *
 * @param {() => Object} getRecord returns the form's record
 * @param {Object} refreshing
 * @param {() => Promise} refreshing.readBeside reads what is beside the form
 */
export function useDealNews(getRecord, { readBeside }) {
    const news = useService("deal_news");
    let isTyping = false;
    useBus(getRecord().model.bus, "FIELD_IS_DIRTY", ({ detail }) => (isTyping = detail));
    const refresh = useDebounced(async () => {
        const record = getRecord();
        const isKept = isTyping || (await record.isDirty());
        await Promise.all([readBeside(), !isKept && record.load()]);
    }, GATHERING);
    useEffect(
        (dealId) => dealId && news.watch(dealId, refresh),
        () => [getRecord().resId],
    );
}
