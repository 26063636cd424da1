"""What the detectors point at and what they leave alone: sentences as people in German towns write them."""

import json
from pathlib import Path

import pytest

from participation.moderation import detectors
from participation.moderation.detectors import MarkKind, Part, look, marks

ROOT = Path(__file__).parents[3]
FOUND = {
    "phone": [
        "Rufen Sie [030 23125 000] an.",
        "Rufen Sie [+49 (0)30 23125-000] an.",
        "[Tel. 23125] geht keiner ran.",
        "Meine Nummer: [0171 2345678].",
        "Erreichbar unter [0151/23456789] nach 18 Uhr",
        "Der hat die [Handynummer 0160 9988776].",
        "WhatsApp an [0049 171 2345678], er freut sich",
        "Ruf den doch an: [0395-4567890]!",
        "[Telefon: 03991 123456]",
    ],
    "mail": [
        "An [solar@example.org] schreiben",
        "Schreibt ihm: [max.muster(at)example.org]",
        "mail: [m_m+stadt@mail.example.com].",
    ],
    "iban": [
        "Spenden an [DE89 3704 0044 0532 0130 00] bitte",
        "Konto [DE89370400440532013000]",
        "[AT61 1904 3002 3457 3201] ist sein Konto",
    ],
    "plate": [
        "Der Wagen [LWL-AB 123] steht immer im Halteverbot.",
        "Immer dieser [HH-XY 4567]",
        "Das Auto mit [MÜR AB 12] blockiert die Einfahrt.",
        "Kennzeichen [B MM 1234] parkt auf dem Radweg",
        "[NB-E 88] war es, das Auto vom Nachbarn",
        "[M-AB 77E] lädt nie und steht da",
    ],
    "person": [
        "Der [Herr Mustermann] parkt",
        "Bei [Frau Dr. Muster-Beispiel] klingeln",
        "Fragen Sie [Frau von Berg] im Bauamt.",
        "[Familie Beispiel] grillt jeden Abend.",
        "Mein Nachbar [Jens Beispiel] ist laut.",
        "Das war [Petra Muster] aus dem zweiten Stock.",
        "[Herrn Muster] sollte man das verbieten.",
        "Die [Eheleute Beispiel] lassen den Hund frei laufen.",
        "mfg [Karl-Heinz Muster]",
        "Unsere Lehrerin [Sabine Beispiel] ist ungerecht.",
    ],
    "address": [
        "Er wohnt in der [Ringstraße 99].",
        "Der aus der [Lindenstr. 5a] macht immer Krach.",
        "Bei [Am Markt 3] ist es laut",
        "Die wohnen [Zum See 12].",
        "Familie wohnt [Goethestraße 7] im Erdgeschoss",
        "Das Haus gehört wem in der [Alten Gasse 4|Alten Gasse 4].",
        "[Karl-Marx-Straße 17] – da liegt der Müll",
        "Sein Laden ist in der [Hauptgasse Nr. 8].",
    ],
    "insult": [
        "So ein [Idiot]!",
        "Lauter [Vollidioten] im Amt",
        "Der [Dorftrottel] vom Bauhof",
        "Diese [Arschlöcher] parken alles zu.",
        "Du [A****loch]!",
        "Was für ein [1diot]",
        "Du [Id10t]",
        "Ihr seid [I d i o t e n] alle",
        "So ein [I.d.i.o.t]",
        "[Idiooooot] du",
        "Diese [Arschloecher] wieder",
        "[VOLLPFOSTEN]",
        "Der Amtsleiter ist ein [Schwachkopf].",
        "[Halt die Fresse], du da oben",
        "[Verpiss dich] aus unserem Ort",
        "So eine [blöde Kuh] am Schalter",
        "Das [Gesindel] am Bahnhof muss weg.",
        "Diese [Wichser] vom Ordnungsamt",
        "[Fick dich], Stadtrat",
        "Der Bürgermeister ist ein [Volksverräter].",
        "[Hurensohn]",
        "Die [Kanaken] machen alles kaputt.",
        "What an [asshole]",
        "Ihr [T.r.o.t.t.e.l]",
        "[Tr0ttel]",
        "[Deppen] seid ihr",
    ],
    "threat": [
        "[Ich bring dich um]!",
        "[Ich weiß, wo du wohnst].",
        "[Den sollte man erschießen].",
        "[Die vom Amt gehören alle an die Wand gestellt].",
        "[Man müsste die mal alle abknallen].",
        "[Wir kriegen euch noch].",
        "Das [Rathaus anzünden] hilft auch.",
        "[Pass bloß auf, dass dir nichts passiert].",
        "[Der gehört aufgehängt].",
        "Soll er doch, [ich stech den Kerl ab].",
    ],
    "link": [
        "Siehe [https://solar.example/rabatt].",
        "Siehe [www.solar.example]!",
        "Siehe [elderow.de/plan], bitte",
        "Mehr auf [meine-seite.info]",
    ],
}

