"""Walk W3: a moderator reads the queue, publishes and rejects, by keyboard, by buttons and on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import devices
from tests.journeys.people import Citizen, Staff
from tests.journeys.town import Town

FACTS = "Der Text nennt den vollen Namen und die Telefonnummer eines Nachbarn."
NEIGHBOUR = (
    "Der Herr Mustermann aus der Ringstraße 99 (Tel. 030 23125 000) parkt jeden Tag den Radweg zu, der Idiot. "
    "Dem muss man mal das Auto abschleppen."
)
HARSH = (
    "Ihr kriegt ja wirklich gar nichts hin!! Am Hafen kommt meine Mutter mit dem Rollator seit Jahren nicht durch, "
    "das ist eine Zumutung. Macht endlich die Gehwege!"
)
Sign = Callable[..., Staff]


# Step 1: the queue


def test_the_queue_counts_what_waits_and_puts_the_overdue_first(staff: Sign, town: Town) -> None:
    late = town.receives_an_idea("Seit Tagen liegt dies hier.", title="Liegt lange", days_ago=9)
    town.receives_an_idea("Dies kam eben herein.", title="Kam eben")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    head = moderator.page.locator(".pane-head").filter(has_text="Warteschlange").first
    expect(head).to_contain_text(re.compile(r"\d+ offen"))
    expect(head).to_contain_text(re.compile(r"\d+ überfällig"))
    expect(head).to_contain_text(re.compile(r"Web(site)? \d+|[A-Z]\w+ \d+"))
    lines = moderator.page.locator("[data-queue] a")
    titles = lines.locator("b").all_inner_texts()
    assert titles.index("Liegt lange") < titles.index("Kam eben")
    expect(lines.filter(has_text="Liegt lange")).to_contain_text("überfällig")
    town.answers(late)


# Step 2: decide


def test_publishing_by_key_leads_to_the_next_in_the_queue(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Bitte einen Zebrastreifen am Markt.", title="Zebrastreifen am Markt")
    town.receives_an_idea("Bitte auch am Hafen einen.", title="Zebrastreifen am Hafen")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Zebrastreifen am Markt")
    moderator.publishes_by_key("Zebrastreifen am Markt")
    moderator.sees_the_heading("Zebrastreifen am Hafen")
    moderator.opens(f"/ideas/{town.reference_of(code)}")
    moderator.sees_the_heading("Zebrastreifen am Markt")


def test_publishing_by_button(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Bitte das Geländer streichen.", title="Geländer streichen")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.chooses("Geländer streichen")
    moderator.publishes("Geländer streichen")
    assert town.is_public(code)


def test_rejecting_by_key_needs_rule_and_reason_and_shows_the_letter(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea(
        "Mein Nachbar Jens Beispiel, 0151 2345678, parkt immer falsch.",
        title="Falsch geparkt",
        mail="reiher@example.org",
    )
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Falsch geparkt")
    moderator.begins_to_reject(by_key=True)
    moderator.page.get_by_role("button", name="Ablehnen und Brief senden").press("Enter")
    expect(moderator.page.locator("#errors")).to_be_focused()
    rule = moderator.page.get_by_role("checkbox", name="Keine Daten anderer")
    rule.focus()
    moderator.presses("Space")
    moderator.page.locator("textarea[name=facts]").press_sequentially(FACTS)
    moderator.page.get_by_role("button", name="Brief").first.press("Enter")
    expect(moderator.page.locator(".letter")).to_contain_text(FACTS)
    expect(rule).to_be_checked()
    moderator.page.get_by_role("button", name="Ablehnen und Brief senden").press("Enter")
    moderator.is_told("Abgelehnt", "Falsch geparkt")
    assert not town.is_public(code)
    assert len(town.mails_to("reiher@example.org")) == 2


def test_rejecting_by_button(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Kaufen Sie jetzt die besten Rasenmäher.", title="Rasenmäher")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.chooses("Rasenmäher")
    moderator.begins_to_reject()
    moderator.gives_the_reason("Keine Werbung", "Der Text wirbt für eine Ware und nennt kein Anliegen.")
    moderator.rejects("Rasenmäher")
    assert not town.is_public(code)


def test_publishing_and_rejecting_on_a_phone(staff: Sign, town: Town) -> None:
    good = town.receives_an_idea("Bitte Trinkbrunnen am Spielplatz.", title="Trinkbrunnen")
    bad = town.receives_an_idea("Kaufen Sie jetzt die besten Teppiche.", title="Teppiche")
    moderator = staff("moderator", devices.PHONE)
    moderator.line.becomes(devices.SLOW_4G)
    moderator.opens_the_list()
    moderator.chooses("Trinkbrunnen")
    moderator.publishes("Trinkbrunnen")
    moderator.opens_the_list()
    moderator.chooses("Teppiche")
    moderator.begins_to_reject()
    moderator.gives_the_reason("Keine Werbung", "Der Text wirbt für eine Ware und nennt kein Anliegen.")
    moderator.rejects("Teppiche")
    assert town.is_public(good)
    assert not town.is_public(bad)


def test_editing_out_personal_data_by_key(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Herr Jens Beispiel, 0151 2345678, parkt den Radweg zu.", title="Radweg zugeparkt")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Radweg zugeparkt")
    moderator.begins_by_key("b", "Bearbeiten")
    moderator.presses("s")
    expect(moderator.page.locator("[name=text]")).to_have_value(re.compile(r"\[…\].*parkt den Radweg zu"))
    moderator.types("facts", "den Namen und die Telefonnummer einer Person.")
    moderator.confirms("Bearbeiten und veröffentlichen")
    moderator.is_told("Veröffentlicht:", "Radweg zugeparkt")
    moderator.opens(f"/ideas/{town.reference_of(code)}")
    expect(moderator.page.locator("main")).to_contain_text("Von der Moderation bearbeitet")
    expect(moderator.page.locator("main")).not_to_contain_text("0151")


def test_asking_back_by_key_and_the_author_answers_without_an_account(
    staff: Sign, citizen: Citizen, town: Town
) -> None:
    code = town.receives_an_idea("Bitte dort eine Lampe.", title="Lampe dort")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Lampe dort")
    moderator.begins_by_key("r", "Zurückfragen")
    moderator.types("question", "Wo genau fehlt die Lampe?")
    moderator.confirms("Frage stellen")
    moderator.is_told("Rückfrage gestellt:", "Lampe dort")
    citizen.opens(f"/i/{code}")
    citizen.reads("Wo genau fehlt die Lampe?")
    citizen.page.locator("[name=note]").fill("An der Haltestelle Ringstraße.")
    citizen.page.get_by_role("button", name="Antwort senden").click()
    citizen.reads("Antwort auf die Rückfrage")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Lampe dort")
    expect(moderator.page.locator("aside").last).to_contain_text("An der Haltestelle Ringstraße.")
    town.answers(code)


# Step 3: a neighbour is named (I29)


def test_a_named_neighbour_is_marked_and_refused_and_a_note_without_the_name_goes_on(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea(NEIGHBOUR, title="Ärger mit dem Nachbarn")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Ärger mit dem Nachbarn")
    for passage in ("Herr Mustermann", "030 23125 000"):
        expect(moderator.page.locator("mark").filter(has_text=passage).first).to_be_visible()
    moderator.begins_by_key("w", "An eine andere Stelle weiterleiten")
    moderator.types("office", "Ordnungsamt")
    moderator.page.get_by_role("radio", name="Nur").press("Space")
    moderator.types("note", "In der Ringstraße parken täglich Autos auf dem Radweg.")
    moderator.types("mail", "ordnungsamt@elderow.example")
    moderator.confirms("Nur weiterleiten")
    moderator.sees_the_heading("Ärger mit dem Nachbarn")
    moderator.begins_to_reject(by_key=True)
    moderator.gives_the_reason("Keine Daten anderer", FACTS)
    moderator.rejects("Ärger mit dem Nachbarn")
    (letter,) = town.letters_to("ordnungsamt@elderow.example")
    assert "Autos auf dem Radweg" in letter
    assert "Mustermann" not in letter
    assert not town.is_public(code)


# Step 4: harsh but fair (I26)


def test_harsh_words_are_not_marked_and_get_a_factual_reply(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea(HARSH, title="Gehwege am Hafen")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Gehwege am Hafen")
    moderator.reads("Keine Stelle ist markiert")
    moderator.publishes_by_key("Gehwege am Hafen")
    lead = staff("lead")
    lead.opens(f"/ideas/{town.reference_of(code)}")
    lead.page.locator("[name=speaks_for]").select_option(value="office")
    lead.page.get_by_label("Ihr Kommentar").fill("Die Schulstraße wird bis Juni ausgebessert.")
    lead.page.get_by_role("button", name="Kommentar absenden").click()
    lead.opens(f"/ideas/{town.reference_of(code)}")
    expect(lead.page.locator("#comments")).to_contain_text("Die Schulstraße wird bis Juni ausgebessert.")


# The same in English


def test_the_desk_is_worked_in_english(staff: Sign, town: Town) -> None:
    good = town.receives_an_idea("Please more shade at the bus station.", title="Shade at the station", language="en")
    bad = town.receives_an_idea("Buy our carpets now.", title="Carpets for all", language="en")
    moderator = staff("moderator")
    moderator.opens("/en/desk/moderation")
    moderator.walks_by_key_to("Shade at the station")
    moderator.presses("v")
    moderator.is_told("Published:", "Shade at the station")
    moderator.opens("/en/desk/moderation")
    moderator.walks_by_key_to("Carpets for all")
    moderator.presses("h")
    moderator.gives_the_reason("No advertising", "The text praises goods and names no concern.")
    moderator.confirms("Reject and send letter")
    moderator.is_told("Rejected", "Carpets for all")
    assert (town.is_public(good), town.is_public(bad)) == (True, False)


# Step 5: pass on


def test_a_report_is_published_and_passed_on_by_key(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Die Lampe vor der Schule ist kaputt.", title="Lampe kaputt")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Lampe kaputt")
    moderator.begins_by_key("w", "An eine andere Stelle weiterleiten")
    moderator.types("office", "Bauhof")
    moderator.page.get_by_role("radio", name="Text und Notiz").press("Space")
    moderator.types("note", "Bitte die Lampe vor der Schule tauschen.")
    moderator.confirms("Veröffentlichen und weiterleiten")
    moderator.is_told("Veröffentlicht:", "Lampe kaputt")
    moderator.opens(f"/ideas/{town.reference_of(code)}/way")
    moderator.reads("Weitergeleitet an: Bauhof")


# Step 7: merge


def test_merging_by_key_and_taking_apart_again(staff: Sign, town: Town) -> None:
    first = town.receives_an_idea(
        "Bitte Sitzkissen für die Zuschauerbänke der Turnhalle.", title="Sitzkissen Turnhalle"
    )
    town.answers(first)
    second = town.receives_an_idea("Zuschauerbänke der Turnhalle: bitte Sitzkissen!", title="Kissen für die Turnhalle")
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.walks_by_key_to("Kissen für die Turnhalle")
    moderator.begins_by_key("m", "Mit einer anderen Idee zusammenführen")
    moderator.page.get_by_role("radio", name="Sitzkissen").press("Space")
    moderator.confirms("Zusammenführen")
    moderator.is_told("Zusammengeführt:", "Kissen für die Turnhalle")
    moderator.opens(f"/ideas/{town.reference_of(second)}")
    moderator.sees_the_heading("Sitzkissen")
    moderator.reads("gehört jetzt zu dieser Idee")
    moderator.opens(f"/desk/moderation/{town.reference_of(second)}")
    with moderator.page.expect_navigation():
        moderator.presses("u")
    expect(moderator.page.locator("aside").last).to_contain_text("Wieder getrennt")
    town.answers(second)


# Step 10: a burst of votes


def test_a_burst_of_votes_is_frozen_with_a_note_and_the_lead_is_told(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Bitte einen Skatepark am See.", title="Skatepark am See")
    town.answers(code)
    reference = town.receives_votes(code, 30)
    before = len(town.mails_to("leitung@elderow.example"))
    moderator = staff("moderator")
    moderator.opens("/desk/moderation?list=1")
    moderator.reads("Auffällig viele Stimmen")
    moderator.page.get_by_role("link", name=re.compile("Skatepark am See")).first.click()
    moderator.reads("30 Stimmen in 10 Minuten, alle aus einem Netz.")
    moderator.page.get_by_label("Warum steht die Zahl still?").fill("Dreißig Stimmen kamen zugleich aus einem Netz.")
    moderator.page.get_by_role("button", name="Zahl anhalten").click()
    moderator.reads("Die Zahl steht still")
    assert len(town.mails_to("leitung@elderow.example")) == before + 1
    town.receives_votes(code, 40)
    moderator.opens(f"/ideas/{reference}")
    moderator.reads("Dreißig Stimmen kamen zugleich aus einem Netz.")
    expect(moderator.page.locator("#support .big")).to_contain_text("30")
    lead = staff("lead")
    lead.opens(f"/desk/votes/{reference}")
    lead.page.get_by_role("radio", name="Sie zählen nicht").check()
    lead.page.get_by_label("Was kam heraus?").fill("Die Stimmen kamen von einem Programm, nicht von Menschen.")
    lead.page.get_by_role("button", name="Zahl weiterlaufen lassen").click()
    lead.opens(f"/ideas/{reference}")
    lead.reads("10 Stimmen wurden nicht gezählt.")
    expect(lead.page.locator("#support .big")).to_contain_text("30")


def test_a_moderator_signs_out_and_the_desk_is_closed(staff: Sign) -> None:
    moderator = staff("moderator")
    moderator.opens("/sign-out")
    moderator.page.locator("main").get_by_role("button", name="Abmelden", exact=True).click()
    assert not moderator.context.cookies()
    moderator.opens("/desk")
    assert moderator.path.startswith("/sign-in")


# Step 9: cards from a village meeting


def test_fourteen_cards_are_typed_in_by_keyboard_alone(staff: Sign, town: Town) -> None:
    moderator = staff("moderator")
    moderator.opens("/desk")
    moderator.taps("Karten eintippen")
    moderator.page.get_by_label("Woher?").fill("Dorfversammlung Neu Wiesow")
    moderator.page.get_by_label("Text der Karte").first.focus()
    for number in range(14):
        moderator.page.keyboard.type(f"Karte {number + 1}: mehr Licht an den Haltestellen.")
        for _field in range(5):
            moderator.presses("Tab")
    expect(moderator.page.get_by_role("checkbox", name="Sofort veröffentlichen")).to_be_focused()
    moderator.presses("Space")
    moderator.presses("Tab")
    moderator.presses("Enter")
    moderator.sees_the_heading("14 Karten sind gespeichert")
    code = moderator.page.locator(".slip .code").last.inner_text().lower()
    moderator.opens(f"/i/{code}")
    moderator.reads("auf Papier, Dorfversammlung Neu Wiesow")
    assert town.is_public(code)


# Step 6: an idea in another language


def test_a_translation_stands_beside_what_was_written_in_ukrainian(staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Більше світла біля зупинки, будь ласка.", title="Світло", language="uk")
    moderator = staff("moderator")
    moderator.opens("/desk/moderation")
    moderator.walks_by_key_to("Світло")
    moderator.taps("Übersetzung hinzufügen")
    moderator.page.get_by_label("Überschrift").fill("Licht")
    moderator.page.get_by_role("textbox", name="Text").fill("Mehr Licht an der Haltestelle, bitte.")
    moderator.taps("Speichern")
    moderator.reads("Gespeichert.")
    moderator.opens(f"/desk/moderation/{town.reference_of(code)}")
    moderator.publishes("Світло")
    moderator.opens(f"/ideas/{town.reference_of(code)}")
    expect(moderator.page.locator("blockquote[lang=uk]")).to_contain_text("Більше світла")
    expect(moderator.page.locator("blockquote[lang=de]")).to_contain_text("Mehr Licht")
