"""The pages of handing in and of the second reader, as plain forms."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from core import clock
from fidelity.reviews.rounds.models import DrawnProcess, RoundState, SampleSource
from fidelity.reviews.samples.models import Erasure, MarkedPlace, Sample, SampleState
from fidelity.reviews.samples.rules import LONGEST_PART
from fidelity.tool_use.service import Opening, open_process
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.samples.desk import CLEAN, Desk, Form, form_of, press, shown
from tests.training.town import statements

pytestmark = on_one_database

NAMED = {
    "text:mapping": "Kalle Svensson, sju år, har somnat i hallen. Kalles mamma Jessica ringde på 070-174 06 05.",
    "text:child": "Sen ritade Kalle ett hus. Farmor stod i dörren.",
}
WRITTEN = {"step": "investigation", **NAMED}
CLEARED = {"step": "investigation", **{f"text:{part}": text for part, text in CLEAN.items()}}
RETURN, STOP, ERASE = "return_because", "stop_because", "erase_is_sure"


@pytest.fixture
def own_browser(open_desk: Desk) -> PageClient:
    """Somebody who hands in, without a second factor."""
    return open_desk.browser("uploader", second_factor=False)


def start(client: PageClient, desk: Desk) -> Form:
    """The form of a new sample as it is opened."""
    return form_of(client.page(desk.new))


def text_of(page: BeautifulSoup) -> str:
    """What a rater would read."""
    return " ".join(one.text for one in page.select(".sample-text"))


def chosen(page: BeautifulSoup) -> dict[str, str]:
    """By what was found, what its select shows."""
    return {
        str(one["value"]): str((select.select_one("option[selected]") or select.select_one("option"))["value"])
        for one, select in zip(page.select(".found-detail input"), page.select("select[name=answer]"), strict=True)
    }


def resolve(client: PageClient, desk: Desk, form: Form, **answers: str) -> tuple[BeautifulSoup, Form]:
    """Look, then choose as suggested but for `answers`; the page that comes, with its form."""
    page = shown(press(client, desk.new, form, "look"))
    sent = form_of(page)
    about = [str(one["value"]) for one in page.select("input[name=about]")]
    given = [answers.get(key.replace(" ", "_"), str(one)) for key, one in zip(about, sent["answer"], strict=True)]  # type: ignore[call-overload]
    page = shown(press(client, desk.new, sent | {"answer": given}, "resolve"))
    return page, form_of(page)


# --- Handing in


def test_from_boxes_to_a_sample_that_waits(open_desk: Desk, own_browser: PageClient) -> None:
    page, form = resolve(
        own_browser,
        open_desk,
        start(own_browser, open_desk) | WRITTEN,
        sju_år="replace [ÅLDER]",
        kalle="replace [BARN 1]",
    )
    assert "[BARN 1]s mamma [PERSON 2] ringde på [TELEFON]." in text_of(page)
    assert "[PERSON 1], [ÅLDER], har somnat" in text_of(page)
    unread = shown(press(own_browser, open_desk.new, form, "hand-in"), 422)
    assert unread.select_one("#attested[aria-invalid=true]") is not None
    assert open_desk.samples() == []
    answer = press(own_browser, open_desk.new, form, "hand-in", attested="yes")
    assert (answer.status_code, answer.location) == (303, "/reviews/samples")
    (sample,) = open_desk.samples()
    assert sample.state == SampleState.WAITING
    assert open_desk.texts(sample.id)["child"] == "Sen ritade [BARN 1] ett hus. Farmor stod i dörren."
    assert press(own_browser, open_desk.new, form, "hand-in", attested="yes").status_code == 303
    assert len(open_desk.samples()) == 1


def test_what_has_to_be_thought_about_is_not_chosen_beforehand_and_what_is_sure_can_only_be_replaced(
    open_desk: Desk, own_browser: PageClient
) -> None:
    page = shown(press(own_browser, open_desk.new, start(own_browser, open_desk) | WRITTEN, "look"))
    first = chosen(page)
    assert first["kalle svensson"] == first["kalle"] == "replace [PERSON 1]"
    assert first["sju år"] == ""
    number = next(one for one in page.select(".found-detail") if "070-174" in one.text)
    assert not number.select("option[value^=keep]")
    marked = {one.text for one in page.select(".sample-text mark")}
    assert {"Kalle Svensson", "Kalles", "Kalle", "sju år", "070-174 06 05"} <= marked
    late = shown(press(own_browser, open_desk.new, form_of(page), "resolve"), 422)
    assert [words(one) for one in late.select(".error-summary li")] == ["”sju år” är inte löst än."]


def test_no_press_but_the_last_stores_anything_or_leaves_a_trace(open_desk: Desk, own_browser: PageClient) -> None:
    page, form = resolve(own_browser, open_desk, start(own_browser, open_desk) | WRITTEN, sju_år="keep tells-nothing")
    for intent in ("write", "look", "resolve", "reconsider", "hand-in"):
        answer = press(own_browser, open_desk.new, form, intent)
        assert answer.headers.get("Location") is None
        assert "Kalle Svensson" in answer.text, "everything typed comes back"
    assert open_desk.samples() == []
    with own_browser.session_transaction() as cookie:
        assert "Kalle" not in str(dict(cookie))
    assert "Behållet med flit" in words(page)


def test_what_was_decided_can_be_changed_until_it_is_handed_in(open_desk: Desk, own_browser: PageClient) -> None:
    _page, form = resolve(own_browser, open_desk, start(own_browser, open_desk) | WRITTEN, sju_år="keep tells-nothing")
    again = shown(press(own_browser, open_desk.new, form, "reconsider"))
    assert chosen(again)["sju år"] == "keep tells-nothing"
    sent = form_of(again)
    changed = ["replace [ÅLDER]" if one.startswith("keep") else one for one in sent["answer"]]  # type: ignore[union-attr]
    page = shown(press(own_browser, open_desk.new, sent | {"answer": changed}, "resolve"))
    assert "[ÅLDER]" in text_of(page)


def test_words_that_the_screen_missed_are_replaced_too(open_desk: Desk, own_browser: PageClient) -> None:
    written = start(own_browser, open_desk) | CLEARED | {"text:child": "Farmor i fyrhuset sa det."}
    form = form_of(shown(press(own_browser, open_desk.new, written, "look")))
    missing = shown(press(own_browser, open_desk.new, form | {"own": "väderkvarnen"}, "resolve"), 422)
    assert missing.select_one("#own[aria-invalid=true]") is not None
    undecided = shown(press(own_browser, open_desk.new, form | {"own": "fyrhuset"}, "resolve"), 422)
    assert list(chosen(undecided).values()) == [""]
    page = shown(
        press(own_browser, open_desk.new, form | {"own": "fyrhuset", "own-answer": "replace [BOENDE]"}, "resolve")
    )
    assert "Farmor i [BOENDE] sa det." in text_of(page)
    answer = press(own_browser, open_desk.new, form_of(page), "hand-in", attested="yes")
    assert answer.status_code == 303
    assert open_desk.texts(open_desk.samples()[0].id)["child"] == "Farmor i [BOENDE] sa det."


def test_a_forged_form_keeps_nothing_that_is_not_settled(open_desk: Desk, own_browser: PageClient) -> None:
    form = start(own_browser, open_desk) | WRITTEN
    for answers in ({}, {"about": ["0701740605", "kalle"], "answer": ["keep needed", "replace Kalle"]}):
        answer = press(own_browser, open_desk.new, form | answers, "hand-in", attested="yes")
        assert answer.status_code == 422
    assert open_desk.samples() == []


def test_boxes_say_what_is_to_be_mended_and_keep_what_was_typed(open_desk: Desk, own_browser: PageClient) -> None:
    long = "Vi pratade. " * (LONGEST_PART // 12 + 1)
    page = shown(press(own_browser, open_desk.new, start(own_browser, open_desk) | {"text:mapping": long}, "look"), 422)
    told = [words(one) for one in page.select(".error-summary li")]
    assert told == [
        "Välj hur långt arbetet hade kommit.",
        f"”Kartläggningen” är {len(long.strip()) - LONGEST_PART} tecken för långt. Behåll det som visar hur arbetet gjordes.",
        "Skriv eller klistra in text i minst 2 av delarna: en enda är för lite att bedöma.",
    ]
    assert len(form_of(page)["text:mapping"][0]) == len(long.strip())  # type: ignore[index]


def test_no_page_lets_the_browser_keep_what_is_written(open_desk: Desk, own_browser: PageClient) -> None:
    for intent in ("write", "look"):
        page = shown(press(own_browser, open_desk.new, start(own_browser, open_desk) | WRITTEN, intent))
        form = page.select_one("form[data-unsaved]")
        assert form is not None
        assert form["autocomplete"] == "off"
        boxes = form.select("textarea, select, input[type=text]")
        assert boxes and all(box["autocomplete"] == "off" for box in boxes)
        assert all(box["spellcheck"] == "false" and box["translate"] == "no" for box in form.select("textarea"))
        scripts = {str(one["src"]).rpartition("/")[2].partition("?")[0] for one in page.select("script[src]")}
        assert scripts == {"htmx.min.js", "app.js", "sample.js"}, "no script that saves what is typed"


# --- Files


def sent_file(client: PageClient, desk: Desk, content: bytes, name: str, **fields: str) -> object:
    form = start(client, desk) | fields | {"file": (io.BytesIO(content), name)}
    return press(client, desk.new, form, "write")


def test_a_files_text_is_put_into_the_boxes_by_its_headings(open_desk: Desk, own_browser: PageClient) -> None:
    text = "Kartläggning\nOron är stor.\n\n3. Barnets röst:\nJag vill till farmor.\n"
    answer = sent_file(own_browser, open_desk, text.encode(), "utdrag.txt", **{"text:child": "Redan skrivet."})
    form = form_of(shown(answer))  # type: ignore[arg-type]
    assert form["text:mapping"] == ["Oron är stor."]
    assert form["text:child"] == ["Redan skrivet.\n\nJag vill till farmor."]


def test_a_file_without_headings_is_in_the_first_box_and_one_that_cannot_be_read_says_why(
    open_desk: Desk, own_browser: PageClient
) -> None:
    page = shown(sent_file(own_browser, open_desk, b"Allt i ett.", "utdrag.txt"))  # type: ignore[arg-type]
    assert form_of(page)["text:mapping"] == ["Allt i ett."]
    assert "Flytta varje stycke till sin ruta" in words(page)
    refused = checked(sent_file(own_browser, open_desk, b"GIF89a", "bild.gif", **NAMED), 422)  # type: ignore[arg-type]
    assert refused.select_one("#file-error") is not None
    assert form_of(refused)["text:child"] == [NAMED["text:child"]]


# --- Drawn processes


def draw(desk: Desk, *units: int) -> list[int]:
    """Draw a process of each of these units for the round."""
    ids = []
    with desk.database.transaction() as session:
        for place, unit in enumerate(units):
            opening = Opening(desk.place.municipality, unit, "investigation", clock.today())
            process = open_process(session, opening, actor=desk.actor("uploader"), now=clock.now())
            ids.append(process.id)
            own = {"municipality_id": desk.place.municipality, "round_id": desk.round_id}
            session.add(DrawnProcess(**own, unit_id=unit, process_id=process.id, place=place))
    desk.set_round(source=SampleSource.PROCESSES)
    return ids


def test_where_processes_are_drawn_one_of_the_units_own_is_chosen_once(
    open_desk: Desk, own_browser: PageClient
) -> None:
    unit, other = open_desk.place.units[:2]
    first, second, elsewhere = draw(open_desk, unit, unit, other)
    page = own_browser.page(open_desk.new)
    assert [one["value"] for one in page.select("#process option")] == ["", str(first), str(second)]
    form = form_of(page) | CLEARED
    for wrong in ("", str(elsewhere), "x"):
        refused = shown(press(own_browser, open_desk.new, form | {"process": wrong}, "hand-in", attested="yes"), 422)
        assert refused.select_one("#process[aria-invalid=true]") is not None
    for _ in range(2):
        assert (
            press(own_browser, open_desk.new, form | {"process": str(first)}, "hand-in", attested="yes").status_code
            == 303
        )
    assert [one.process_id for one in open_desk.samples()] == [first]
    colleague = open_desk.browser("colleague")
    page = colleague.page(open_desk.new)
    assert [one["value"] for one in page.select("#process option")] == ["", str(second)]
    late = form_of(page) | CLEARED | {"process": str(first)}
    told = shown(press(colleague, open_desk.new, late, "hand-in", attested="yes"), 409)
    assert "En kollega har redan lämnat in" in words(told)
    assert len(open_desk.samples()) == 1


def test_a_drawn_process_that_cannot_be_handed_in_makes_room_for_the_next(
    open_desk: Desk, own_browser: PageClient
) -> None:
    unit, other = open_desk.place.units[:2]
    *own, elsewhere = draw(open_desk, *([unit] * 7), other)
    address = f"/reviews/rounds/{open_desk.round_id}/processes"
    page = own_browser.page(address)
    assert [int(str(one["value"])) for one in page.select("input[name=drawn]")] == own[:6]
    for wrong in (
        {"drawn": own[0]},
        {"drawn": elsewhere, "because": "not-in-file"},
        {"drawn": own[0], "because": "x"},
    ):
        checked(own_browser.send(address, wrong), 422)
    assert own_browser.send(address, {"drawn": own[0], "because": "not-in-file"}).status_code == 303
    page = own_browser.page(address)
    assert [int(str(one["value"])) for one in page.select("input[name=drawn]")] == own[1:]
    assert "Det finns för lite i akten" in words(page)
    open_desk.set_round(state=RoundState.RATING)
    checked(own_browser.send(address, {"drawn": own[1], "because": "not-in-file"}), 409)
    assert open_desk.browser("reader").get(address).status_code == 404
    assert len(open_desk.logged("process-set-aside")) == 1


# --- Who may come here


def test_only_the_rounds_units_hand_in_and_only_while_it_collects(open_desk: Desk, own_browser: PageClient) -> None:
    form = start(own_browser, open_desk) | CLEARED
    reader = open_desk.browser("reader")
    assert reader.get(open_desk.new).status_code == 404
    assert press(reader, open_desk.new, form, "hand-in", attested="yes").status_code == 404
    world = reader.world
    for name in ("learner", "foreign"):
        assert reader.sign_in(world.people[name]).get(open_desk.new).status_code == 404
    open_desk.browser("uploader")
    open_desk.set_round(state=RoundState.RATING)
    checked(own_browser.get(open_desk.new), 409)
    page = shown(press(own_browser, open_desk.new, form, "hand-in", attested="yes"), 409)
    assert form_of(page)["text:child"] == [CLEARED["text:child"]], "what was written is still there"
    open_desk.set_round(state=RoundState.PLANNED)
    assert own_browser.get(open_desk.new).status_code == 404
    assert open_desk.samples() == []


def test_reading_asks_for_a_second_factor_and_handing_in_does_not(open_desk: Desk, own_browser: PageClient) -> None:
    sample_id = open_desk.handed_in()
    assert own_browser.get(f"/reviews/samples/{sample_id}").location.startswith("/account/second-factor")
    reader = open_desk.browser("reader", second_factor=False)
    for path in ("", f"/{sample_id}"):
        assert reader.get(f"/reviews/samples/to-release{path}").location.startswith("/account/second-factor")
    assert open_desk.logged("sample-read") == []


def test_another_persons_sample_is_nobodys_page(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    for name in ("colleague", "neighbour", "near-reader", "reader", "rater"):
        client = open_desk.browser(name)
        assert client.get(f"/reviews/samples/{sample_id}").status_code == 404
        assert client.send(f"/reviews/samples/{sample_id}/take-back").status_code == 404
        assert (
            press(client, f"/reviews/samples/{sample_id}", dict(CLEARED), "hand-in", attested="yes").status_code == 404
        )
    for name, status in (("uploader", 403), ("colleague", 403), ("near-reader", 404), ("reader", 200)):
        client = open_desk.browser(name)
        assert client.get(f"/reviews/samples/to-release/{sample_id}").status_code == status
    for name, status in (("uploader", 403), ("near-reader", 404)):
        client = open_desk.browser(name)
        for action in ("release", "return", "stop", "erase"):
            sent = {RETURN: "identifies", STOP: "rare", ERASE: "y", "revision": "1"}
            assert client.send(f"/reviews/samples/to-release/{sample_id}/{action}", sent).status_code == status
    assert open_desk.sample(sample_id).state == SampleState.WAITING


# --- The lists


def test_the_lists_show_what_is_asked_for_what_is_ones_own_and_what_waits(open_desk: Desk) -> None:
    waiting, released = open_desk.handed_in(), open_desk.released()
    page = open_desk.browser("uploader").page("/reviews/samples")
    assert [one["href"] for one in page.select(".picks a")] == [f"/reviews/samples/{waiting}"]
    assert "6 utdrag önskas · 2 är inlämnade · 1 av dem är frisläppt" in words(page)
    assert f"/reviews/samples/{released}" not in str(page)
    assert "4 utdrag till efterfrågas från Enhet 0" in words(open_desk.browser("colleague").page("/"))
    assert not open_desk.browser("colleague").page("/reviews/samples").select(".picks a")
    desk = open_desk.browser("reader").page("/reviews/samples/to-release")
    assert [one["href"] for one in desk.select(".picks a")] == [f"/reviews/samples/to-release/{waiting}"]
    assert not open_desk.browser("near-reader").page("/reviews/samples/to-release").select(".picks a")
    assert "1 utdrag väntar på att läsas och frisläppas" in words(open_desk.browser("reader").page("/"))
    open_desk.set_round(state=RoundState.RATING)
    assert not open_desk.browser("reader").page("/reviews/samples/to-release").select(".picks a")


def test_a_list_takes_few_statements_whatever_there_is(open_desk: Desk) -> None:
    counts = []
    for _ in range(2):
        client = open_desk.browser("uploader")
        with statements(open_desk.database) as sent:
            client.page("/reviews/samples")
        counts.append(len(sent))
        for _ in range(3):
            open_desk.handed_in()
    assert counts[0] == counts[1] <= 8


# --- The second reader


def released_page(desk: Desk, sample_id: int) -> tuple[PageClient, str, BeautifulSoup]:
    client, address = desk.browser("reader"), f"/reviews/samples/to-release/{sample_id}"
    return client, address, client.page(address)


def test_the_second_reader_sees_what_was_kept_and_releases_once(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in(kept={"alvar": "ordinary-word"}, child="Alvar sa att det var tyst.")
    client, address, page = released_page(open_desk, sample_id)
    assert [one.text for one in page.select(".sample-text mark")] == ["Alvar"]
    assert "Enhet 0" not in words(page) and "Uploader" not in words(page)
    form = form_of(page, "form[action$='/release']")
    for _ in range(2):
        assert client.send(f"{address}/release", form).status_code == 303
    assert open_desk.sample(sample_id).state == SampleState.RELEASED
    assert client.get(address).status_code == 404


def test_a_sample_is_returned_with_its_reason_and_marks_and_mended(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    client, address, page = released_page(open_desk, sample_id)
    form = form_of(page, "form[action$='/return']")
    refused = checked(client.send(f"{address}/return", form), 422)
    assert refused.select_one(".error-summary a[href='#return_because-0']") is not None
    mark = next(str(one["value"]) for one in page.select("input[name=place]") if "Farmor" in str(one.parent))
    for _ in range(2):
        assert (
            client.send(
                f"{address}/return", form | {RETURN: "wrong-part", "place": [mark, "child:0:3", "x"]}
            ).status_code
            == 303
        )
    own, mine = open_desk.browser("uploader"), f"/reviews/samples/{sample_id}"
    assert "Text står i fel del" in words(own.page("/")) + words(own.page("/reviews/samples"))
    page = own.page(mine)
    assert [one.text for one in page.select("blockquote")] == ["Farmor stod i dörren."]
    form = form_of(page) | {"text:child": "Barnet ritade sin farmor."}
    faulty = shown(press(own, mine, form | {"text:mapping": ""}, "look"), 422)
    assert [one.text for one in faulty.select("blockquote")] == ["Farmor stod i dörren."]
    preview = form_of(shown(press(own, mine, form, "look")))
    for _ in range(2):
        assert press(own, mine, preview, "hand-in", attested="yes").status_code == 303
    assert open_desk.sample(sample_id).state == SampleState.WAITING
    assert open_desk.texts(sample_id)["child"] == "Barnet ritade sin farmor."
    other_tab = shown(press(own, mine, preview | {"text:child": "En annan flik."}, "hand-in", attested="yes"), 409)
    assert form_of(other_tab)["text:child"] == ["En annan flik."]
    assert open_desk.texts(sample_id)["child"] == "Barnet ritade sin farmor."


def test_a_waiting_sample_is_taken_back_by_its_uploader(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    client = open_desk.browser("uploader")
    page = client.page(f"/reviews/samples/{sample_id}")
    assert "Farmor stod i dörren." in text_of(page)
    for _ in range(2):
        assert client.send(f"/reviews/samples/{sample_id}/take-back").location == f"/reviews/samples/{sample_id}"
    assert form_of(client.page(f"/reviews/samples/{sample_id}"))["text:child"] == [CLEARED["text:child"]]
    assert not open_desk.browser("reader").page("/reviews/samples/to-release").select(".picks a")


def test_a_release_of_what_has_changed_since_it_was_read_is_refused(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    client, address, page = released_page(open_desk, sample_id)
    form = form_of(page, "form[action$='/release']")
    with open_desk.database.transaction() as session:
        session.get_one(Sample, sample_id).revision = 3
    checked(client.send(f"{address}/release", form), 409)
    assert open_desk.sample(sample_id).state == SampleState.WAITING


def test_a_sample_is_stopped_and_erased_with_a_protocol(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    client, address, page = released_page(open_desk, sample_id)
    checked(client.send(f"{address}/stop", form_of(page, "form[action$='/stop']")), 422)
    assert client.send(f"{address}/stop", form_of(page, "form[action$='/stop']") | {STOP: "rare"}).status_code == 303
    own = open_desk.browser("uploader")
    assert own.get(f"/reviews/samples/{sample_id}").status_code == 404
    client, address, page = released_page(open_desk, sample_id)
    form = form_of(page, "form[action$='/erase']")
    checked(client.send(f"{address}/erase", form), 422)
    for _ in range(2):
        assert client.send(f"{address}/erase", form | {ERASE: "y"}).status_code == 303
    assert open_desk.texts(sample_id) == {}
    with open_desk.looking() as session:
        assert [one.because for one in session.scalars(select(Erasure))] == ["identifies"]
        assert session.scalars(select(MarkedPlace)).all() == []


def test_what_was_interrupted_by_a_sign_out_is_carried_in_the_page(open_desk: Desk, own_browser: PageClient) -> None:
    form = start(own_browser, open_desk) | WRITTEN
    token = own_browser.csrf_token()
    with own_browser.session_transaction() as cookie:
        cookie.pop("token")
    answer = own_browser.post(
        open_desk.new,
        data={**form, "intent": "look", "csrf_token": token, "file": (io.BytesIO(b""), "")},
        content_type="multipart/form-data",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 401
    carried = BeautifulSoup(answer.text, "html.parser").select("input[name='kept:text:child']")
    assert carried and carried[0]["value"] == NAMED["text:child"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_english_pages_are_english(open_desk: Desk, own_browser: PageClient) -> None:
    page = BeautifulSoup(own_browser.get(open_desk.new, headers={"Accept-Language": "en"}).text, "html.parser")
    assert re.search("Nothing is saved until you hand it in", words(page))
