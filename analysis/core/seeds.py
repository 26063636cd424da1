"""Everyday words for the action fields that towns plan in: sorting starts from them, before anybody has decided.

A town edits its own copy per process. Write whole everyday words in any form; compounds are found by their parts.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

Field: TypeAlias = tuple[str, tuple[str, ...]]
"""The stable key of an action field, and the words that speak for it."""

BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "VW": "administration",
        "MO": "mobility",
        "BI": "education",
        "TO": "tourism_culture",
        "HG": "retail_business",
        "VE": "utilities_environment",
        "QI": "networks_data",
        "QT": "inclusion",
        "WO": "housing",
        "GE": "health_care",
        "SI": "safety",
        "BE": "participation",
    }
)
"""The codes that plans print for the fields (Handlungsfelder und Querschnittsthemen)."""

_GERMAN = {
    "administration": """
        Verwaltung Rathaus Amt Behörde Bürgerbüro Bürgeramt Bürgerservice Standesamt Meldeamt Antrag Formular
        Ausweis Personalausweis Reisepass Führerschein Anmeldung Ummeldung Bescheinigung Genehmigung Bescheid
        Termin Terminvergabe Wartezeit Öffnungszeiten Sachbearbeiter Mitarbeiter Kämmerei Gebühr Steuer
        Hundesteuer Papierkram Unterschrift Zuständigkeit Auskunft Mängelmelder Online-Antrag Onlinedienst
        E-Akte Rechnung Stadtverwaltung Landratsamt Dienstleistung
    """,
    "mobility": """
        Verkehr Mobilität Auto Pkw Lkw Fahrrad Rad Radweg Radverkehr Radfahrer Bus Rufbus Bürgerbus Haltestelle
        Bahn Bahnhof Zug Straßenbahn ÖPNV Nahverkehr Fahrplan Takt Anschluss Ticket Straße Kreuzung Ampel
        Zebrastreifen Übergang Gehweg Bürgersteig Fußweg Fußgänger Tempo Geschwindigkeit Parkplatz Parken
        Stellplatz Stau Kreisverkehr Carsharing Ladesäule Roller E-Bike Pendler Schulweg Mitfahrbank Schlagloch
        Umleitung Abbiegespur
    """,
    "education": """
        Schule Grundschule Gymnasium Schüler Lehrer Unterricht Klasse Klassenzimmer Bildung Kita Kindergarten
        Erzieher Hort Betreuung Ganztag Lernen Lernort Nachhilfe Hausaufgaben Ausbildung Studium Hochschule
        Volkshochschule VHS Kurs Sprachkurs Deutschkurs Bibliothek Bücherei Buch Werkstatt Jugend Jugendliche
        Jugendzentrum Jugendclub Jugendtreff Treffpunkt Begegnung Spielplatz Schulhof Mensa Musikschule
        Makerspace 3D-Drucker Kinder Mehrgenerationenhaus
    """,
    "tourism_culture": """
        Tourismus Tourist Touristen Gast Gäste Urlaub Urlauber Besucher Ausflug Hotel Ferienwohnung Camping
        Museum Theater Konzert Kino Kultur Kunst Musik Fest Stadtfest Veranstaltung Veranstaltungskalender
        Verein Freizeit Sport Sportplatz Schwimmbad Freibad Badestelle Strand See Wandern Wanderweg Rundweg
        Führung Stadtführung Denkmal Geschichte Heimat Sehenswürdigkeit Ausstellung Chor Bühne Hafen Schloss
        Kirche
    """,
    "retail_business": """
        Handel Einzelhandel Laden Läden Geschäft Innenstadt Einkaufen Einkauf Supermarkt Markt Wochenmarkt
        Händler Gewerbe Gewerbegebiet Wirtschaft Betrieb Firma Unternehmen Handwerk Handwerker Gründer Startup
        Leerstand Schaufenster Gutschein Arbeitsplatz Arbeitgeber Fachkräfte Gastronomie Restaurant Café Kneipe
        Bäcker Hofladen Kunde Ladenmiete Coworking Dorfladen Regionalprodukt Kaufkraft Lieferdienst
    """,
    "utilities_environment": """
        Energie Strom Solar Solaranlage Photovoltaik Wind Windrad Heizung Wärme Fernwärme Gas Wasser Trinkwasser
        Abwasser Kanal Müll Abfall Mülltonne Gelber Sack Wertstoffhof Recycling Sperrmüll Plastik Umwelt Natur
        Naturschutz Klima Klimaschutz Hitze CO2 Baum Bäume Wald Grünfläche Park Blühwiese Bienen Insekten
        Beleuchtung Laterne Straßenbeleuchtung Stadtwerke Hochwasser Regenwasser Lärm Luft Verbrauch Zähler
        Container Sauberkeit
    """,
    "networks_data": """
        Internet WLAN Glasfaser Breitband Mobilfunk Funkloch Empfang Handyempfang Netz Netzausbau LTE 5G Hotspot
        Leitung Bandbreite Server Cloud Daten Datenschutz Open-Data Sensor Sensoren LoRaWAN Schnittstelle
        Software Plattform Datenplattform IT-Sicherheit Router Anbieter Telekom Megabit Digitalisierung
        Rechenzentrum Geodaten Echtzeitdaten Verschlüsselung Hacker
    """,
    "inclusion": """
        Senioren Seniorinnen Ältere Oma Opa Rentner Behinderung Behinderte Barriere barrierefrei
        Barrierefreiheit Rollstuhl blind sehbehindert gehörlos Gebärdensprache Vorlesen Leichte-Sprache
        verständlich Inklusion Teilhabe Digitalhilfe Sprechstunde Handy Smartphone Tablet erklären Schulung
        Übersetzung Dolmetscher Migranten Geflüchtete Integration Armut Ehrenamt Lotsen Analog Telefon Bedienung
        Ausgrenzung Alleinerziehende
    """,
    "housing": """
        Wohnen Wohnung Wohnraum Wohnungsbau Miete Mieter Vermieter Bauen Bauplatz Bauland Baugebiet Neubau
        Altbau Sanierung Haus Einfamilienhaus Grundstück Siedlung Quartier Nachbarschaft Eigenheim Sozialwohnung
        Mehrfamilienhaus Genossenschaft Wohngemeinschaft Bebauungsplan Bodenpreis Fassade Dachausbau
        Nachverdichtung Ortskern Plattenbau Umzug Makler
    """,
    "health_care": """
        Gesundheit Arzt Ärzte Hausarzt Kinderarzt Facharzt Praxis Krankenhaus Klinik Apotheke Pflege Pflegeheim
        Pflegedienst Medikament Rezept Notaufnahme Therapie Hebamme Patient krank Krankheit Telemedizin
        Videosprechstunde Vorsorge Impfung Demenz Sucht Psychologe Tagespflege Hospiz Altenheim
        Gemeindeschwester Defibrillator
    """,
    "safety": """
        Sicherheit Polizei Feuerwehr Ordnungsamt Katastrophenschutz Notruf Rettungsdienst Sirene Warnung
        Hochwasserwarnung Kriminalität Einbruch Diebstahl Vandalismus Graffiti Überfall Gewalt Angst Angstraum
        unsicher Überwachung Kamera Streife Alarm Brand Unfall Drogen Belästigung Notfall Stromausfall Blackout
        Löschwasser
    """,
    "participation": """
        Beteiligung Bürgerbeteiligung mitreden mitbestimmen mitmachen Mitsprache Umfrage Abstimmung
        Bürgerentscheid Bürgerhaushalt Bürgerversammlung Bürgerrat Gemeinderat Stadtrat Stadtvertretung
        Ratssitzung Ausschuss Transparenz Protokoll Livestream Jugendparlament Ortsbeirat Beirat Demokratie
        Petition Initiative Dialog Rückmeldung Entscheidung Politik Bürgermeister Wahl Engagement
    """,
}

_ENGLISH = {
    "administration": """
        administration council office authority registry form application permit licence certificate passport
        appointment booking queue counter paperwork fee tax bill clerk staff service services opening hours
        online portal registration complaint signature invoice
    """,
    "mobility": """
        traffic transport mobility car cars lorry bicycle bike bikes cycling cyclist cycleway bus buses
        timetable stop train station tram railway road street crossing junction light lights pavement sidewalk
        footpath pedestrian speed parking roundabout carsharing charging scooter commuter pothole diversion lane
        ticket
    """,
    "education": """
        school schools pupil pupils student teacher lesson classroom education nursery kindergarten childcare
        learning learn homework training university college course courses library book books workshop youth
        teenagers club playground canteen makerspace children meeting
    """,
    "tourism_culture": """
        tourism tourist tourists visitor visitors guest guests holiday hotel camping museum theatre concert
        cinema culture art music festival event events calendar leisure sport sports swimming pool beach lake
        hiking trail tour monument history heritage exhibition choir stage harbour castle church signs
        sightseeing
    """,
    "retail_business": """
        shop shops shopping retail store supermarket market trader business businesses company companies economy
        trade craft founder startup vacancy vacant window voucher job jobs employer skilled restaurant café pub
        bakery customer coworking delivery centre downtown
    """,
    "utilities_environment": """
        energy power electricity solar wind heating heat gas water sewage drain rubbish garbage waste bin bins
        recycling plastic environment nature climate carbon tree trees forest park green meadow bees insects
        lighting lamp lantern flood rain noise air pollution consumption meter litter clean
    """,
    "networks_data": """
        internet wifi broadband fibre mobile network signal reception coverage hotspot bandwidth server cloud
        data privacy open sensor sensors interface software platform router provider digitalisation encryption
        security outage
    """,
    "inclusion": """
        senior seniors elderly older pensioner disability disabled barrier accessible accessibility wheelchair
        blind deaf sign language reading plain understandable inclusion digital help smartphone tablet phone
        explain translation interpreter migrants refugees integration poverty volunteer volunteers analogue
    """,
    "housing": """
        housing house houses home homes flat flats apartment rent rents tenant landlord building build plot land
        renovation refurbishment property estate neighbourhood affordable social cooperative planning density
        mortgage
    """,
    "health_care": """
        health doctor doctors surgery practice hospital clinic pharmacy care carer nursing medicine prescription
        emergency therapy midwife patient patients ill illness telemedicine vaccination dementia addiction
        mental hospice
    """,
    "safety": """
        safety police fire brigade ambulance rescue siren warning crime burglary theft vandalism graffiti
        violence fear unsafe dangerous surveillance camera patrol alarm accident drugs harassment disaster
        blackout
    """,
    "participation": """
        participation consultation vote voting survey poll referendum budget assembly citizens councillor
        councillors committee transparency minutes livestream parliament democracy petition initiative dialogue
        feedback decision politics mayor election engagement
    """,
}

SEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        language: MappingProxyType({key: tuple(words.split()) for key, words in fields.items()})
        for language, fields in (("de", _GERMAN), ("en", _ENGLISH))
    }
)
"""For each language and field the words that speak for it."""


def seed_fields(keys: Sequence[str] | None = None, *, language: str = "de") -> list[Field]:
    """Return the fields with their seed words, as ActionFieldClassifier takes them.

    Parameters
    ----------
    keys : sequence of str, optional
        Which fields, in which order; all twelve by default.
    language : {"de", "en"}
        The language of the words.

    Returns
    -------
    list of (str, tuple of str)

    Examples
    --------
    >>> [(key, words)] = seed_fields(["mobility"], language="en")
    >>> key, words[:3]
    ('mobility', ('traffic', 'transport', 'mobility'))
    """
    fields = SEEDS[language]
    return [(key, fields[key]) for key in (keys if keys is not None else fields)]
