"""A small golden corpus, written for these tests: four subjects as citizens write about them, and look-alikes."""

GOLD = {
    "light": [
        "Die Laterne an der Bushaltestelle ist seit Wochen dunkel.",
        "Laternen im Park bitte reparieren, abends ist es dort dunkel.",
        "Mehr Beleuchtung auf dem Weg zum Bahnhof, die Laterne flackert nur.",
        "Die Straßenlaterne vor der Apotheke ist kaputt.",
        "Dunkle Ecke am Friedhof: hier fehlt eine Straßenlaterne.",
        "Beleuchtung am Fußweg zum Sportplatz, ohne Licht traut sich dort keiner.",
    ],
    "waste": [
        "Im Park quellen die Mülleimer jedes Wochenende über.",
        "Mehr Mülleimer am Spielplatz, überall liegt Müll.",
        "Der Sperrmüll steht wochenlang am Straßenrand.",
        "Müllabfuhr kommt zu selten, die Tonnen sind voll.",
        "Wilder Müll am Waldrand, bitte einen Container aufstellen.",
        "Papiermüll und Glas: die Container sind immer voll.",
    ],
    "internet": [
        "Freies WLAN auf dem Marktplatz wäre schön.",
        "Kein Glasfaser im Dorf, das Internet ist zu langsam.",
        "WLAN in der Bücherei und im Bürgerhaus, bitte kostenlos.",
        "Unser Internet fällt jeden Abend aus, wann kommt Glasfaser?",
        "Schnelles Internet für die Schule, das WLAN bricht zusammen.",
        "Glasfaseranschluss für das Gewerbegebiet.",
    ],
    "cycling": [
        "Der Radweg an der Hauptstraße ist voller Schlaglöcher.",
        "Radweg zwischen den Dörfern bauen, Radfahrer leben gefährlich.",
        "Fahrradständer am Bahnhof fehlen, die Räder stehen im Weg.",
        "Der Radweg endet plötzlich vor der Kreuzung.",
        "Überdachte Fahrradständer vor dem Schwimmbad.",
        "Radfahrer brauchen einen sicheren Radweg zur Schule.",
    ],
}

TEXTS = [text for texts in GOLD.values() for text in texts]
LABELS = [label for label, texts in GOLD.items() for _ in texts]
SEEDS = [
    ("light", ("Laterne", "Beleuchtung", "dunkel")),
    ("waste", ("Müll", "Container", "Tonne")),
    ("internet", ("WLAN", "Internet", "Glasfaser")),
    ("cycling", ("Radweg", "Fahrrad", "Radfahrer")),
]

ENGLISH = [
    "The street lamp at the bus stop is broken",
    "Lamps in the park are broken, it is dark at night",
    "More street lamps on the path to the station",
    "Free wifi on the market square",
    "Slow internet in our village, and no wifi",
    "Wifi in the library please",
]
UKRAINIAN = [
    "Потрібні вечірні курси німецької мови онлайн",
    "Курси німецької мови для дітей",
    "Автобус не їздить у вихідні",
    "Більше автобусів увечері, будь ласка",
]
