"""The pages of the instruments: for everybody, with everything that a criterion says."""

from pathlib import Path

from flask_babel import force_locale

from fidelity.reviews.answers import GateAnswer, NoLevel, answer_name
from fidelity.reviews.parts import SamplePart, part_name
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.instruments.small import SECOND, content, instruments

pytestmark = on_one_database
ADDRESS = "/reviews/instruments/case-file"


def test_a_learner_finds_the_instrument_under_review(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    (place,) = [link for link in client.page("/").select(".places a") if "Granska" in words(link)]
    (door,) = [
        link for link in client.page(str(place["href"])).select("main a") if link["href"] == "/reviews/instruments"
    ]
    page = client.page(str(door["href"]))
    assert [link["href"] for link in page.select(".tool-list a")] == [ADDRESS]
    assert page.select_one(".places a[aria-current]")


def test_the_page_says_that_it_is_a_draft_and_shows_every_level(client: PageClient) -> None:
    page = client.sign_in(client.world.people["learner"]).page(ADDRESS)
    assert "Ett utkast, inget officiellt instrument" in words(page)
    assert len(page.select("section.criterion")) == 14
    for criterion in page.select("section.criterion"):
        assert [words(one) for one in criterion.select(".level-number")] == ["0", "1", "2", "3", "4"]
    assert [words(one) for one in page.select(".gates h3 .code")] == ["S1", "S2"]
    assert page.select(".gates .levels") == []
    assert "Gäller i de här stegen" in words(page.select_one("section:has(> #criterion-d2)"))
    assert "Gäller i de här stegen" not in words(page.select_one("section:has(> #criterion-d1)"))


def test_what_teaches_a_criterion_can_be_opened(client: PageClient) -> None:
    page = client.sign_in(client.world.people["learner"]).page(ADDRESS)
    links = {str(link["href"]) for link in page.select(".taught-by a")}
    assert len(links) > 30
    for link in sorted(links):
        assert client.get(link).status_code == 200, link
    assert {str(link["href"]) for link in page.select(".criteria-list a")} == {
        f"#{heading['id']}" for heading in page.select("section.criterion h3")
    }


def test_the_page_is_in_both_languages(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    assert words(client.page(ADDRESS).h1) == "Aktgranskning"
    client.send("/language", {"language": "en", "back": "/"})
    page = client.page(ADDRESS)
    assert words(page.h1) == "Case file review"
    assert "A draft, no official instrument" in words(page)


def test_another_instrument_has_the_same_page(client: PageClient, tmp_path: Path) -> None:
    client.sign_in(client.world.people["coach"])
    client.application.extensions["metodstod_instruments"] = instruments(
        content(tmp_path, swedish=SECOND, english=None)
    )
    page = client.page("/reviews/instruments/supervision")
    assert "4 kriterier, nivå 0 till 3." in words(page)
    assert "Tystnad räknas på ett nytt sätt." in words(page)
    assert "Betyder detsamma sedan version 1." in words(page.select_one("section:has(> #criterion-first-contact)"))
    assert len(page.select("section.criterion")) == 4
    assert client.page(ADDRESS, status=404)


def test_a_link_in_a_text_leads_to_the_page(client: PageClient) -> None:
    answer = client.sign_in(client.world.people["learner"]).get("/instruments/case-file")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(ADDRESS)


def test_nobody_who_is_not_signed_in_reads_it(client: PageClient) -> None:
    assert "/sign-in" in client.get(ADDRESS).headers["Location"]


def test_parts_and_answers_have_names_in_swedish(client: PageClient) -> None:
    with client.application.test_request_context("/"), force_locale("sv"):
        assert [part_name(one) for one in SamplePart] == [
            "Kartläggningen",
            "Faror och mål",
            "Barnets röst",
            "Nätverk och plan",
            "Arbetets gång",
        ]
        assert [answer_name(one) for one in (*NoLevel, *GateAnswer)] == [
            "Ej bedömbar",
            "Ej tillämplig",
            "Ja",
            "Nej",
            "Ej aktuellt",
        ]
