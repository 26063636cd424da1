"""What the fixture leaves to tell about the measures of the demo town, in the words of its offices."""

from collections.abc import Mapping, Sequence

from participation.contributions.models import Stance
from participation.contributions.threads.demo import Told

BENEFITS: Mapping[str, str] = {
    "M01": "Sie kommen im Bürgerbüro zur vereinbarten Zeit dran und sehen zu Hause, wie weit Ihr Antrag ist.",
    "M02": "Wer im Dorf wohnt und kein Auto fährt, kommt auch abends und am Wochenende in die Stadt und zurück.",
    "M03": "Kinder und ältere Menschen kommen sicherer zu Fuß und mit dem Rad durch die Stadt.",
    "M04": "Kinder, Jugendliche und Zugewanderte können in der Bibliothek bauen, lernen und an Kursen teilnehmen.",
    "M05": "Wer beim Handy oder am Computer nicht weiterkommt, findet jede Woche in der Nähe jemanden, der hilft.",
    "M06": "Sie finden alle Termine an einem Ort und erfahren, was aus Ihrer Mängelmeldung geworden ist.",
    "M07": "Gäste und Schulklassen hören am See Geschichten aus der Stadt, auch auf Englisch und zum Mitlesen.",
    "M08": "Wer einen Laden oder Raum sucht, sieht, was frei ist; leere Schaufenster werden weniger.",
}

EARLY_ANSWERS: Mapping[str, str] = {
    "I01": "Wir schlagen die Terminvergabe als erste Maßnahme vor (M01). Die Erinnerung per SMS prüfen wir im Test.",
    "I02": "Ihre Idee zählt bei „Online-Termine fürs Bürgerbüro“ mit und ist jetzt Teil der Maßnahme M01.",
    "I03": "Der Antragsstatus ist der zweite Baustein der Maßnahme M01. Er kommt nach der Terminvergabe.",
}

EARLY_COMING = ("Wir stimmen ab, was der Dienst können muss.", "")

COMING: Mapping[str, tuple[str, str]] = {
    "M01": ("Der Antragsstatus für fünf Leistungen geht online.", "2028-09-30"),
    "M02": ("Die Stadtvertretung entscheidet, ob der Rufbus bleibt.", "2028-07-06"),
    "M03": ("Die fünfte Sofortstelle wird sicherer.", ""),
    "M04": ("Die Bibliothek öffnet auch samstags.", ""),
    "M05": ("Weitere Lotsinnen und Lotsen werden ausgebildet.", ""),
    "M06": ("App und Kalender starten.", "2028-06-30"),
    "M07": ("Der Förderbescheid wird erwartet.", "2028-05-31"),
    "M08": ("Die Eigentümer werden befragt.", ""),
}

RUNNING_SINCE: Mapping[str, str] = {
    "M01": "2027-07-01",
    "M02": "2027-09-27",
    "M03": "2027-07-01",
    "M04": "2027-08-01",
    "M05": "2027-07-01",
    "M06": "2027-10-01",
    "M08": "2028-01-01",
}
"""M07 is decided, but waits for its money."""

SAID: Mapping[str, Sequence[Told]] = {
    "M02": (
        Told(
            "2027-10-11",
            "Frau K. aus Wiesow",
            "Kann ich den Rufbus auch ohne App bestellen? Mein Handy kann nur telefonieren.",
            stance=Stance.QUESTION,
        ),
        Told(
            "2027-10-12",
            "",
            "Ja. Rufen Sie bis eine Stunde vor der Fahrt an. Die Nummer steht an jeder Haltestelle.",
            reply_to=0,
            office="Fachbereich Bau und Ordnung",
            hour=10,
        ),
    )
}
"""What people ask below a measure, and what the town answers."""
