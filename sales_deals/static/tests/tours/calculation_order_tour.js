import { addTour } from "./add_tour";

const orderLine = ".o_field_widget[name=order_line] .o_data_row";

addTour("calculation_order_tour", {
    steps: () => [
        {
            content: "Make a quotation of the chosen variant",
            trigger: "button[name=action_sale_quotations_new]",
            run: "click",
        },
        {
            content: "It has the calculation's lines",
            trigger: `${orderLine}:contains('Window') [name=discount]:contains('10.00')`,
        },
        {
            content: "The optional line waits in its section",
            trigger: `${orderLine}.o_is_line_section + .o_data_row:contains('Door')`,
        },
        {
            content: "The total is the calculation's",
            trigger: ".o_field_widget[name=tax_totals]:contains('216.00')",
        },
        {
            content: "Back to the calculation",
            trigger: "button[name=action_make_deal_variant]",
            run: "click",
        },
        {
            content: "The new variant is open, and the first one still chosen",
            trigger: ".o_calculation_tab .active:not(:has(.fa-star))",
        },
        {
            content: "It says what the quotation says",
            trigger: ".o_calculation_totals [data-name=amount_untaxed]:contains('216.00')",
        },
        {
            content: "Open the variant's menu",
            trigger: ".o_calculation_menu",
            run: "click",
        },
        {
            content: "Look for a quotation to calculate",
            trigger: ".o-dropdown--menu .dropdown-item:contains('Variant of a quotation')",
            run: "click",
        },
        {
            content: "Take it",
            trigger: ".modal .o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "There are three variants",
            trigger: ".o_calculation:has(.o_calculation_tab:nth-child(3) .active)",
        },
    ],
});
