import { Chatter } from "@mail/chatter/web_portal/chatter";
import { SearchMessageResult } from "@mail/core/common/search_message_result";
import { Component, onWillUpdateProps, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

/**
 * Above the messages of a deal: only those that came, that went, activities, attachments, changes.
 *
 * The messages are fetched and shown as Odoo's own search in the chatter does it.
 */
export class ChatterFilters extends Component {
    static template = "sales_deals.ChatterFilters";
    static components = { SearchMessageResult };
    static props = { thread: Object };

    setup() {
        this.store = useState(useService("mail.store"));
        this.keepLast = new KeepLast();
        this.filters = [
            { name: "received", icon: "fa-reply", label: _t("E-mails received") },
            { name: "sent", icon: "fa-paper-plane-o", label: _t("E-mails sent") },
            { name: "activities", icon: "fa-clock-o", label: _t("Activities") },
            { name: "attachments", icon: "fa-paperclip", label: _t("Attachments") },
            { name: "changes", icon: "fa-history", label: _t("Changes") },
        ];
        // What Odoo's list of found messages asks of a search.
        this.found = useState({
            messages: [],
            count: 0,
            loadMore: false,
            searched: false,
            searching: false,
            searchTerm: undefined,
            search: (before) => this.fetch(before),
            highlight: (target) => target,
        });
        this.state = useState({ filter: false });
        onWillUpdateProps((next) => {
            if (next.thread.id !== this.props.thread.id) {
                this.clear();
            }
        });
        useEffect(
            () => {
                if (this.state.filter) {
                    this.fetch();
                }
            },
            () => [this.props.thread.newestPersistentMessage?.id],
        );
    }

    toggle(filter) {
        if (this.state.filter === filter.name) {
            return this.clear();
        }
        this.state.filter = filter.name;
        return this.fetch();
    }

    clear() {
        this.state.filter = false;
        Object.assign(this.found, { messages: [], count: 0, loadMore: false, searched: false });
    }

    async fetch(before = undefined) {
        const { thread } = this.props;
        const { data, messages, count } = await this.keepLast.add(
            rpc(thread.getFetchRoute(), {
                ...thread.getFetchParams(),
                fetch_params: { deal_filter: this.state.filter, before },
            }),
        );
        this.store.insert(data);
        const shown = this.store["mail.message"].insert(messages);
        Object.assign(this.found, {
            messages: before ? [...this.found.messages, ...shown] : shown,
            count,
            loadMore: messages.length === this.store.FETCH_LIMIT,
            searched: true,
        });
    }
}

Object.assign(Chatter.components, { ChatterFilters });
