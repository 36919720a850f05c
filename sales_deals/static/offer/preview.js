/** The bar above an offer's preview: template, language and width are changed in place. */
(() => {
    const bar = document.querySelector(".o_offer_bar");
    const frame = document.querySelector(".o_offer_frame iframe");
    const offerId = Number(bar.dataset.offerId);

    /** Save a choice on the draft, and show the page as it is now. */
    async function save(values) {
        const response = await fetch("/web/dataset/call_kw/deal.offer/write", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({
                jsonrpc: "2.0",
                method: "call",
                params: {
                    model: "deal.offer",
                    method: "write",
                    args: [[offerId], values],
                    kwargs: {},
                },
            }),
        });
        const answer = await response.json();
        if (answer.error) {
            window.alert(answer.error.data?.message || answer.error.message);
        }
        frame.contentWindow.location.reload();
    }

    bar.querySelector("[name=template]")?.addEventListener("change", (ev) =>
        save({ template_id: Number(ev.target.value) }),
    );
    bar.querySelector("[name=lang]")?.addEventListener("change", (ev) =>
        save({ lang: ev.target.value }),
    );
    for (const button of bar.querySelectorAll("[data-width]")) {
        button.addEventListener("click", () => {
            frame.style.maxWidth = button.dataset.width;
            for (const other of bar.querySelectorAll("[data-width]")) {
                other.setAttribute("aria-pressed", String(other === button));
            }
        });
    }
    // The template was changed in another tab: coming back shows it.
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") {
            frame.contentWindow.location.reload();
        }
    });
})();
