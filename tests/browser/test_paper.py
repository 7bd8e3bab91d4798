"""What comes out of the printer: each blank on one sheet, lessons with their words explained, a module with its pictures."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_context
from tests.browser.site import Site
from training.tools.toolbox import Toolbox

pytestmark = pytest.mark.browser

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")
LYING, STANDING = (842, 595), (595, 842)
"""A4 in points, wide and high."""


def printed(page: Page, address: str) -> bytes:
    """The page as its own rules for paper want it, as PDF."""
    page.goto(address)
    return page.pdf(prefer_css_page_size=True)


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of the PDF's pages, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return {(round(float(width)), round(float(height))) for width, height in boxes}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_blank_comes_on_one_sheet_of_its_own_shape(chromium: Browser, site: Site, language: str) -> None:
    toolbox: Toolbox = site.app.extensions["metodstod_toolbox"]
    context = new_context(chromium, site, "new-hire", width=1280, language=language)
    page, wrong = context.new_page(), []
    for tool in toolbox.tools(language):
        pdf = printed(page, f"{tool.address}/blank")
        shape = LYING if tool.blank.is_landscape else STANDING
        if len(PAGE_OF_PDF.findall(pdf)) != 1 or sizes(pdf) != {shape}:
            wrong.append(f"{tool.id}: {len(PAGE_OF_PDF.findall(pdf))} sheets, {sizes(pdf)}")
    context.close()
    assert wrong == []


def test_a_blank_shows_nothing_of_the_site_on_paper(chromium: Browser, site: Site) -> None:
    context = new_context(chromium, site, "new-hire", width=1280, language="sv")
    page = context.new_page()
    page.goto("/tools/three-houses/blank")
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('.top, .foot, .places, .not-in-print, .ribbon')]"
        ".filter((one) => one.checkVisibility()).map((one) => one.className)"
    )
    context.close()
    assert shown == []


def test_the_words_that_a_lesson_explains_come_after_it_on_paper(chromium: Browser, site: Site) -> None:
    context = new_context(chromium, site, "new-hire", width=1280, language="sv")
    page = context.new_page()
    page.goto(f"/{site.step('lesson', 7).key}")
    cards = page.locator(".term-card")
    assert cards.count() > 0
    assert not cards.first.is_visible()
    page.emulate_media(media="print")
    assert all(cards.nth(number).is_visible() for number in range(cards.count()))
    context.close()


def test_a_module_prints_with_every_picture(chromium: Browser, site: Site) -> None:
    context = new_context(chromium, site, "new-hire", width=1280, language="sv")
    page = context.new_page()
    page.goto(f"/print/{site.course.modules[2].key}")
    page.emulate_media(media="print")
    pictures = page.locator(".printed-module img")
    assert pictures.count() > 0
    assert page.evaluate(
        "[...document.images].every((one) => one.loading !== 'lazy' && one.complete && one.naturalWidth)"
    )
    context.close()
