"""The pages in a real browser: sound, keys, links, and what a phone shows."""

import os
import re
import socket
import subprocess
import urllib.request
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coach.access import OWNER
from coach.conversation.analysis import Analysis
from coach.conversation.findings import Criterion, Dynamics, Opportunity, Score, State
from coach.store.repository import Store
from coach.ui.launch import command
from tests import sounds
from tests.builders import a_call, a_finding, an_analysis

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PLACE = "() => window.heard.currentTime"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}"),
]


def a_heard_call(folder, name):
    """Return the analysis of a call of 16 s, a turn every two, with its recording."""
    lines = [
        "A: Hello, how can I help?",
        "C: <script>alert(1)</script> My router died and I'm really upset.",
        "A: I'm so sorry, that is upsetting.",
        *["C: Right.", "A: Yes."] * 2,
        "C: Bye.",
    ]
    call = a_call(*lines, seconds_each=1.5, gap=0.5, id=name, agent="dana", team="billing")
    sound = [sounds.noise(16, seed=seed) for seed in (1, 2)]
    call = replace(call, media=sounds.write_wav(folder / f"{name}.wav", *sound))
    upset = a_finding(call, 1, "distress", "I'm really upset")
    sorry = a_finding(call, 2, "apologise", "I'm so sorry")
    feeling = a_finding(call, 2, "acknowledge_feeling", "sorry, that is upsetting")
    met = Opportunity(Criterion.EMPATHY, "feeling", upset, State.MET, (sorry, feeling), 2)
    scores = (Score(Criterion.EMPATHY, 1, 1),)
    return Analysis(call, (upset, sorry, feeling), (met,), scores, Dynamics(), "care 1 abc")


def a_call_with_labels_twice():
    """Return the analysis of a call in which two labels stand at two places of a turn each."""
    call = a_call("C: It is slow. It drops, too.", "A: A new fan, today. A new cable, today.",
                  id="twice", agent="dana", team="billing")  # fmt: skip
    first, second = (a_finding(call, 0, "problem", words) for words in ("It is slow", "It drops"))
    fan, cable = (a_finding(call, 1, "commit", words) for words in ("A new fan", "A new cable"))
    met = Opportunity(Criterion.RELATIONSHIP, "kept", first, State.MET, (fan, cable), 1)
    found = (first, second, fan, cable)
    return Analysis(call, found, (met,), (Score(Criterion.RELATIONSHIP, 1, 1),), Dynamics(), "c 1")


def fill(folder):
    url = f"sqlite:///{folder}/coach.db"
    store = Store.open(url)
    calm = an_analysis(id="p1", agent="priya", team="t")
    for analysis in (a_heard_call(folder, "heard"), a_call_with_labels_twice(), calm):
        name = analysis.conversation.id
        store.save(OWNER, analysis, source=name, fingerprint=name)
    store.close()
    return url


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of the app, started as `coach app` starts it, from another folder."""
    folder = tmp_path_factory.mktemp("app")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {"COACH_DB": fill(folder), "COACH_CACHE": str(folder / "cache")}
    started = subprocess.Popen(
        [*command(port), "--server.headless=true"],
        cwd=folder,
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"http://127.0.0.1:{port}"
    started.terminate()
    started.wait(timeout=20)


@pytest.fixture(scope="module")
def browser(address):
    """One context for all tests: what was loaded once is not loaded again."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = opened.new_context()
        context.add_init_script(
            "const play = HTMLMediaElement.prototype.play;"
            "HTMLMediaElement.prototype.play = function () {"
            "  window.heard = this; return play.call(this); };"
        )
        wait_for(context, address)
        yield context
        opened.close()


def wait_for(browser, address):
    """Return once the server answers."""
    page = browser.new_page()
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            break
        except OSError:
            page.wait_for_timeout(250)
    page.close()


@pytest.fixture(scope="module")
def watched(browser, address):
    """Lists of requests to other hosts and of errors of scripts, over all pages."""
    strangers, errors = [], []

    def asked(request):
        if not request.url.startswith((address, "data:", "blob:")):
            strangers.append(request.url)

    def watch(page):
        page.set_default_timeout(60_000)
        page.on("request", asked)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message) or dialog.dismiss())

    browser.on("page", watch)
    return strangers, errors


