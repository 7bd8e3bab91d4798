"""Going through pages with the keys alone, as somebody does who can't use a mouse."""

from playwright.sync_api import Page

MOST_PRESSES = 150

IS_FOCUSED = "selector => Boolean(document.activeElement && document.activeElement.matches(selector))"
# What has the focus shows a ring and is not wholly behind the bars that stay in place (WCAG 2.4.7 and 2.4.11).
IS_SEEN = """() => {
  const focused = document.activeElement;
  const shown = focused.closest("label") ?? focused;
  const rings = [focused, shown].map((one) => getComputedStyle(one));
  if (!rings.some((ring) => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2)) return false;
  return [...shown.getClientRects()].some((box) =>
    [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]].some(([right, down]) => {
      const hit = document.elementFromPoint(box.left + right * box.width, box.top + down * box.height);
      return hit && (shown.contains(hit) || hit.contains(shown));
    }));
}"""


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def tab_to(self, selector: str, *, key: str = "Tab") -> None:
        """Tab until what the selector names has the focus, and see that it shows."""
        for _ in range(MOST_PRESSES):
            if self.page.evaluate(IS_FOCUSED, selector):
                self.page.wait_for_function(IS_SEEN)
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{self.page.url}: the keyboard never reaches {selector}")

    def skip_to_content(self) -> None:
        """Use the skip link, which is the first stop of every page."""
        self.press("Tab")
        self.tab_to(".skip-link")
        self.press("Enter")
        self.page.wait_for_function("document.activeElement.id === 'content'")

    def choose(self, name: str, values: list[str], options: list[str]) -> None:
        """Choose options of a question: arrows among radio buttons, space for a checkbox."""
        if len(values) == 1 and self.page.locator(f'input[name="{name}"][type=radio]').count():
            self.tab_to(f'input[name="{name}"]')
            steps = options.index(values[0])
            self.press("ArrowDown", steps) if steps else self.press("Space")
            return
        for value in sorted(values, key=options.index):
            self.tab_to(f'input[name="{name}"][value="{value}"]')
            self.press("Space")