CLEAN = """
Noch so ein Digitalquatsch!! Repariert erstmal die Gehwege.
Das ist der größte Unfug, den dieses Rathaus je verzapft hat!!!
WACHT ENDLICH AUF IM RATHAUS!!!
Was für ein Schwachsinn, dafür ist Geld da.
Der Bürgermeister hat versagt und sollte zurücktreten.
Diese Verwaltung ist unfähig und faul.
Idiotische Ampelschaltung an der Kreuzung!
Die Planung ist zum Kotzen.
So eine Scheiße mit den Baustellen jedes Jahr.
Das ist doch alles gelogen.
Ein Skandal, eine Katastrophe, eine Frechheit.
Mir gehen die Autofahrer am Arsch vorbei.
Der Eichenprozessionsspinner muss bekämpft werden.
Der Spinner am Baum ist eine Raupe.
Herr Bürgermeister und Frau Landrätin, wachen Sie auf!
Herr Stadtrat, Frau Ministerin, Herr Pastor: bitte handeln.
Die Frau am Schalter war nett.
Frau und Mann sollen gleich viel verdienen.
Sehr geehrte Damen und Herren
Am 12.03.2027 um 18:30 Uhr
Am 01-02-2027 in 17192 Elderow
Vom 03.05.2027 bis 07.05.2027 ist gesperrt.
Seit 01.01.2024 gibt es keinen Bus.
1.200.000 Euro für 0,5 km Radweg
Das kostet 3.500.000,00 € im Jahr.
ISBN 978-3-16-148410-0
Die Breite ist 0,75 m, die Höhe 1,20 m.
Aktenzeichen 12/2024/0815
Der Bus 102 fährt um 06:15, 07:15, 08:15.
Öffnungszeiten 09:00 - 12:00 und 14:00 - 18:00
In den Jahren 2019 2020 2021 2022 2023 war nichts.
Die Postleitzahl ist 17192.
Koordinaten 53.4131, 11.2159
0 bis 18 Jahre zahlen nichts.
Haushaltsstelle 1.54100.96000
In der Ringstraße fehlt ein Zebrastreifen.
In der Ringstraße 30 km/h einführen!
Auf der Bundesstraße 191 ist zu viel Verkehr.
Die Landesstraße 12 und die Kreisstraße 5 verbinden uns.
Der Radweg 2 m breit bauen.
In der Lindenstraße 5 Bänke aufstellen.
Am Markt 12 neue Bäume pflanzen
Am Markt 3 Stände mehr zulassen.
Am Bahnhof 20 Stellplätze für Räder
Im Winter 2023 war es glatt.
Am Sonntag 14 Uhr im Park
Der Spielplatz 1 und der Spielplatz 2 sind alt.
Vor der Lindenstraße 12 fehlt ein Bordstein.
Gegenüber Ringstraße 40 steht eine Laterne.
Auf Höhe Seestraße 8 ist ein Schlagloch.
Die Karl-Marx-Straße und der Ernst-Thälmann-Platz
Die Martin Luther Kirche braucht ein Dach.
Das Albert Schweitzer Gymnasium hat kein WLAN.
Die Anne Frank Schule ist zu klein.
Im Peter Weiss Haus gibt es Platz.
Die Anna Amalia Bibliothek als Vorbild
Alle DIN-A 4 Blätter
Papier in DIN A4 und DIN A3
DIN 18040-1 gilt für Barrierefreiheit.
Auf der A 24 und der B 191
CO2 und PM 10 messen
Der RE 4 und die S 3 kommen zu spät.
Die IC 2184 hält nicht mehr.
SARS-CoV-2 hat alles verändert.
Mit E-Bike und 5G
Der Ort Kotzen in Brandenburg
Dummerstorf und Schweinfurt sind auch Städte.
Wir waren in Deppendorf und in Pissen.
Sauerland und Sauberkeit
Fotzenhobel ist ein Instrument in Bayern.
Eselsbrücke, Rattenplage und Schweinestall
Assistenz und Assisi
Spaten und Spatzen im Beet
Massenhaft Honkong-Grippe
Bastardeiche als Straßenbaum
Depot und Deponie
Arsenal, Marschweg, Barscher
Hurendorf und Hurtigruten
Die Penne am Ort, das Pennermobil
Behinderte Menschen brauchen Rampen.
Neubrandenburg, Negernbötel liegt anderswo.
Kackenberg und Mückenplage
Eine Plakatwand aufhängen
Lampen und Girlanden aufhängen, das wäre schön.
Die Autos bringen hier noch jemanden um.
Wer dort geht, wird irgendwann totgefahren.
Mein Kind wurde fast überfahren.
Man sollte die Straße sperren.
Die Bäume gehören gefällt.
Der Zaun gehört aufgehängt und gestrichen.
Wir finden euch toll, liebe Feuerwehr!
Wir wissen, wo die Probleme liegen.
Ich weiß, wo das Geld bleibt.
Das Messer der Kantine ist stumpf.
Man sollte den alten Baumarkt umbauen.
Den Plan sollte man in die Tonne treten.
Das Feuerwerk am See zünden wir gemeinsam.
Jetzt bitte handeln!
Jetzt einen Termin online buchen können, das wäre gut.
Kostenlos testen lassen konnte man sich früher.
Eine App mit Angeboten der Läden
Nur diese Woche fiel dreimal der Bus aus.
z.B. am See
u.a. bei der Feuerwehr, d.h. abends
usw.Danach ist Schluss.
Gerne per App.Die gibt es schon.
Max. 30 km/h
Rosa Luxemburg
Platz 1 bis Platz 4
Dor kann keen Minsch mit'n Rullstohl lang.
@stadt: bitte antworten
5 € statt 10 € @ Abend
""".strip().splitlines()


