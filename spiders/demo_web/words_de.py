"""The German paper's words, already inflected: what fits a slot fits it without another thought. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass

ORTE = (
    "Groß Wehden", "Altenbrück", "Süderhöft", "Kleinlüthow", "Mühlenbeek", "Rösterfeld", "Ahnsbüttel", "Weißenhagen",
    "Grünenplan", "Öhrendorf", "Bad Störingen", "Niederaußem am Deich", "Straßleben", "Hohenlüchte", "Jübeck", "Fährhaus",
)  # fmt: skip
VORNAMEN = (
    "Änne", "Björn", "Cäcilie", "Detlef", "Elke", "Götz", "Hilke", "Jörg", "Käthe", "Lüder", "Marlies", "Nadja", "Özlem",
    "Rüdiger", "Sönke", "Traute", "Uwe", "Wiebke", "Jürgen", "Bärbel", "Hauke", "Frauke", "Günther", "Swantje",
)  # fmt: skip
NACHNAMEN = (
    "Bührmann", "Claaßen", "Döscher", "Eßmann", "Fröhlich", "Grüttner", "Höpken", "Jürgensen", "Köhnke", "Lühmann",
    "Möhring", "Nölting", "Ohlrogge", "Plöger", "Quast", "Rößler", "Schäfer-Weiß", "Tönnies", "Ühlein", "Völkers",
    "Wöhler", "Zöllner", "Brüggemann", "Stührk", "Weßling", "Hüttmann",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thema:
    """Was eine Art von Meldung ausmacht: wer (Nominativ), was (Nominativ und Akkusativ gleich), was tun (Infinitiv)."""

    name: str
    akteure: tuple[str, ...]
    berufe: tuple[str, ...]
    dinge: tuple[str, ...]
    taten: tuple[str, ...]
    sorgen: tuple[str, ...]
    folgen: tuple[str, ...]
    orte: tuple[str, ...]


def _thema(name: str, text: str) -> Thema:
    return Thema(
        name,
        *[tuple(part.strip() for part in line.split("|")) for line in text.strip().replace("|\n", "|").splitlines()],
    )


THEMEN = (
    _thema("Verkehr", """
das Straßenbauamt|die Gemeinde|der Verkehrsclub|die Busgesellschaft|der Ortsrat
Busfahrerin|Straßenwärter|Fahrlehrer|Lokführerin
die Umgehungsstraße|das Brückengeländer|die Buslinie 14|die Fähre|das Parkhaus am Wall|die Bahnschranke
die Brücke sperren|den Fahrplan ausdünnen|zwei Ampeln abbauen|die Fähre kostenlos fahren lassen|
Tempo 30 einführen|den Radweg bis zum Bahnhof verlängern
der Rost an den Trägern|das Hochwasser|der Streit um die Kosten|das Fehlen von Fahrern|die Baustelle am Markt
die Schulbusse fuhren über die Dörfer|der Stau reichte bis zur Mühle|drei Lastwagen blieben im Graben stecken|
die Fähre lag zwei Tage fest|der Linienbus fuhr leer|die Schranke blieb den ganzen Morgen unten
am Bahnhof|an der alten Brücke|auf dem Marktplatz|vor dem Rathaus
"""),
    _thema("Landwirtschaft", """
der Bauernverband|die Molkerei|der Deichverband|das Veterinäramt|die Genossenschaft
Landwirtin|Schäfer|Obstbauer|Tierärztin
die Apfelernte|das Grünland|die Milchquote|der Entwässerungsgraben|die Streuobstwiese|das Futterlager
die Gräben ausbaggern|höhere Preise zahlen|den Deich erhöhen|die Wiesen später mähen|alte Sorten veredeln|
den Hofladen wieder öffnen
der späte Frost|die Trockenheit|das billige Importobst|die Mäuseplage|der nasse August
die halbe Ernte blieb an den Bäumen|die Schafe standen bis zum Bauch im Wasser|der Mähdrescher versank im Acker|
das Heu wurde nachts eingefahren|die Bienen mussten gefüttert werden|der Preis fiel zum fünften Mal
auf dem Hof am Deich|im Melkhaus|auf der Obstwiese|an der Waage
"""),
    _thema("Schule", """
der Schulvorstand|das Kultusministerium|der Elternrat|die Stadtverwaltung|die Lehrergewerkschaft
Lehrerin|Hausmeister|Rektorin|Schulköchin
die Turnhalle|die Mensa|das Schulorchester|der Stundenplan|die Grundschule am Wald|das Chemielabor
die Turnhalle abreißen|ein warmes Frühstück anbieten|Plattdeutsch unterrichten|die Klassen zusammenlegen|
das Dach erneuern|die Ferien verschieben
der Schimmel in der Bücherei|das Loch im Haushalt|der Lehrermangel|das undichte Dach|die sinkende Schülerzahl
der Unterricht fand in der Kirche statt|die Prüfung wurde bei Kerzenlicht geschrieben|
eine Ziege verwüstete den Schulgarten|vierzig Eltern meldeten sich freiwillig|der Chor sang vor dem Amt|
die Glocke läutete eine Stunde zu früh
in der Aula|auf dem Schulhof|in der Mensa|im Lehrerzimmer
"""),
    _thema("Kultur", """
der Theaterverein|das Heimatmuseum|die Kirchengemeinde|der Schützenverein|die Bürgerstiftung
Organistin|Restaurator|Schauspielerin|Küster
die Orgel|das Freilichttheater|die Gemäldesammlung|das Stadtfest|der Lesesaal|die alte Mühle
die Orgel restaurieren|das Bild zurückgeben|im Freien spielen|den Eintritt halbieren|das Archiv öffnen|
die Mühle wieder in Gang setzen
der Holzwurm|das gestrichene Fördergeld|der Streit um das Erbe|die geringe Nachfrage|der Wasserschaden
der Vorhang blieb auf halber Höhe hängen|die Sängerin sang von der Empore|die Schlange reichte bis um die Ecke|
der zweite Akt fiel ins Wasser|ein Unbekannter kaufte die ganze erste Reihe|
das Bild hing tagelang verkehrt herum
im Kornhaus|auf der Freilichtbühne|im Kirchenschiff|im Stadtarchiv
"""),
    _thema("Wirtschaft", """
die Werft|die Sparkasse|der Betriebsrat|die Handwerkskammer|die Zuckerfabrik
Schweißerin|Buchhalter|Bäckermeister|Prokuristin
das Auftragsbuch|die Nachtschicht|das Lehrlingsheim|die alte Brauerei|der Wochenmarkt|das Gewerbegebiet Süd
neunzig Lehrlinge einstellen|die Nachtschicht streichen|in die alte Brauerei ziehen|die Löhne anheben|
den Markt überdachen|das Rezept verkaufen
der abgesagte Auftrag|die hohe Stromrechnung|das schwache Quartal|der Streik|die verspätete Lieferung
der Ofen erlosch zum ersten Mal|die Belegschaft bekam Gutscheine|die Bestellungen verdoppelten sich|
ein Käufer meldete sich aus dem Nichts|das Lager wurde versteigert|die Nachtschicht stimmte für das Bleiben
in der alten Brauerei|auf der Helling|in der Kantine|am Werkstor
"""),
)  # fmt: skip
