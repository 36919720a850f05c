import { registry } from "@web/core/registry";

const row = ".o_calculation .o_data_row";
const card = "article.o_kanban_record:contains('Window')";
const TABLE = "Kod\tIlość\tCena\nDOOR\t2\t450,50\nDOR\t1\t";

const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });

registry.category("web_tour.tours").add("calculation_add_tour", {
    steps: () => [
        click("Open the second variant", ".o_calculation_tab button:contains('B')"),
        see("It is open", ".o_calculation_tab .active:contains('B')"),

        click("Open the catalog", ".o_add_catalog"),
        click("Add a window", `${card} button:contains('Add')`),
        see("There is one", `${card} input:value(1)`),
        click("Take two", `${card} button:has(.fa-plus)`),
        see("There are two", `${card} input:value(2)`),
        click("Back to the deal", ".o-kanban-button-back:contains('Back to Calculation')"),
        see("The second variant is open still", ".o_calculation_tab .active:contains('B')"),
        see("It has the windows", `${row}:contains('Window') td[name=quantity]:contains('2.00')`),

        click("Paste a table", ".o_add_table"),
        {
            content: "Paste it",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run({ anchor }) {
                anchor.value = TABLE;
                anchor.dispatchEvent(new Event("input", { bubbles: true }));
                anchor.dispatchEvent(new Event("paste", { bubbles: true }));
            },
        },
        see(
            "The bad row says why",
            ".modal .o_deal_import_preview .table-danger:contains('No product has')",
        ),
        {
            content: "Say that the second column is not used",
            trigger: ".modal th:nth-child(3) select.o_deal_import_column",
            run: "select ",
        },
        see("One piece is added of each", ".modal th:last-child:contains('Quantity')"),
        {
            content: "Say that it has the quantities",
            trigger: ".modal th:nth-child(3) select.o_deal_import_column",
            run: "select quantity",
        },
        see("It has them", ".modal th:nth-child(3) select:value(quantity)"),
        click("Add the good one", ".modal button:contains('Add the Good Rows')"),
        see("One was added", ".modal .alert-success:contains('1')"),
        {
            content: "Correct the other one",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run({ anchor }) {
                anchor.value = anchor.value.replace("DOR", "DOOR");
                anchor.dispatchEvent(new Event("input", { bubbles: true }));
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        click("Add it", ".modal button:contains('Add the Rows')"),
        see("The dialog has gone", "body:not(:has(.modal))"),
        see("Both doors are there", `${row}:nth-child(3):contains('Door')`),

        click("Add from elsewhere", ".o_add_from"),
        click("From another variant", ".o-dropdown-item:contains('Another variant')"),
        click("Choose the first one", ".modal .o_data_row .o_data_cell:contains('A')"),
        see("Its line has come", `${row}:nth-child(4) td[name=discount].o_calculation_held`),
        see(
            "The totals know it",
            ".o_calculation_totals [data-name=amount_untaxed]:contains('1,749.00')",
        ),
    ],
});
