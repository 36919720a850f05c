import { addTour } from "./add_tour";
import comboUtils from "@sale/js/tours/combo_configurator_tour_utils";
import configuratorUtils from "@sale/js/tours/product_configurator_tour_utils";

const row = ".o_calculation .o_data_row";

const choose = (product) => [
    {
        content: `Add ${product}`,
        trigger: ".o_calculation .o_add_product",
        run: "click",
    },
    {
        content: `Look for ${product}`,
        trigger: `${row}.o_selected_row .o_field_widget[name=product_template_id] input`,
        run: `edit ${product}`,
    },
    {
        content: `Choose ${product}`,
        trigger: `.o-autocomplete--dropdown-item:contains('${product}')`,
        run: "click",
    },
];

const editConfiguration = (product) => [
    {
        content: `Edit the line of ${product}`,
        trigger: `${row}:contains('${product}') td[name=quantity]`,
        run: "click",
    },
    {
        content: "Edit its configuration",
        trigger: `${row}.o_selected_row td[name=product_template_id] button.fa-pencil`,
        run: "click",
    },
];

const goOn = () => [
    {
        content: "One goes on in the next cell",
        trigger: `${row}.o_selected_row td[name=quantity] input:focus`,
    },
    {
        content: "Leave the lines",
        trigger: ".o_calculation_totals",
        run: "click",
    },
    {
        content: "They are left",
        trigger: ".o_calculation:not(:has(.o_selected_row))",
    },
];

const total = (text) => ({
    content: `The net total is ${text}`,
    trigger: `.o_calculation_totals [data-name=amount_untaxed]:contains('${text}')`,
});

addTour("calculation_configuration_tour", {
    steps: () => [
        ...choose("Sofa"),
        configuratorUtils.selectAttribute("Sofa", "Legs", "Steel"),
        configuratorUtils.selectAttribute("Sofa", "Engraving", "Text"),
        configuratorUtils.setCustomAttribute("Sofa", "Engraving", "For Ada"),
        configuratorUtils.addOptionalProduct("Cushion"),
        ...configuratorUtils.saveConfigurator(),
        ...goOn(),
        {
            content: "The description says what was chosen and typed",
            trigger: `${row}:contains('Sofa (Red)') td[name=product_template_id]:contains('For Ada')`,
        },
        {
            content: "The optional product has a line of its own",
            trigger: `${row}:nth-child(2):contains('Cushion')`,
        },
        total("560.00"),
        ...editConfiguration("Sofa (Red)"),
        {
            // Not by its label: the quantity is selected, and so a label's click does nothing.
            content: "Select another colour",
            trigger: ".o_sale_product_configurator_dialog li:contains('Blue') input[type=radio]",
            run: "click",
        },
        {
            content: "The dialogue has found the variant",
            trigger: configuratorUtils.productSelector("Sofa (Blue)"),
        },
        ...configuratorUtils.saveConfigurator(),
        ...goOn(),
        {
            content: "The line follows the price list still",
            trigger: `${row}:contains('Sofa (Blue)'):not(.o_selected_row):not(:has(.o_calculation_held))`,
        },
        total("580.00"),
        ...choose("House Set"),
        comboUtils.selectComboItem("Round Window"),
        comboUtils.selectComboItem("Gate"),
        ...comboUtils.saveConfigurator(),
        ...goOn(),
        {
            content: "The items are below their combo",
            trigger: `${row}.o_is_combo:nth-child(3) + .o_is_combo_item + .o_is_combo_item:contains('Gate')`,
        },
        total("1,335.00"),
        ...editConfiguration("House Set"),
        comboUtils.selectComboItem("Door"),
        comboUtils.increaseQuantity(),
        ...comboUtils.saveConfigurator(),
        ...goOn(),
        {
            content: "Another item has taken the place",
            trigger: `${row}.o_is_combo_item:contains('Door') td[name=quantity]:contains('2.00')`,
        },
        total("1,790.00"),
        {
            content: "Open the combo's menu",
            trigger: `${row}.o_is_combo .o_calculation_line_menu`,
            run: "click",
        },
        {
            content: "Delete the combo",
            trigger: ".o-dropdown--menu .dropdown-item[data-action=delete]",
            run: "click",
        },
        {
            content: "The items are gone with it",
            trigger: ".o_calculation:not(:has(.o_is_combo_item))",
        },
        total("580.00"),
    ],
});

const setQuantity = (position, quantity) => [
    {
        content: `Edit line ${position}`,
        trigger: `${row}:nth-child(${position}) td[name=quantity]`,
        run: "click",
    },
    {
        content: `Set its quantity to ${quantity}`,
        trigger: `${row}:nth-child(${position}).o_selected_row .o_field_widget[name=quantity] input`,
        run: `edit ${quantity} && press Tab`,
    },
];

addTour("calculation_follow_tour", {
    steps: () => [
        ...setQuantity(1, 10),
        total("1,160.00"),
        ...setQuantity(2, 3),
        total("1,480.00"),
        {
            content: "Leave the lines",
            trigger: ".o_calculation_totals",
            run: "click",
        },
        {
            content: "They are saved, and the deal has the value",
            trigger: ".o_form_view [name=expected_revenue]:contains('1,480.00')",
        },
    ],
});
