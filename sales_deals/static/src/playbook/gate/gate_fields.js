import { Field } from "@web/views/fields/field";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { parseXML } from "@web/core/utils/xml";

const WORD = /[a-z_]\w*/gi;
const WIDGETS = { many2many: "many2many_tags" };

/** Names of the fields that another field needs: its currency, and those of its domain. */
function getNeeded({ currency_field: currency, domain }, fields) {
    const words = typeof domain === "string" ? domain.match(WORD) || [] : [];
    return [currency, ...words].filter((name) => name in fields);
}

function parseField(name, fields) {
    const node = parseXML(`<field name="${name}"/>`);
    const widget = WIDGETS[fields[name].type];
    if (widget) {
        node.setAttribute("widget", widget);
    }
    const info = Field.parseFieldNode(node, { "crm.lead": { fields } }, "crm.lead", "form");
    // In the dialogue nothing is required: what is left empty is still asked for.
    return { ...info, required: "False", onChange: false };
}

/**
 * What Odoo's own fields need to be shown outside a form.
 *
 * @param {Object} fields definitions of all the deal's fields
 * @param {string[]} names of those that are asked for
 */
export function getGateFields(fields, names) {
    const needed = new Set([...names, ...names.flatMap((name) => getNeeded(fields[name], fields))]);
    const fieldNodes = Object.fromEntries([...needed].map((n) => [n, parseField(n, fields)]));
    return { nodes: fieldNodes, ...extractFieldsFromArchInfo({ fieldNodes }, fields) };
}
