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
