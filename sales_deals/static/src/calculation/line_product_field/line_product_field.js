import { ComboConfiguratorDialog } from "@sale/js/combo_configurator_dialog/combo_configurator_dialog";
import { ProductCombo } from "@sale/js/models/product_combo";
import { ProductConfiguratorDialog } from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import { SaleOrderLineProductField, saleOrderLineProductField } from "@sale/js/sale_product_field";
import { getSelectedCustomPtav, serializeComboItem } from "@sale/js/sale_utils";
import { rpc } from "@web/core/network/rpc";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";

/** Whether a line's description begins with the name of its product. */
const beginsWith = (name, product) => name === product || name.startsWith(`${product}\n`);

/** What a line's description says beside the name of its product. */
export function getDescription({ name, product_id: product }) {
    const shown = product?.display_name?.split("\n")[0];
    return shown && beginsWith(name, shown) ? name.slice(shown.length).trim() : name || "";
}

/** What was chosen and typed in the configurator, as commands for a line. */
function prepareConfiguration(product) {
    const values = [];
    const texts = [x2ManyCommands.set([])];
    for (const line of product.attribute_lines) {
        if (line.create_variant === "no_variant") {
            values.push(...line.selected_attribute_value_ids);
        }
        const custom = getSelectedCustomPtav(line);
        if (custom) {
            texts.push([custom, line.customValue]);
        }
    }
    return { values, texts };
}

/**
 * The product of a calculation's line, with the dialogues of Odoo's order line.
 *
 * A line of a calculation is a record of its own: there is no order around it, and what the
 * dialogues add beside it is made by the server. So the field's hooks, by which other addons tell
 * the dialogues about the order, have no part here.
 */
export class LineProductField extends SaleOrderLineProductField {
    setup() {
        super.setup();
        // The model's, which answers also when the line has been left and this field is gone.
        this.orm = this.props.record.model.orm;
    }

    get list() {
        return this.props.record.model.root;
    }

    get label() {
        return getDescription(this.props.record.data);
    }

    /** A description that began with another text, maybe in the client's language, stays so. */
    parseLabel(value) {
        const product = this.productName;
        if (!product) {
            return value;
        }
        if (!value) {
            return product;
        }
        const { name } = this.props.record.data;
        return !name || beginsWith(name, product) ? `${product}\n${value}` : value;
    }

    get m2oProps() {
        const value = this.value && { ...this.value };
        return { ...super.m2oProps, value, update: (product) => this.updateProduct(product) };
    }

    /**
     * Take a product, with its only variant if it has but one, or ask how it shall be.
     *
     * In the model's own queue: who types fast goes on with the quantity, or to the next line,
     * while the server is being asked.
     */
    async updateProduct(chosen) {
        const { record, name } = this.props;
        const isTemplate = chosen && this.relation === "product.template";
        let value = chosen;
        let variant = {};
        await record.model.mutex.exec(async () => {
            value = chosen && !chosen.id ? await this.createProduct(chosen.display_name) : chosen;
            const changes = { [name]: value };
            if (isTemplate) {
                variant = await this.readVariantOf(value.id);
            }
            if (variant.product_id) {
                changes.product_id = {
                    id: variant.product_id,
                    display_name: variant.product_name,
                };
            }
            await record._update(changes);
        });
        const isCombo = isTemplate ? variant.is_combo : value && this.isCombo;
        if (isCombo) {
            await this._openComboConfigurator(false, variant.has_optional_products);
        } else if (isTemplate && (!variant.product_id || variant.has_optional_products)) {
            await this._openProductConfigurator();
        }
    }

    /** A product of which nothing is known but the name that was typed. */
    async createProduct(name) {
        const [id, displayName] = await this.orm.call(this.relation, "name_create", [name], {
            context: this.props.context,
        });
        return { id, display_name: displayName };
    }

    readVariantOf(templateId) {
        return this.orm.call("product.template", "get_single_product_variant", [templateId]);
    }

    async readAttributeValues(product) {
        if (!product) {
            return [];
        }
        const [variant] = await this.orm.read(
            "product.product",
            [product.id],
            ["product_template_attribute_value_ids"],
        );
        return variant.product_template_attribute_value_ids;
    }

    /** The terms that prices depend on. */
    async readTerms() {
        const [variant] = await this.orm.read(
            "deal.variant",
            [this.props.record.data.variant_id.id],
            ["pricelist_id", "currency_id", "company_id", "date"],
            { load: "" },
        );
        return variant;
    }

    /** The matrix of another addon fills orders: here the attributes are chosen one by one. */
    _openGridConfigurator(edit = false) {
        return this._openProductConfigurator(edit);
    }

    async _openProductConfigurator(edit = false, selectedComboItems = []) {
        const line = this.props.record.data;
        const variant = await this.readTerms();
        const chosen = edit ? this._getNoVariantPtavIds(line) : [];
        const ofVariant = await this.readAttributeValues(line.product_id);
        this.dialog.add(ProductConfiguratorDialog, {
            productTemplateId: line.product_template_id.id,
            ptavIds: [...ofVariant, ...chosen],
            customPtavs: edit ? await this._getCustomPtavs(line) : [],
            quantity: line.quantity,
            productUOMId: line.uom_id?.id,
            companyId: variant.company_id,
            pricelistId: variant.pricelist_id || undefined,
            currencyId: variant.currency_id,
            soDate: `${variant.date} 00:00:00`,
            selectedComboItems,
            edit,
            save: (product, optionalProducts) =>
                this.saveConfiguration(
                    selectedComboItems.length ? null : product,
                    optionalProducts,
                ),
            discard: () => (selectedComboItems.length ? null : this.discardLine()),
        });
    }