def _cases() -> list[tuple[str, str, str]]:
    cases = []
    for kind, sentences in FOUND.items():
        for sentence in sentences:
            before, rest = sentence.split("[", 1)
            inside, after = rest.split("]", 1)
            shown, _, passage = inside.partition("|")
            cases.append((kind, before + shown + after, passage or shown))
    return cases


@pytest.mark.parametrize(("kind", "text", "passage"), _cases())
def test_what_deserves_a_second_look_is_marked_where_it_stands(kind: str, text: str, passage: str) -> None:
    found = [(mark.kind.value, text[mark.start : mark.end].strip()) for mark in marks(text)]
    assert (kind, passage) in found


@pytest.mark.parametrize("text", CLEAN)
def test_criticism_dates_sums_roads_and_villages_are_left_alone(text: str) -> None:
    assert [(mark.kind.value, text[mark.start : mark.end]) for mark in marks(text)] == []


def test_there_are_enough_sentences_in_both_directions() -> None:
    assert len(_cases()) >= 60
    assert len(CLEAN) >= 100


# The example town

TOWN = json.loads((ROOT / "participation/process/data/example_town.json").read_text(encoding="utf-8"))


def _kinds(number: str) -> set[str]:
    idea = next(idea for idea in TOWN["ideas"] if idea["id"] == number)
    return {mark.kind.value for mark in look([(Part.TITLE, idea["title"]), (Part.TEXT, idea["text"])], "de")}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("I29", {"phone", "person", "address", "insult"}),
        ("I30", {"link", "advertising"}),
        ("I20", {"defect"}),
        ("I17", {"language"}),
        ("I22", {"language"}),
        ("I26", set()),
    ],
)
def test_the_ideas_of_the_example_town_are_marked_as_its_moderators_would(number: str, expected: set[str]) -> None:
    assert _kinds(number) == expected


