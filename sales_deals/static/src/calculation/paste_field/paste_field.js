import { useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { TextField, textField } from "@web/views/fields/text/text_field";

/** A box for pasted text, which takes it at once, not only when one leaves the box. */
export class PasteField extends TextField {
    setup() {
        super.setup();
        useEffect(
            (box) => {
                // The pasted text is in the box only after the event.
                const take = () => setTimeout(() => box.dispatchEvent(new Event("change")));
                box?.addEventListener("paste", take);
                return () => box?.removeEventListener("paste", take);
            },
            () => [this.textareaRef.el],
        );
    }
}

registry.category("fields").add("deal_paste", { ...textField, component: PasteField });