@pytest.fixture(scope="module")
def kept():
    """Pages by their path: what a test leaves where it was, the next one need not load."""
    return {}


@pytest.fixture
def open_page(browser, address, watched, kept):
    """Open a path; requests to other hosts and errors of scripts fail the test."""

    def open_at(path, *, width=1280, height=900):
        page = kept.setdefault(path, None) or browser.new_page()
        kept[path] = page
        page.set_viewport_size({"width": width, "height": height})
        if page.url != f"{address}{path}":
            page.goto(f"{address}{path}")
        return page

    yield open_at
    assert watched == ([], [])


def at(page, seconds):
    """Wait until what is heard has come to a place."""
    page.wait_for_function(f"() => window.heard && window.heard.currentTime >= {seconds}")


def test_a_click_on_a_turn_plays_from_there_and_the_highlight_follows(open_page):
    page = open_page("/conversation?conversation=heard")
    page.locator("li.turn").nth(3).click()
    page.locator("li[aria-current=true][data-turn='3']").wait_for()
    assert 6 <= page.evaluate(PLACE) < 8
    page.locator("li[aria-current=true][data-turn='4']").wait_for()
    assert 7.9 <= page.evaluate(PLACE) < 10


def test_pausing_keeps_the_place_in_the_address_and_rebuilds_nothing(open_page):
    page = open_page("/conversation?conversation=heard&lang=en")
    page.locator("li.turn").nth(5).locator(".from").click()
    at(page, 10.1)
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"t=1[01]\.\d"))
    assert page.evaluate("() => window.heard.paused") is True
    assert page.evaluate("() => window.coachBuilds") == 1


def test_a_link_opens_at_its_place_and_keys_move_it(open_page):
    page = open_page("/conversation?conversation=heard&t=8")
    page.get_by_text("0:08 / 0:16").wait_for()
    page.locator("[role=slider]").press("ArrowRight")
    page.get_by_text("0:13 / 0:16").wait_for()
    page.locator("[role=slider]").press("p")
    at(page, 4)
    assert 4 <= page.evaluate(PLACE) < 6


def test_leaving_the_page_stops_the_sound(open_page):
    page = open_page("/conversation?conversation=heard")
    page.locator("li.turn").nth(2).click()
    at(page, 4.1)
    page.get_by_role("link", name="Clips").click()
    page.wait_for_function("() => window.heard.paused")
    page.wait_for_url("**/clips")


def test_markup_in_a_transcript_is_shown_and_overlapping_marks_are_both_drawn(open_page):
    page = open_page("/conversation?conversation=heard")
    page.locator("li.turn").nth(1).wait_for()
    assert "<script>alert(1)</script> My router" in page.locator("li.turn").nth(1).inner_text()
    pieces = page.locator("li.turn").nth(2).locator("mark")
    assert pieces.all_inner_texts() == ["I'm so ", "sorry", ", that is upsetting"]
    assert pieces.nth(1).get_attribute("title") == "Says sorry · Names the feeling"


def test_a_chip_tells_which_rule_found_it(open_page):
    page = open_page("/conversation?conversation=heard")
    page.locator("li.turn").nth(1).locator(".chip").click()
    told = page.locator(".explanation .by")
    assert (told.inner_text(), told.get_attribute("title")) == ("rule:test", "rule:test")


def test_a_label_at_two_places_of_a_turn_is_one_chip_that_tells_and_lights_both(open_page):
    page = open_page("/conversation?conversation=twice")
    chip = page.locator("li.turn").nth(0).locator(".chip")
    chip.wait_for()
    assert chip.locator("span").all_inner_texts()[:2] == ["Problem", "×2"]
    assert page.locator("li.turn").nth(0).locator(".doubt").count() == 1
    chip.click()
    assert page.locator(".explanation q").all_inner_texts() == ["It is slow", "It drops"]
    assert page.locator(".explanation .by").all_inner_texts() == ["rule:test"]
    assert page.locator("mark.lit").all_inner_texts() == ["It is slow", "It drops"]


