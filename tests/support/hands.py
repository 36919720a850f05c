"""A user's hands: what they do with the mouse and the keys is done in a browser and counted."""

from playwright.sync_api import Locator

from tests.support.browser import User


class Hands:
    """Clicks and keystrokes of one job.

    Looking is free, waiting is free, moving the pointer is free; a drag is one click. Each letter
    typed is a keystroke, and so is a shortcut.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.page = user.page
        self.clicks = 0
        self.keys = 0

    @property
    def count(self) -> tuple[int, int]:
        """Return the clicks and the keystrokes so far."""
        return self.clicks, self.keys

    def click(self, target: str | Locator) -> None:
        """Click on an element, once it is there and Odoo has nothing under way."""
        self.user.settle()
        self._find(target).click()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        """Press keys or shortcuts, such as `Enter` and `Control+V`."""
        for key in keys:
            self.user.settle()
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.user.settle()
        self.page.keyboard.type(text, delay=10)
        self.keys += len(text)

    def choose(self, text: str) -> None:
        """Type the beginning of a name and take the first one offered, by the Enter key.

        Odoo takes suggestions away when the page scrolls: it comes to rest before a person types.
        """
        self.user.settle()
        self.page.wait_for_timeout(800)
        self.type(text)
        self.page.wait_for_selector(
            ".o-autocomplete--dropdown-item:not(.o_loading) .ui-state-active"
        )
        self.press("Enter")

    def paste(self, text: str) -> None:
        """Paste a text that was copied elsewhere, where the focus is."""
        self.user.settle()
        self.page.evaluate(_PASTE, text)
        self.keys += 1

    def sees(self, selector: str) -> None:
        """Wait for what the job was done for."""
        self.user.sees(selector)

    def _find(self, target: str | Locator) -> Locator:
        return self.page.locator(target).first if isinstance(target, str) else target


#: What the browser tells a field into which a text is pasted, and what it does then.
_PASTE = """(text) => {
    const field = document.activeElement;
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    if (field.dispatchEvent(event)) {
        document.execCommand("insertText", false, text);
    }
}"""
