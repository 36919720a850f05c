import { addTour } from "./add_tour";

const row = ".o_calculation .o_data_row";
const pager = ".o_calculation_pager";

const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });

addTour("calculation_pages_tour", {
    steps: () => [
        see("The first page is full", `${row}:nth-child(200)`),
        see("There are more", `${pager} .o_pager_value:contains('1-200')`),
        see(
            "A section counts its lines on the next page",
            ".o_is_line_section:contains('Long') td[name=price_subtotal]:contains('2,280.00')",
        ),

        click("The next page", `${pager} .o_pager_next`),
        see("It has come", `${pager} .o_pager_value:contains('201-400')`),
        {
            content: "Move a line down",
            trigger: `${row}:nth-child(1):contains('Line 200') .o_row_handle`,
            run: `drag_and_drop ${row}:nth-child(3)`,
        },
        see("It has moved", `${row}:nth-child(2):contains('Line 200')`),

        click("Add a product", ".o_add_product"),
        see("The last page is shown", `${pager} .o_pager_value:contains('401-')`),
        {
            content: "Type it behind the last line",
            trigger: `${row}:nth-child(51).o_selected_row .o_field_widget[name=product_template_id] input`,
            run: "edit Door",
        },
        click("Choose it", ".o-autocomplete--dropdown-item:contains('Door')"),
        see(
            "The price list answers",
            `${row}.o_selected_row:not(:has(.o_calculation_held)) .o_field_widget[name=price_unit] input:value(/^[1-9]/)`,
        ),
        {
            content: "Type the quantity and go on to the next line by Enter",
            trigger: `${row}.o_selected_row .o_field_widget[name=quantity] input`,
            run: "edit 2 && press Enter",
        },
        see("The next line waits", `${row}:nth-child(52).o_selected_row`),
        click("Leave it", ".o_calculation_totals"),

        click("Show all lines", ".o_calculation_all_lines"),
        see("All lines are there", `${row}:nth-child(451):contains('Door')`),
        see("No more pages", `.o_calculation:not(:has(${pager}))`),
        {
            content: "Move the last line to the top",
            trigger: `${row}:nth-child(451) .o_row_handle`,
            run: `drag_and_drop ${row}:nth-child(1)`,
        },
        see("It has moved", `${row}:nth-child(1):contains('Door')`),
    ],
});
