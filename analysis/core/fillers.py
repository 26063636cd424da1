"""Words that say nothing about what a contribution is about, for each language. Written by hand.

Search needs only the shortest such list; topics need one that also knows how people wish, complain and thank.
"""

from collections.abc import Mapping

from analysis.core.text import fold

_GERMAN = """
    aber ab absolut ach ähnlich aktuell aktuelle aktuellen allein alle allem allen aller allerdings alles
    allgemein als also am an ander andere anderem anderen anderer anderes anders angeblich ansonsten ansatz auch
    auf aufgrund aus außer außerdem außerhalb bald bedeutet bei beide beiden beim beispiel beispielsweise
    bereits besonders besser bessere besseren besten bestimmt bin bis bisher bist bitte bleiben bleibt brauche
    brauchen braucht bringen bringt bzw da dabei dadurch dafür dagegen daher dahin damit danach daneben danke
    dann dar daran darauf daraus darf darin darüber darum darunter das dass dasselbe daß davon davor dazu
    definitiv dein deine dem den denen denke denken denn dennoch der deren derzeit des deshalb dessen desto
    deutlich dich die dies diese diesem diesen dieser dieses direkt doch dort du durch durchaus dürfen dürfte
    eben ebenfalls ebenso echt egal eher eigentlich ein eine einem einen einer eines einfach einfacher einige
    einigen einiges einmal eins endlich entsprechend entsprechende entsprechenden entweder er erst erste ersten
    es etc etwa etwas euch euer eure eventuell evtl extrem fast fehlen fehlt find finde finden findet folgende
    folgenden für ganz ganze ganzen ganzes gar geben gebt gegen gegenüber gehen geht gehört gemacht generell
    genau genauso genug gerade gern gerne gesamte gesamten gewesen gibt ging gleich gleichen gleichzeitig grad
    groß große großen großer großes grundsätzlich gut gute guten guter gutes hab habe haben halt hallo hat hatte
    hatten hätte hätten heute hier hierfür hin hingegen hinter hoffe hoffentlich ich idee ideen ihm ihn ihnen
    ihr ihre ihrem ihren ihrer im immer in indem ins insbesondere insgesamt ist ja jahr jahre jahren je jede
    jedem jeden jeder jedes jedoch jemand jetzt kann kannst kaum kein keine keinem keinen keiner klar klein
    kleine kleinen komme kommen kommt komplett könnt könnte könnten können konnte lang lange langsam lasse
    lassen lässt leicht leider letzte letzten letztes lieber liebe macht mach mache machen mal man manche
    manchen manchmal mehr mehrere mehreren mein meine meinem meinen meiner meinung meist meisten meistens mich
    mindestens mir mit mittlerweile möchte möchten möglich mögliche möglichst müssen müsste müssten muss mußte
    nach nachdem nah nämlich natürlich neben nen neu neue neuen neuer neues nicht nich nichts nie niemand nix
    noch nötig notwendig nun nur nutzen nutzt ob oben obwohl oder offenbar oft öfter ohne ok paar per pro recht
    relativ richtig sagen sage schade schlecht schlechte schließlich schon schön schöne schöner schwer sehen
    sehr sei sein seine seinem seinen seiner seit selbst selber sich sicherlich sie siehe sieht sind sinnvoll so
    sobald sofern sofort sogar solange solche solchen solcher soll sollen sollte sollten somit sondern sonst
    soweit sowie sowieso sowohl später statt stattdessen stehen steht stellen ständig super tatsächlich teil
    teilweise toll total trotz trotzdem tun tut über überall überhaupt übrigens um und ungefähr uns unser unsere
    unserem unseren unserer unter usw viel viele vielen vieler vieles vielleicht völlig vom von vor vorallem
    vorher vorschlag vorschlagen wann war wär wäre wären waren warum was weder weg wegen weil weit weitere
    weiteren weiterer weiter welche welchem welchen welcher welches wenig wenige weniger wenigen wenigstens wenn
    wer werde werden wie wieder will wir wirklich wird wo wobei wodurch wohl wollen wollte worden wünsche
    wünschen wünschenswert wünscht wunsch wurde wurden würde würden ziemlich zb zu zudem zum zumindest zur
    zurück zusätzlich zusätzliche zwar zwei zwischen
"""

_ENGLISH = """
    a able about above actually after again against ago all almost along already also although always am an and
    another any anyone anything are around as ask at away back be became because been before being below best
    better between bit both but by came can cannot come comes could did do does doing don done down during each
    either else enough especially even ever every everyone everything few find first for from further get gets
    getting give given go goes going good got great had hard has have having he hello help her here hers him his
    hope how however i idea ideas if in instead into is it its itself just keep know large last least less let
    like little ll long look lot lots made make makes making many may maybe me mean might more most much must my
    nearly need needed needs never new next nice no nobody none nor not nothing now of off often ok old on once
    one ones only onto or other others our out over own people per perhaps please possible put quite rather re
    really right said same say see seem seems several shall she should since so some someone something sometimes
    soon still such sure take than thank thanks that the their them then there therefore these they thing things
    think this those though through thus to together too two under until up upon us use used useful using ve
    very via want wants was way we well went were what when where whether which while who whole whom whose why
    will wish with within without would yes yet you your
"""

_LOW_GERMAN = """
    achter bi bün dat dor dorbi dörch du een eenen ehr em en föör för gahn gait gifft hebben hebbt hett ick ik
    in'e is ji jo keen keene kann kamen kümmt leev man mien mihr mit mööt möt nah nee nich noch ok ook op oewer
    över sien so söss tau to uns un upp vun vör wat wenn wi wie will wo
"""

FILLERS: Mapping[str, frozenset[str]] = {
    "de": frozenset(map(fold, f"{_GERMAN} {_LOW_GERMAN} {_ENGLISH}".split())),
    "en": frozenset(map(fold, _ENGLISH.split())),
}
"""For each language the folded words that topics leave out. German texts leave out Low German and English ones too."""
