import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Long enough to read and click. */
const STAYING = 15000;
/** Who only looks through deals asks for no channels. */
const SETTLING = 2000;

const getChannel = (dealId) => `deal_news:${dealId}`;

/**
 * Shows what clients do while they do it: to the salesperson in a notification, and to whoever has
 * the deal open by reading it anew.
 */
export const dealNewsService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service: bus, notification }) {
        /** Deal -> what its open forms do when it has changed. */
        const watchers = new Map();

        function open(dealId) {
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: "crm.lead",
                res_id: dealId,
                views: [[false, "form"]],
            });
        }

        function show({ deal_id: dealId, title, message, type }) {
            const options = { title, type, autocloseDelay: STAYING, className: "o_deal_news" };
            const opening = { name: _t("Open the Deal"), onClick: () => close() || open(dealId) };
            const buttons = watchers.has(dealId) ? [] : [opening];
            const close = notification.add(message, { ...options, buttons });
        }

        function tell(dealId) {
            watchers.get(dealId)?.forEach((refresh) => refresh());
        }

        bus.subscribe("deal_news", (news) => {
            show(news);
            tell(news.deal_id);
        });
        bus.subscribe("deal_changed", ({ deal_id: dealId }) => tell(dealId));

        /**
         * @param {Function} refresh called when a client has done something on the deal
         * @returns {Function} ends it
         */
        function watch(dealId, refresh) {
            const refreshes = watchers.get(dealId) || new Set();
            watchers.set(dealId, refreshes.add(refresh));
            let isAsking = false;
            const timer = browser.setTimeout(() => {
                isAsking = true;
                bus.addChannel(getChannel(dealId));
            }, SETTLING);
            return () => {
                browser.clearTimeout(timer);
                if (isAsking) {
                    bus.deleteChannel(getChannel(dealId));
                }
                refreshes.delete(refresh);
                if (!refreshes.size) {
                    watchers.delete(dealId);
                }
            };
        }

        return { watch };
    },
};

registry.category("services").add("deal_news", dealNewsService);
