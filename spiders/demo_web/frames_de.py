"""The German paper's sentences: frames with slots for what `words_de` offers.

Slots: {A} {B} Akteure, {R} Beruf, {N} {O} volle Namen, {S} Nachname, {T} {U} Dinge, {V} {W} Taten (Infinitiv), {P} {X} Sorgen,
{E} {F} Folgen (Hauptsätze), {L} Ortsangabe, {Z} {Y} Orte, {D} Wochentag, {K} Zahl, {M} Geld, {H} Uhrzeit.
"""

from __future__ import annotations

LEADS = (
    "{A} will {V}. In {Z} sorgt das seit {D} für Gesprächsstoff.",
    "Lange hat es gedauert, nun steht es fest: {A} wird {V}.",
    "{E} – und in {Z} fragt man sich, wie es so weit kommen konnte.",
    "{P} bereitet {Z} Kopfzerbrechen. {A} möchte deshalb {V}.",
    "Voll besetzt war es {L} in {Z}, als {A} erklärte, man werde {V}.",
)
BODY = (
    "{A} hatte für {D} eingeladen, {K} Bürgerinnen und Bürger kamen.",
    "„Wir können {V}, oder wir können weiter warten“, sagte {N} ({R}).",
    "„So etwas habe ich in {K} Jahren nicht erlebt“, meinte {O} und schüttelte den Kopf.",
    "Die Kosten werden auf {M} geschätzt, für {Y} allein wäre das nicht zu stemmen.",
    "{B} sieht das anders.",
    "Schuld sei vor allem {X}, heißt es aus {Y}.",
    "Unterdessen häufen sich die Klagen: {E}.",
    "Gegen {H} Uhr war {L} kein Platz mehr frei.",
    "Wer {L} zu tun hat, kennt das Problem seit Jahren.",
    "{S} will sich damit nicht abfinden und möchte lieber heute als morgen {W}.",
    "Schon einmal, vor {K} Jahren, sollte es so weit kommen; damals geschah etwas anderes: {F}.",
    "Fraglich bleibt, was aus dem Vorschlag wird, man könne {W}.",
    "Dass {B} so schnell nachgibt, glaubt {L} niemand.",
    "Ein Gutachten von {K} Seiten liegt inzwischen vor, es nennt gleich mehrere Gründe.",
    "Ganz oben auf der Liste: {X}.",
    "Darunter folgt, fast als Nachsatz, {P}.",
    "{N} wohnt seit der Kindheit in {Y} und führt über alles genau Buch.",
    "In einem der Hefte steht nur ein Satz: {F}.",
    "Beifall gab es, als {O} das Wort ergriff.",
    "„Man hat uns nichts gesagt, und man sagt uns auch jetzt nichts“, rief {S} in den Saal.",
    "Mit {M} aus der Rücklage ließe sich immerhin ein Anfang machen.",
    "{A} hält die Sache damit für erledigt, {B} noch lange nicht.",
    "Betroffen sind rund {K} Haushalte in {Z} und einige mehr in {Y}.",
    "Ältere erinnern sich an Zeiten, in denen {U} der Stolz von {Z} war.",
    "Heute, so {O}, sei davon wenig übrig.",
    "Am {D} soll erneut beraten werden, wieder {L}, wieder öffentlich.",
    "Bis dahin bleibt {T} ein heißes Eisen.",
    "Aus {Y} kommt ein anderer Rat: Dort ließ man sich Zeit, und {F}.",
    "{K} Stimmen gab es dafür, {B} enthielt sich.",
    "Mancher würde gern {W}, traut sich aber nicht, es laut zu sagen.",
    "Zum Schluss der Sitzung wurde es still, denn {E}.",
    "„Das ist erst der Anfang“, versprach {N} beim Hinausgehen.",
    "Wie teuer {U} am Ende wird, weiß keiner: Mal ist von {M} die Rede, mal vom Doppelten.",
    "Über den Winter, sagt {S}, müsse man so oder so kommen.",
    "Eine Sammlung in {Z} hat bereits {M} erbracht.",
    "Der Rest soll aus {Y} kommen, falls {B} mitzieht.",
    "Auch {T} kommt noch einmal auf den Prüfstand.",
    "Gerechnet wird mit einer Bauzeit von {K} Wochen, sofern {X} nicht dazwischenkommt.",
    "Vom Beruf her ({R}) weiß {O}, wovon die Rede ist.",
    "Kinder aus {Y} haben {U} gemalt, die Bilder hängen nun {L}.",
)
HEADINGS = ("Wer bezahlt das?", "Stimmen aus {Y}", "Wie es weitergeht", "{K} Seiten Papier", "Kritik aus {Z}",
            "Ein langer Winter")  # fmt: skip
TITLES = (
    "{Z}: {A} will {V}", "{Z}: {P} macht {N} Sorgen", "{M} für {Z}: {A} soll zahlen", "{Z} streitet: {T} oder {U}?",
    "{N} aus {Z} warnt: {P}", "Darf {A} in {Z} einfach {V}?", "{Z}: {E}", "{P}: {A} aus {Z} gerät unter Druck",
)  # fmt: skip
DECKS = (
    "{A} und {B} sind sich in {Z} nicht einig – es geht um {M}.",
    "Für {N} ({R}) ist {P} mehr als ein Ärgernis.",
    "{K} Menschen kamen {L} zusammen. Eine Lösung fanden sie nicht.",
)