def test_no_other_idea_of_the_example_town_is_marked() -> None:
    others = {idea["id"] for idea in TOWN["ideas"]} - {"I29", "I30", "I20", "I17", "I22"}
    assert {number for number in others if _kinds(number)} == set()


# Parts of a contribution


def test_a_name_may_stand_in_the_field_for_names_and_an_address_in_that_for_places() -> None:
    parts = [(Part.NAME, "Petra Muster"), (Part.PLACE, "Ringstraße 99"), (Part.FILE, "Vertrag_Herr_Muster.pdf")]
    assert [(mark.kind, mark.part) for mark in look(parts, "de")] == [(MarkKind.PERSON, Part.FILE)]


def test_an_insult_or_a_number_is_marked_in_every_part() -> None:
    for part in Part:
        found = {mark.kind for mark in look([(part, "Idiot 0171 2345678")], "de")}
        assert found == {MarkKind.INSULT, MarkKind.PHONE}, part


def test_a_finding_never_repeats_data_about_people() -> None:
    text = "Herr Mustermann, Ringstraße 99, Tel. 030 23125 000, a@example.org, DE89 3704 0044 0532 0130 00, LWL-AB 123"
    assert {mark.word for mark in marks(text)} == {""}


def test_what_lies_in_front_of_a_house_is_a_place_unless_somebody_is_named() -> None:
    assert marks("Vor der Ringstraße 99 liegt Laub.") == ()
    assert MarkKind.ADDRESS in detectors.kinds(marks("Herr Muster wohnt gegenüber Ringstraße 99."))


def test_a_wish_for_a_lamp_is_no_report_of_a_broken_one() -> None:
    assert look([(Part.TEXT, "Kaputte Lampen sollte man mit einer App melden können.")], "de") == ()


@pytest.mark.parametrize("text", ["Bi uns in Heidekaten führt nah Klock söss keen Bus mihr.", "w-lan am see", "Super!"])
def test_low_german_and_short_texts_are_no_other_language(text: str) -> None:
    assert look([(Part.TEXT, text)], "de") == ()


# Nearly the same text

CAMPAIGN = (
    "Wir fordern die Stadt auf, den Bau der Umgehungsstraße sofort zu stoppen und das Geld in Radwege und Busse zu "
    "stecken, denn unsere Kinder brauchen saubere Luft und sichere Wege."
)


def test_a_campaign_text_is_known_again_with_a_greeting_and_a_name() -> None:
    signed = f"Guten Tag, {CAMPAIGN} Mit freundlichen Grüßen, eine Mutter"
    assert detectors.is_twin(detectors.sketch(CAMPAIGN), detectors.sketch(signed))


def test_two_texts_on_one_subject_are_no_twins() -> None:
    other = "Die Umgehungsstraße ist unnötig. Bitte baut lieber Radwege, damit unsere Kinder sicher zur Schule kommen."
    assert not detectors.is_twin(detectors.sketch(CAMPAIGN), detectors.sketch(other))
    assert not detectors.is_twin(detectors.sketch("Mehr Bänke bitte"), detectors.sketch("Mehr Bänke bitte"))
