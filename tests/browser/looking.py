"""What every page has to have, seen with a browser's eyes."""

from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
REFUSALS = (400, 401, 403, 404, 422)
"""Chromium notes every such answer in the console, also when the page that comes with it says what to do."""

RUN_AXE = """async ([kind, values]) => {
  const options = {
    runOnly: {type: kind, values}, resultTypes: ["violations"], preload: false, iframes: false, elementRef: false,
  };
  const found = await axe.run(document, options);
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)} (${node.failureSummary})`));
}"""
# Empty when the page fits; else what sticks out, so that the message says where to look.
WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  const scrolls = (one) => one && (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  return [document.documentElement.scrollWidth + " px", ...[...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 0.5 && !scrolls(one.parentElement))
    .map((one) => one.outerHTML.slice(0, 120))];
}"""
SKIP_LINK_SHOWS = """() => {
  const link = document.activeElement;
  const look = getComputedStyle(link);
  const box = link.getBoundingClientRect();
  return link.matches(".skip-link") && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
    && look.clipPath === "none" && box.width > 0 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth;
}"""
# A page that shows work under way would reload while it is looked at.
NOTE_VIOLATIONS = """
const later = window.setTimeout;
window.setTimeout = (run, wait, ...more) => (String(run).includes("reload") ? 0 : later(run, wait, ...more));
window.brokenPolicies = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.brokenPolicies.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
});
"""


def violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds on a watched page as it stands; by our tags, or by a few rules."""
    found: list[str] = page.evaluate(RUN_AXE, ["rule", rules] if rules else ["tag", TAGS])
    return found


def sticks_out(page: Page) -> list[str]:
    """What makes the page wider than the screen."""
    found: list[str] = page.evaluate(WIDER_THAN_THE_SCREEN)
    return found


def skip_link_shows(page: Page) -> bool:
    """Whether the first Tab of a page that was just opened shows the skip link with a ring; lets go of it again."""
    page.keyboard.press("Tab")
    shows = bool(page.evaluate(SKIP_LINK_SHOWS))
    page.evaluate("document.activeElement.blur()")  # it lies over the site's name while it shows
    return shows


class Watch:
    """What the browser complains of on a page: errors of scripts, of loading, and broken policies."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._complaints: list[str] = []
        page.add_init_script(NOTE_VIOLATIONS)
        page.add_init_script(path=AXE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        is_refusal = any(f"status of {status}" in message.text for status in REFUSALS)
        if message.type in {"error", "warning"} and not is_refusal:
            self._complaints.append(f"{message.type}: {message.text}")

    def complaints(self) -> list[str]:
        """What was complained of since the last time this was asked."""
        found, self._complaints = self._complaints, []
        return found + list(self.page.evaluate("window.brokenPolicies ?? []"))
