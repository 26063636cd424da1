"""The words of municipal life that compounds are made of. Written by hand; add what your town's people write.

A noun stands here in its basic form, and not if it is a compound itself, unless nobody hears the parts any more.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = _words(
    """
    Abend Abfall Abfuhr Abgabe Abschnitt Abstand Abstellanlage Acker Adresse Agenda Agentur Akte Akteur Aktion
    Alarm Allee Alltag Alter Ampel Amt Anbau Anbindung Angebot Anger Angst Anlage Anliegen Anschluss Antrag
    Anwohner Anzeige Apotheke App Arbeit Archiv Arena Ärger Armut Art Arzt Asphalt Asyl Atelier Aue Auffahrt
    Aufgabe Auflage Aufzug Ausbau Ausbildung Ausgang Ausgleich Auskunft Ausschuss Ausstellung Ausweis Auto
    Autobahn Automat
    Bach Bäcker Bad Bagger Bahn Balkon Ball Band Bank Bau Bauer Baum Beamer Becken Bedarf Beet Begrenzung
    Begrünung Behinderung Behörde Beirat Beitrag Belag Belästigung Beleuchtung Benzin Berater Beratung Berg
    Bericht Beruf Beruhigung Bescheid Beschwerde Besuch Beteiligung Betreuung Betrieb Bett Beutel Bezirk
    Bibliothek Biene Bild Bildung Biotop Blatt Blick Block Blume Bock Boden Bogen Bohle Boot Bord Börde Börse
    Bote Box Brand Breite Brief Brücke Brunnen Buch Bude Bühne Bund Bürger Büro Bus Busch
    Café Camp Campus Chance Chef Chor Club Computer Container
    Dach Damm Dampf Daten Datum Dauer Decke Deich Denkmal Depot Dialog Dieb Dienst Digitalisierung Dorf
    Drogerie Druck Düne Durchfahrt
    Ebene Ecke Ehre Ehrenamt Eigentum Eimer Eingang Einkauf Einsatz Einwohner Eis Eisen Eltern Energie
    Engagement Ente Entsorgung Entwicklung Erde Erfahrung Ergebnis Erholung Erneuerung Ernte Ersatz
    Erweiterung Etat Experte
    Fabrik Fach Faden Fahne Fähre Fahrer Fahrgast Fahrt Familie Farbe Fasching Faser Fassade Feier Feld
    Fenster Ferien Ferne Fest Feuer Feuerwehr Figur Film Firma Fisch Fläche Fleisch Floh Flucht Flüchtling
    Flug Flur Fluss Förderung Form Forschung Forst Forum Foto Frage Frau Freizeit Freund Friede Friedhof Frist
    Front Frosch Frucht Fuchs Führung Funk Fuß
    Gabe Galerie Gang Garage Garten Gas Gasse Gast Gebäude Gebet Gebiet Gebühr Geburt Gefahr Gehölz Gelände
    Geländer Geld Gemeinde Gemeinschaft Gemüse Generation Gerät Gericht Geruch Gesang Geschäft Geschichte
    Geschwindigkeit Gesetz Gespräch Gestaltung Gesundheit Getränk Gewalt Gewässer Gewerbe Gewinn Gitter Glas
    Gleis Glocke Glück Graben Grad Gras Grenze Grill Grube Grundstück Gruppe Gut
    Haar Hafen Haken Halde Halle Halt Hand Handel Händler Handwerk Hang Haus Haushalt Hebamme Hecke Heft Heide
    Heim Heimat Heizung Helfer Helm Herbst Herd Herz Hilfe Hindernis Hinweis Hitze Hobby Hof Höhe Holz Hort
    Hospiz Hotel Hügel Huhn Hund Hütte Hydrant
    Idee Igel Immobilie Impuls Industrie Information Inklusion Insel Instrument Integration Internet
    Jacht Jahr Jubiläum Jugend
    Kabel Kabine Kaffee Kai Kalender Kamera Kamin Kampf Kanal Kandidat Kante Kanu Kanzel Kapelle Karte
    Karussell Kasse Kasten Kataster Kauf Kegel Keller Kerze Kette Kiefer Kies Kind Kino Kiosk Kirche Kirsche
    Kissen Kita Klage Klang Klasse Kleid Klima Klinik Klinke Klub Kneipe Knie Knoten Koch Kohle Kommune
    Konferenz Konflikt Konto Kontrolle Konzept Konzert Kopf Korb Korn Kosten Kot Kraft Kran Kranz Kreis
    Kreisel Kreuz Kreuzung Kriminalität Kübel Küche Kuh Kultur Kunde Kunst Kuppel Kur Kurs Kurve Küste
    Labor Lack Laden Lage Lager Lampe Lampion Land Landschaft Länge Lärm Last Laterne Laub Laube Lauf Leben
    Leerstand Lehre Lehrer Lehrling Leiter Leitung Lesung Leute Licht Lichtung Liebe Lied Lieferung Lift Linde
    Linie Liste Literatur Lobby Loch Lotse Lücke Luft
    Macht Mahl Maler Mangel Mann Marke Markise Markt Maschine Masse Material Mauer Maut Maß Maßnahme Meer
    Mehrheit Meile Meldung Mensa Mensch Messe Messung Meter Metzger Miete Mieter Milch Mitglied Mittag Mittel
    Möbel Mobilität Mode Modell Modernisierung Mole Monat Moor Moos Motor Möwe Mühle Müll Mund Museum Musik
    Mutter
    Nachbar Nachmittag Nachricht Nacht Nähe Name Nase Natur Nebel Nest Netz Norden Not Note Notiz Nuss Nutzer
    Nutzung
    Obdach Objekt Obst Ofen Ökologie Oma Opa Oper Ordnung Organisation Ort Osten Ostern Ostsee
    Paar Pacht Paket Palast Palette Panne Papier Parade Park Partei Partner Party Pass Passage Pate Pause
    Pavillon Pedal Pegel Pension Person Personal Pfad Pfahl Pfand Pfarrer Pfeiler Pferd Pflanze Pflanzung
    Pflaster Pflege Pflicht Pfosten Pfütze Pilger Pilot Pilz Plakat Plan Planer Planung Platane Platte Platz
    Podest Pokal Politik Polizei Poller Post Praxis Preis Presse Problem Produkt Programm Projekt Promenade
    Prozess Prüfung Puls Pumpe Punkt
    Qualität Quartier Quelle Querung Quote
    Rad Rahmen Rampe Rand Rasen Rast Rat Rathaus Raum Räumung Recht Rede Regal Regel Regen Region Reh Reifen
    Reihe Reinigung Reise Rente Rentner Reparatur Reserve Rest Restaurant Richtung Ring Rinne Ritter Rodung
    Rohling Rohr Rolle Roller Rollstuhl Rose Route Rückbau Ruder Ruf Ruhe Ruine Runde Rutsche
    Saal Sache Saison Sammlung Sand Sanierung Satzung Säule Schacht Schaden Schatten Schatz Schau Schaukel
    Schein Scheune Schiene Schiff Schild Schilf Schlag Schloss Schlüssel Schmutz Schnee Schotter Schrank
    Schranke Schrift Schritt Schuh Schule Schüler Schuppen Schutz Schwan Schwelle Schwester See Segel Seil
    Seite Seminar Senior Service Sessel Sicherheit Sicht Sieb Siedlung Signal Silo Sirene Sitz Sitzung Skat
    Skate Sofa Sohle Sommer Sonne Sorge Spaten Spende Sperre Sperrung Spiegel Spiel Spitze Sport Sprache
    Sprung Spur Staat Stadt Stall Stand Standort Start Station Statistik Statue Stau Staub Steg Steig Stein
    Stelle Steuer Stiftung Stille Stimme Stock Stoff Storch Strand Strategie Straße Strecke Streifen Streit
    Strom Stube Stück Student Stufe Stuhl Stunde Sturm Süden Summe Sumpf
    Tafel Tag Tagung Takt Taktung Tal Tank Tanne Tanz Tarif Tasche Taube Taxi Technik Tee Teich Teil Telefon
    Teller Tempo Termin Terrasse Test Text Theater Thema Ticket Tiefe Tier Tisch Tod Toilette Ton Tonne Topf
    Tor Tour Tourismus Tourist Tradition Tram Trasse Treff Treppe Tribüne Tunnel Tür Turm Turnier
    Übergang Überquerung Überwachung Übung Ufer Uhr Umbau Umfrage Umgehung Umleitung Umwelt Unfall
    Unterführung Unterhalt Unterkunft Unternehmen Unterricht Unterstand Urlaub
    Vater Verband Verbindung Verbot Verbrauch Verein Verfahren Vergabe Verkauf Verkehr Verleih Vermieter
    Vermietung Versammlung Versicherung Versorgung Vertrag Vertreter Verwaltung Vieh Viertel Vogel Volk
    Vorlage Vorschlag Vorstand Vortrag
    Wache Wachstum Wagen Wahl Wald Wall Wand Ware Wärme Warnung Wasser Watt Weg Wehr Weide Weihnacht Wein
    Weite Welle Welt Wende Werbung Werft Werk Werkstatt Wert Westen Wettbewerb Wetter Wiese Wild Wind Winkel
    Winter Wippe Wirt Wirtschaft Wissen Wissenschaft Woche Wohnung Wolf Wolle Wort Wunsch Würfel Wurst Wurzel
    Zahl Zahn Zaun Zebra Zeichen Zeit Zeitung Zelle Zelt Zentrum Zeug Ziegel Ziel Zimmer Zirkus Zisterne Zone
    Zoo Zucker Zufahrt Zug Zugang Zukunft Zuschuss Zustand Zweck Zweig
    """
)
"""Nouns, which may stand anywhere in a compound."""

MODIFIERS = _words(
    """
    alt ambulanz auto bade barriere bau bio blind dreh durchgang ehren eigen einzel erst ess fahr fern flach
    flüster frei fremd früh ganz gegen gelb gemein gesamt gesund glatt groß grün grund gut halb halte haupt
    heil hoch innen jung kalt klär klein kreativ kurz lade lang langsam laufend lehr leih lern lese liefer
    mehr miet mit mitfahr mittel mobil nah näh neben neu not nutz ober öko online park privat probe quer rat
    reit renn rest rot rück ruf rund rutsch sammel schlaf schmal schnell schreib schwarz schwer schwimm seh
    selbst setz solar sonder sozial spar spät spazier sperr spiel sprech spring stamm such tank tausch teil
    tief tret trink trocken turn umsteige unter voll vorder wander warm warn warte wasch wechsel weiß welt
    werbe wickel wohn zusatz zwischen
    """
)
"""What stands only before a noun: stems of verbs, adjectives, short forms."""

WHOLE = _words(
    """
    Abort Akkord Altar Arbeiter Autor Banner Barren Besen Beispiel Bestand Brause Bremse Bürste Diktat Erbse Fasten
    Formular Gardine Gastronomie Gewinde Glasur Hafer Handy Honorar Husten Insekt Interesse Kaserne Kastanie
    Kommentar Konsum Kontor Kulisse Leistung Marmelade Minister Ministerium Mittwoch Moderator Monitor
    Monitoring Montag Notar Parlament Pastor Patient Plastik Polster Portal Praktikant Radar Radau Radio
    Radius Register Reklame Rentier Reporter Reservat Sandale Sekretariat Senator Sensor Sonntag Statut Talent
    Tapete Textil Tischler Torte Traktor Transport Wartung Weiher Wertung Zeuge Ziffer
    """
)
"""Words that only look like compounds of the words above."""

SAME_STEM = {
    "buss": "bus",
    "eier": "ei",
    "muse": "museum",
    "zentr": "zentrum",
}
"""Stems that German grammar tears apart: Bus and Busse, Zentrum and Zentren."""

STOP_WORDS = _words(
    """
    a aber alle allem allen aller alles als also am an and at auch auf aus bei beim bin bis bist by da damit
    dann das dass dein deine dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort
    du durch ein eine einem einen einer eines er es etwas euch euer eure for from für gegen gibt hab habe
    haben hat hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ins is ist it ja jede jedem
    jeden jeder jedes kann kein keine keinem keinen keiner man mein meine mich mir mit nach nicht noch nun nur
    ob oder of ohne on or our sehr sein seine sich sie sind so soll sollen sollte the to über um und uns unser
    unsere unter vom von vor war warum was wegen weil wenn wer werden wie wieder wir wird with wo zu zum zur
    """
)
"""Words without a meaning of their own, German and English; too common to say what somebody looks for."""
