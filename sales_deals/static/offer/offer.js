/* The page of an offer: everything in it works without this script too, but the drawn signature. */
(() => {
    const root = document.documentElement;
    const body = document.body;
    root.classList.add("scripted");

    const all = (selector, parent = document) => [...parent.querySelectorAll(selector)];
    const optionBoxes = all('input[type="checkbox"][name="option"]');

    // ------------------------------------------------------------
    // OPTIONAL LINES
    // ------------------------------------------------------------

    const variantOf = (box) => box.value.slice(0, box.value.lastIndexOf(":"));
    const ticked = () => optionBoxes.filter((box) => box.checked);
    const requests = new Map();

    /** The options that the client accepts are the ones ticked now. */
    function carryOptions() {
        const holder = document.querySelector(".ticked_options");
        holder?.replaceChildren(
            ...ticked().map((box) => {
                const input = document.createElement("input");
                Object.assign(input, { type: "hidden", name: "option", value: box.value });
                return input;
            }),
        );
    }

    /** A variant of options alone can be accepted as soon as one of them is ticked. */
    function askToChoose() {
        const hint = document.getElementById("choose_first");
        if (!hint) {
            return;
        }
        const choice = document.querySelector('.choice input[name="variant"]:checked');
        const isMissing =
            choice?.dataset.toChoose !== undefined &&
            !ticked().some((box) => variantOf(box) === choice.value);
        hint.hidden = !isMissing;
        hint.nextElementSibling.disabled = isMissing;
    }

    /** Everything on the page that shows a total of the variant. */
    function totalsOf(variant) {
        const key = CSS.escape(variant);
        return all(
            `[data-totals="${key}"] [data-total], [data-variant="${key}"] .price [data-total]`,
        );
    }

    async function updateTotals(variant) {
        requests.get(variant)?.abort();
        const request = new AbortController();
        requests.set(variant, request);
        const places = totalsOf(variant);
        places.forEach((place) => place.classList.add("updating"));
        const chosen = ticked().filter((box) => variantOf(box) === variant);
        const query = [["variant", variant], ...chosen.map((box) => ["option", box.value])];
        const address = new URL(body.dataset.totalUrl, location.href);
        query.forEach(([name, value]) => address.searchParams.append(name, value));
        try {
            const response = await fetch(address, { signal: request.signal });
            if (!response.ok) {
                throw new Error(response.status);
            }
            const totals = await response.json();
            places.forEach((place) => {
                place.textContent = totals[place.dataset.total];
                place.classList.remove("updating");
            });
        } catch (error) {
            // No stale total may stand: the page itself, loaded anew, has the right one.
            if (error.name !== "AbortError") {
                document.getElementById("options").submit();
            }
        }
    }

    function onTick(box) {
        box.closest("tr").classList.toggle("ticked", box.checked);
        carryOptions();
        askToChoose();
        if (body.dataset.totalUrl) {
            updateTotals(variantOf(box));
        }
    }

    optionBoxes.forEach((box) => box.addEventListener("change", () => onTick(box)));
    all("[data-choose]").forEach((link) =>
        link.addEventListener("click", () => {
            const choice = all('.choice input[name="variant"]').find(
                (input) => input.value === link.dataset.choose,
            );
            if (choice) {
                choice.checked = true;
                askToChoose();
                choice.focus({ preventScroll: true });
            }
        }),
    );

    all('.choice input[name="variant"]').forEach((choice) =>
        choice.addEventListener("change", askToChoose),
    );

    // ------------------------------------------------------------
    // SIGNATURE
    // ------------------------------------------------------------

    function signing(canvas) {
        const form = canvas.closest("form");
        const pen = canvas.getContext("2d");
        let isSigned = false;
        Object.assign(pen, { lineWidth: 2.5, lineCap: "round", lineJoin: "round" });
        pen.strokeStyle = "#14233c";

        function at(event) {
            const box = canvas.getBoundingClientRect();
            const scale = canvas.width / box.width;
            return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
        }

        canvas.addEventListener("pointerdown", (event) => {
            canvas.setPointerCapture(event.pointerId);
            pen.beginPath();
            pen.moveTo(...at(event));
        });
        canvas.addEventListener("pointermove", (event) => {
            if (!canvas.hasPointerCapture(event.pointerId)) {
                return;
            }
            pen.lineTo(...at(event));
            pen.stroke();
            isSigned = true;
        });
        form.querySelector("[data-clear]").addEventListener("click", () => {
            pen.clearRect(0, 0, canvas.width, canvas.height);
            isSigned = false;
        });
        form.addEventListener("submit", () => {
            form.elements.signature.value = isSigned ? canvas.toDataURL("image/png") : "";
        });
    }

    all(".signature canvas").forEach(signing);

    // ------------------------------------------------------------
    // FORMS
    // ------------------------------------------------------------

    /** A second click while the first is under way sends nothing. */
    function sendOnce(form) {
        form.addEventListener("submit", (event) => {
            if (form.dataset.sent) {
                event.preventDefault();
            }
            form.dataset.sent = "1";
        });
        addEventListener("pageshow", () => delete form.dataset.sent);
    }

    all('form[method="post"]').forEach(sendOnce);
    document.querySelector("[data-focus]")?.focus();
    // After "back", browsers tick what was ticked before.
    carryOptions();
    askToChoose();

    // ------------------------------------------------------------
    // HOW LONG THE PAGE WAS SEEN
    // ------------------------------------------------------------

    const REPORTED_AT = [2, 10, 30, 60];

    function watching(address) {
        const looked = new Map();
        const shares = new Map();
        let seconds = 0;
        let since = null;
        let reports = 0;
        let timer = null;

        const now = () => performance.now() / 1000;
        const mostOf = (map) => [...map].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0])[0];

        /** Count the time since the last count, for the variant that fills most of the window. */
        function count() {
            if (since === null) {
                return;
            }
            const passed = now() - since;
            const variant = mostOf(shares);
            seconds += passed;
            since = now();
            if (variant) {
                looked.set(variant, (looked.get(variant) || 0) + passed);
            }
        }

        function report() {
            const facts = {
                seconds: Math.round(seconds * 10) / 10,
                variant: mostOf(looked),
                webdriver: navigator.webdriver === true,
            };
            navigator.sendBeacon(address, JSON.stringify(facts));
        }

        function schedule() {
            clearTimeout(timer);
            if (since !== null && reports < REPORTED_AT.length) {
                timer = setTimeout(onTime, Math.max(50, (REPORTED_AT[reports] - seconds) * 1000));
            }
        }

        function onTime() {
            count();
            if (seconds >= REPORTED_AT[reports]) {
                reports += 1;
                report();
            }
            schedule();
        }

        function onVisibility() {
            count();
            since = document.visibilityState === "visible" ? now() : null;
            schedule();
        }

        const observer = new IntersectionObserver(
            (entries) => {
                count();
                entries.forEach((entry) =>
                    shares.set(entry.target.dataset.variant, entry.intersectionRect.height),
                );
            },
            { threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] },
        );
        all("[data-variant]").forEach((variant) => observer.observe(variant));
        document.addEventListener("visibilitychange", onVisibility);
        addEventListener("pagehide", () => {
            count();
            if (reports) {
                report();
            }
        });
        onVisibility();
    }

    if (body.dataset.seenUrl) {
        watching(body.dataset.seenUrl);
    }
})();