    async saveConfiguration(product, optionalProducts) {
        const { record } = this.props;
        if (product) {
            await record.update(this.prepareLineUpdate(product));
        }
        if (product && !optionalProducts.length) {
            return this.goOn(record);
        }
        if (!(await this.saveLine())) {
            return;
        }
        if (optionalProducts.length) {
            await this.orm.call("deal.variant.line", "add_behind", [
                [record.resId],
                optionalProducts.map((optional) => this.prepareNewLine(optional)),
            ]);
            await this.env.calculation?.reloadLines();
        }
        await this.goOn(record);
    }

    /** Go on typing behind the product, in the line as it is in the list now. */
    async goOn({ resId }) {
        const line = this.list.records.find((other) => other.resId === resId);
        if (!line) {
            return;
        }
        if (!line.isInEdition) {
            await this.list.enterEditMode(line);
        }
        this.list.model.bus.trigger("DEAL_LINE_CONFIGURED");
    }

    prepareLineUpdate(product) {
        const { values, texts } = prepareConfiguration(product);
        const [clear, ...typed] = texts;
        const update = {
            product_id: { id: product.id, display_name: product.display_name },
            quantity: product.quantity,
            product_no_variant_attribute_value_ids: [x2ManyCommands.set(values)],
            product_custom_attribute_value_ids: [
                clear,
                ...typed.map(([custom, text]) =>
                    x2ManyCommands.create(undefined, {
                        custom_product_template_attribute_value_id: [custom.id, custom.name],
                        custom_value: text,
                    }),
                ),
            ],
        };
        if (product.uom && "uom_id" in this.props.record.activeFields) {
            update.uom_id = product.uom;
        }
        return update;
    }

    prepareNewLine(product) {
        const { values, texts } = prepareConfiguration(product);
        const line = {
            product_id: product.id,
            quantity: product.quantity,
            product_no_variant_attribute_value_ids: [x2ManyCommands.set(values)],
            product_custom_attribute_value_ids: texts.slice(1).map(([custom, text]) =>
                x2ManyCommands.create(undefined, {
                    custom_product_template_attribute_value_id: custom.id,
                    custom_value: text,
                }),
            ),
        };
        return product.uom ? { ...line, uom_id: product.uom.id } : line;
    }

    /** Nothing was chosen: a new line goes, another one is as it was. */
    async discardLine() {
        await this.list.leaveEditMode({ discard: true });
    }

    async _openComboConfigurator(edit = false, hasOptionalProducts = false) {
        const line = this.props.record.data;
        const variant = await this.readTerms();
        const terms = {
            company_id: variant.company_id,
            pricelist_id: variant.pricelist_id || undefined,
            date: `${variant.date} 00:00:00`,
        };
        const { combos, ...data } = await rpc("/sale/combo_configurator/get_data", {
            ...terms,
            product_tmpl_id: line.product_template_id.id,
            currency_id: variant.currency_id,
            quantity: line.quantity,
            selected_combo_items: edit ? await this.readComboItems() : [],
        });
        const choices = combos.map((combo) => new ProductCombo(combo));
        const only = choices.map((combo) => combo.preselectedComboItem).filter(Boolean);
        const save = (product, items) =>
            this.handleComboSave(product, items, edit, hasOptionalProducts);
        if (only.length === choices.length) {
            return save({ quantity: data.quantity }, only);
        }
        this.dialog.add(ComboConfiguratorDialog, {
            ...data,
            ...terms,
            combos: choices,
            edit,
            save,
            discard: () => this.discardLine(),
        });
    }

    /** The items of this combo, which may be on another page of the list. */
    async readComboItems() {
        const { records } = await this.orm.webSearchRead(
            "deal.variant.line",
            [["linked_line_id", "=", this.props.record.resId]],
            {
                specification: {
                    combo_item_id: {},
                    product_no_variant_attribute_value_ids: {},
                    product_custom_attribute_value_ids: {
                        fields: {
                            custom_product_template_attribute_value_id: {},
                            custom_value: {},
                        },
                    },
                },
            },
        );
        return records.map((item) => ({
            id: item.combo_item_id,
            no_variant_ptav_ids: item.product_no_variant_attribute_value_ids,
            custom_ptavs: item.product_custom_attribute_value_ids.map((custom) => ({
                id: custom.custom_product_template_attribute_value_id,
                value: custom.custom_value,
            })),
        }));
    }

    async handleComboSave(product, items, edit, hasOptionalProducts) {
        await this.props.record.update({
            quantity: product.quantity,
            selected_combo_items: JSON.stringify(items.map(serializeComboItem)),
        });
        if (hasOptionalProducts && !edit) {
            const names = items.map((item) => ({ name: item.product.display_name }));
            await this._openProductConfigurator(false, names);
        } else if (await this.saveLine()) {
            await this.goOn(this.props.record);
        }
    }

    /** Resolves to false when it can't be saved. */
    saveLine() {
        const { record } = this.props;
        return record.isInEdition ? this.list.leaveEditMode() : record.save();
    }
}

registry.category("fields").add("deal_line_product", {
    ...saleOrderLineProductField,
    component: LineProductField,
    listViewWidth: [150],
    fieldDependencies: [
        { name: "is_configurable_product", type: "boolean" },
        { name: "product_type", type: "selection" },
    ],
});
