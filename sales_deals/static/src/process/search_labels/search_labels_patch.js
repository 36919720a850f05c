import { SearchArchParser } from "@web/search/search_arch_parser";
import { patch } from "@web/core/utils/patch";

patch(SearchArchParser.prototype, {
    /**
     * Take the name of a record that a search begins with from its default, where an action gives
     * both, `[id, name]`: else Odoo asks the server for it before it asks for any deal.
     */
    visitField(node) {
        const asked = this.labels.length;
        super.visitField(...arguments);
        const given = this.searchDefaults[node.getAttribute("name")];
        if (this.labels.length > asked && typeof given?.[1] === "string") {
            this.labels.length = asked;
            this.currentGroup.at(-1).defaultAutocompleteValue.label = given[1];
        }
    },
});