def test_what_met_an_opportunity_twice_by_the_same_label_is_named_once_with_both_places(open_page):
    page = open_page("/conversation?conversation=twice")
    page.locator(".answered").wait_for()
    assert page.locator(".answered .label").all_inner_texts() == ["Commits to a step"]
    assert page.locator(".answer q").all_inner_texts() == ["A new fan", "A new cable"]


def test_a_button_beside_an_opportunity_disagrees_and_beside_a_finding_too(open_page):
    page = open_page("/conversation?conversation=p1")
    dialog = page.get_by_role("dialog")
    page.locator(".chance .doubt").nth(1).click()
    dialog.get_by_text("It was met").click()
    dialog.get_by_role("textbox").fill("I rang back.")
    dialog.get_by_role("button", name="Send").click()
    told = page.locator(".chance").nth(1).locator(".doubted")
    assert re.match(
        r"Marked as doubtful by owner on .*: It was met\. “I rang back\.”", told.inner_text()
    )
    page.locator(".chance .doubt").nth(1).click()
    dialog.get_by_role("button", name="Take back").click()
    told.wait_for(state="detached")
    page.locator("li.turn").nth(2).get_by_role("button", name="Disagree").click()
    dialog.get_by_text("Says sorry · “I'm sorry”").wait_for()
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="detached")
    page.wait_for_url(re.compile(r"conversation=p1$"))


def test_an_opportunity_leads_to_what_met_it(open_page):
    page = open_page("/conversation?conversation=heard")
    page.locator(".answer").first.click()
    page.locator("li[aria-current=true][data-turn='2']").wait_for()


def test_long_words_of_a_cue_stay_inside_the_list_of_opportunities(open_page):
    page = open_page("/conversation?conversation=heard")
    words = page.locator(".answer q").first
    words.evaluate("(quote) => { quote.textContent = 'and so it went on and on '.repeat(9); }")
    item = page.locator(".chance").first
    assert item.evaluate("(item) => item.scrollWidth <= item.clientWidth") is True


def test_a_clip_plays_its_stretch_and_opens_its_conversation(open_page):
    page = open_page("/clips")
    page.get_by_role("button", name="Play").first.click()
    at(page, 2)
    assert 2 <= page.evaluate(PLACE) < 6
    page.get_by_role("link", name="Open in conversation").first.click()
    page.wait_for_url(re.compile(r"conversation\?conversation=heard&t=2\.0"))


def test_a_click_on_a_line_of_the_chart_leads_to_the_agent(open_page):
    page = open_page("/")
    page.locator("[data-testid=stDataFrame]").first.wait_for()
    chart = page.locator("[data-testid=stVegaLiteChart] svg").first
    chart.click(position={"x": 250, "y": 36 + 18})
    page.wait_for_url(re.compile(r"agent\?agent=priya"))


def test_a_number_opens_its_evidence(open_page):
    page = open_page("/agent?agent=dana")
    page.locator("button.card").first.click()
    page.wait_for_url(re.compile("criterion=empathy"))
    page.get_by_text("Empathy: every opportunity").wait_for()


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/", "[data-testid=stDataFrame]"), ("/agent?agent=dana", "[data-testid=stDataFrame]"),
     ("/conversation?conversation=heard", "li.turn"), ("/clips", "article")],
    ids=["team", "agent", "conversation", "clips"],
)  # fmt: skip
def test_a_phone_scrolls_in_one_direction(open_page, path, shown):
    page = open_page(path, width=390, height=844)
    page.locator(shown).first.wait_for()
    widths = "e => [e.scrollWidth, e.clientWidth]"
    for frame in ("html", "[data-testid=stMain]"):
        needed, given = page.locator(frame).evaluate(widths)
        assert needed <= given


def test_the_address_of_the_first_page_leads_to_where_the_menu_marks_it(open_page):
    page = open_page("/team?lang=ja")
    page.get_by_role("heading", name="チーム").first.wait_for()
    page.wait_for_url(re.compile(r"/\?lang=ja$"))
    marked = page.locator("[data-testid='stSidebarNavLink'][aria-current='page']")
    assert marked.inner_text().endswith("チーム")
