import { addTour } from "./add_tour";

const row = ".o_calculation .o_data_row";

const addLine = (product, quantity, position) => [
    {
        content: `Add ${product}`,
        trigger: ".o_calculation .o_add_product",
        run: "click",
    },
    {
        // Odoo takes suggestions away when the page scrolls: the new row comes into view first.
        content: "The page has come to rest",
        trigger: `${row}:nth-child(${position}).o_selected_row`,
        run: () => new Promise((resolve) => setTimeout(resolve, 800)),
    },
    {
        content: `Look for ${product}`,
        trigger: `${row}:nth-child(${position}).o_selected_row .o_field_widget[name=product_template_id] input`,
        run: `edit ${product}`,
    },
    {
        content: `Choose ${product}`,
        trigger: `.o-autocomplete--dropdown-item:contains('${product}')`,
        run: "click",
    },
    {
        content: "The price list answers",
        trigger: `${row}.o_selected_row:not(:has(.o_calculation_held)) .o_field_widget[name=price_unit] input:value(/^[1-9]/)`,
    },
    {
        content: `Type the quantity of ${product}`,
        trigger: `${row}.o_selected_row .o_field_widget[name=quantity] input`,
        run: `edit ${quantity} && press Tab`,
    },
];

const total = (name, text) => ({
    content: `The total ${name} is ${text}`,
    trigger: `.o_calculation_totals [data-name=${name}]:contains('${text}')`,
});

addTour("calculation_tour", {
    steps: () => [
        {
            content: "Start a calculation",
            trigger: ".o_calculation .o_calculation_add",
            run: "click",
        },
        {
            content: "The first variant is chosen",
            trigger: ".o_calculation_tab .active .fa-star",
        },
        ...addLine("Window", 2, 1),
        total("amount_untaxed", "240.00"),
        {
            content: "Hold a margin: the totals change while one types",
            trigger: `${row}.o_selected_row .o_field_widget[name=margin] input`,
            run: "edit 20 && press Tab",
        },
        total("amount_untaxed", "200.00"),
        total("margin", "20%"),
        ...addLine("Door", 1, 2),
        total("amount_untaxed", "700.00"),
        {
            content: "The first line is saved, and says what it holds",
            trigger: `${row}:contains('Window'):not(.o_selected_row) td[name=margin].o_calculation_held[data-tooltip='Margin held']`,
        },
        {
            content: "Leave the lines",
            trigger: ".o_calculation_totals",
            run: "click",
        },
        {
            content: "The deal has the value",
            trigger: ".o_form_view [name=expected_revenue]:contains('700.00')",
        },
        {
            content: "Open the line's menu",
            trigger: `${row}:contains('Window') .o_calculation_line_menu`,
            run: "click",
        },
        {
            content: "See how a price comes about",
            trigger: ".o-dropdown--menu .dropdown-item[data-action=explain]",
            run: "click",
        },
        {
            content: "The waterfall ends in the profit",
            trigger: ".o_calculation_waterfall tr[data-key=profit]",
        },
        {
            content: "Close it",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "Open the variant's menu",
            trigger: ".o_calculation_menu",
            run: "click",
        },
        {
            content: "Duplicate the variant",
            trigger: ".o-dropdown--menu .dropdown-item:contains('Duplicate')",
            run: "click",
        },
        {
            content: "The copy is open, and not chosen",
            trigger: ".o_calculation_tab .active:contains('A 2'):not(:has(.fa-star))",
        },
        {
            content: "Open the variant's menu",
            trigger: ".o_calculation_menu",
            run: "click",
        },
        {
            content: "Work backwards from a total, with all choices",
            trigger: ".o-dropdown--menu .dropdown-item:contains('Set the total')",
            run: "click",
        },
        {
            content: "Type the total",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 650 && press Tab",
        },
        {
            content: "Set it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        total("amount_untaxed", "650.00"),
        {
            content: "Begin to type over the net total",
            trigger:
                "body:not(:has(.modal)) .o_calculation_totals [data-name=amount_untaxed] button",
            run: "click",
        },
        {
            content: "Leave it as it was",
            trigger: ".o_calculation_totals [data-name=amount_untaxed] input:value(650.00)",
            run: "edit 1 && press Escape",
        },
        total("amount_untaxed", "650.00"),
        {
            content: "Type over it",
            trigger: ".o_calculation_totals [data-name=amount_untaxed] button:focus",
            run: "click",
        },
        {
            content: "Another total",
            trigger: ".o_calculation_totals [data-name=amount_untaxed] input",
            run: "edit 600 && press Enter",
        },
        total("amount_untaxed", "600.00"),
        {
            content: "It can be undone",
            trigger: ".o_calculation_undo",
        },
        {
            content: "Give the calculation the whole width",
            trigger: ".o_calculation_width[aria-pressed=false]",
            run: "click",
        },
        {
            content: "The panel has stepped aside",
            trigger: ".o_form_view:has(.o_calculation_wide):not(:has(.o_deal_panel:visible))",
        },
        {
            content: "Have it back",
            trigger: ".o_calculation_width[aria-pressed=true]",
            run: "click",
        },
        {
            content: "It is back",
            trigger: ".o_form_view .o_deal_panel:visible",
        },
        {
            content: "Compare",
            trigger: ".o_calculation_compare",
            run: "click",
        },
        {
            content: "The difference is marked, and the better variant",
            trigger: ".o_calculation_comparison:has(.o_differs):has(.fa-trophy)",
        },
        {
            content: "Close it",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "Choose the second variant",
            trigger: ".o_calculation_choose",
            run: "click",
        },
        {
            content: "It is the chosen one",
            trigger: ".o_calculation_tab .active:contains('A 2'):has(.fa-star)",
        },
        {
            content: "The deal has its value",
            trigger: ".o_form_view [name=expected_revenue]:contains('600.00')",
        },
    ],
});
