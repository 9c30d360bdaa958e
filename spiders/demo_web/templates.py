"""Stories written into a form: weather and match reports that share most of their words and are different stories."""

from __future__ import annotations

import random

from spiders.demo_web.story import Block, Version
from spiders.demo_web.words_de import NACHNAMEN, ORTE, VORNAMEN
from spiders.demo_web.words_en import FIRST_NAMES, LAST_NAMES, TOWNS

WEATHER = (
    "A {a} spell is on its way to {t} and the country around it, the weather office said in its {b} bulletin.",
    "Temperatures will reach {n} degrees by the middle of the day and fall to {m} after dark, which is much what one would "
    "expect of the season. Winds from the {w} will blow at {k} knots, gusting to {g} on the more exposed stretches of the "
    "coast near {u}.",
    "Rain is expected from {h} o'clock, with {r} millimetres likely on high ground and rather less in the valleys. Drivers "
    "on the road to {v} are asked to slow down, to keep their distance and to look out for {x}.",
    "The duty forecaster, {p}, said the {a} air would give way to something {c} before the weekend, although the models "
    'did not agree on quite how soon that would be. "Take {o}," was the advice from the office.',
    "At sea the swell will be {y} metres from the middle of the morning until well after dark. Small boats out of {u} "
    "should stay {z} until the next bulletin says otherwise.",
    "The sun rises at {i} minutes past seven and sets at {j} minutes past four. High water at {t} is at {l} minutes past "
    "noon and again a little before one in the morning.",
    "The river at {v} stood at {q} centimetres last night, {d} on the day before. No flood warning is in force on any "
    "river in the county, and none is thought likely before the end of the week.",
    "Gardeners should {e}. Anyone who keeps animals outdoors should see that they have clean water and a dry place to lie.",
)
MATCH = (
    "{t} beat {u} by {n} goals to {m} in front of {k} spectators at {v} on Saturday.",
    "The visitors started the brighter side and had the better of the opening quarter of an hour, in which {p} struck the "
    "post with the goalkeeper beaten. From the corner that followed {q} headed home, to the delight of those who had made "
    "the long journey.",
    "{t} drew level shortly before the interval through {r}, whose shot from {g} yards took a {x}. The referee, {s}, waved "
    "away the appeals and was booed off the field at half time by both sets of supporters.",
    "After the interval the rain came down in sheets, the pitch began to cut up badly in both goalmouths, and the match "
    "turned on {y}. The goalkeeper could only stand and watch as the ball rolled {z}.",
    '"We were {a} in the first half and {b} in the second, and that is all there is to say about it," said the {t} '
    "manager, {o}. Nobody from the {u} bench wished to speak to reporters after the match.",
    "The result leaves {t} in {w} place in the table with {l} points from {i} matches. {u} have now gone {j} games without "
    "a win, and their next three are all away from home.",
    "Next week {t} travel to {c}, where they have not won for {d} seasons. Kick-off is at three o'clock and there will be "
    "no tickets on the gate.",
)
WETTER = (
    "{t}. Auf {a} Luft müssen sich die Menschen zwischen {t} und {u} einstellen, teilte die Wetterwarte mit.",
    "Die Temperaturen steigen bis zum Mittag auf {n} Grad und fallen in der Nacht auf {m} Grad, was für die Jahreszeit "
    "durchaus üblich ist. Der Wind weht mit {k} Kilometern in der Stunde aus {w}, an den offenen Stellen der Küste sind "
    "auch Böen bis {g} möglich.",
    "Ab {h} Uhr ist mit Regen zu rechnen, im Bergland fallen {r} Liter auf den Quadratmeter, in den Tälern etwas weniger. "
    "Wer auf der Straße nach {v} unterwegs ist, sollte langsam fahren, Abstand halten und mit {x} rechnen.",
    "„Am Wochenende wird es {c}, auch wenn sich die Modelle über den Zeitpunkt noch nicht ganz einig sind“, sagte {p} von "
    "der Wetterwarte. Wer draußen arbeitet, solle an {o} denken.",
    "Der Pegel in {v} lag gestern Abend bei {q} Zentimetern, das sind {d} als am Tag davor. Eine Hochwasserwarnung gilt "
    "derzeit an keinem Fluss im Landkreis, und vor dem Ende der Woche rechnet auch niemand damit.",
    "Die Sonne geht um 7.{i} Uhr auf und um 16.{j} Uhr unter. Der nächste Bericht erscheint morgen früh um sechs.",
    "Für den Garten gilt: {e}. Wer Tiere im Freien hält, sollte für sauberes Wasser und einen trockenen Liegeplatz sorgen. "
    "An der See läuft das Hochwasser in {u} um 12.{l} Uhr auf.",
)


def _numbers(stream: random.Random) -> dict[str, str]:
    return {letter: str(stream.randint(10, 58)) for letter in "nmkghrijlqd"}


def _fill(frames: tuple[str, ...], slots: dict[str, str]) -> tuple[Block, ...]:
    return tuple(Block("paragraph", frame.format(**slots)) for frame in frames)


def weather(key: str) -> Version:
    """An English weather report."""
    stream = random.Random(f"weather {key}")
    pick, towns = stream.choice, stream.sample(TOWNS, 3)
    slots = _numbers(stream) | dict(zip("tuv", towns, strict=True)) | {
        "a": pick(("mild", "bitterly cold", "damp", "blustery", "foggy", "unusually dry")),
        "b": pick(("morning", "evening", "midday", "revised")),
        "c": pick(("brighter", "colder still", "thoroughly wet", "calmer")),
        "d": f"{pick(('up', 'down'))} {stream.randint(3, 29)}",
        "e": pick(("cover their dahlias", "water the seedlings before noon", "leave the digging for now", "pick the last pears")),
        "o": pick(("an umbrella and a spare coat", "it slowly on the bridges", "the dog out early", "nothing for granted")),
        "p": f"{pick(FIRST_NAMES)} {pick(LAST_NAMES)}",
        "w": pick(("south-west", "north-east", "west", "north", "east")),
        "x": pick(("standing water", "fallen branches", "black ice", "drifting sand", "sheep sheltering on the verge")),
        "y": pick(("two", "three", "just under four", "one and a half")),
        "z": pick(("in harbour", "close to the shore", "clear of the bar", "on their moorings")),
    }  # fmt: skip
    title = f"Weather: {slots['a']} in {towns[0]}, {slots['n']} degrees and wind from the {slots['w']}"
    return Version(title, _fill(WEATHER, slots))


def match_report(key: str) -> Version:
    """An English match report."""
    stream = random.Random(f"match {key}")
    pick, towns = stream.choice, stream.sample(TOWNS, 4)
    people = iter(f"{pick(FIRST_NAMES)} {pick(LAST_NAMES)}" for _ in range(5))
    slots = _numbers(stream) | dict(zip("tuvc", towns, strict=True)) | dict(zip("pqrso", people, strict=True)) | {
        "n": pick(("two", "three", "four", "five")),
        "m": pick(("one", "nil")),
        "k": f"{stream.randint(2, 9)},{stream.randint(100, 999)}",
        "a": pick(("dreadful", "half asleep", "brave", "far too polite")),
        "b": pick(("a different team", "simply better", "lucky", "in a hurry")),
        "w": pick(("third", "ninth", "sixth", "last", "second")),
        "x": pick(("wicked deflection", "kind bounce", "coat of paint off the bar", "divot on the way in")),
        "y": pick(("a back pass", "a hand ball nobody saw", "a long throw", "a misplaced goal kick")),
        "z": pick(("gently over the line", "into an empty net", "in off a knee", "between two defenders")),
    }  # fmt: skip
    title = f"{towns[0]} beat {towns[1]} at {towns[2]}"
    return Version(title, _fill(MATCH, slots))


def wetter(key: str) -> Version:
    """A German weather report."""
    stream = random.Random(f"wetter {key}")
    pick, orte = stream.choice, stream.sample(ORTE, 3)
    slots = _numbers(stream) | dict(zip("tuv", orte, strict=True)) | {
        "a": pick(("milde", "eisige", "feuchte", "stürmische", "neblige")),
        "c": pick(("freundlicher", "noch kälter", "richtig nass", "ruhiger")),
        "d": f"{stream.randint(3, 29)} {pick(('mehr', 'weniger'))}",
        "e": pick(("Dahlien abdecken", "vor dem Mittag gießen", "das Umgraben verschieben", "die letzten Birnen ernten")),
        "o": pick(("einen Schirm", "feste Schuhe", "eine zweite Jacke", "heißen Tee")),
        "p": f"{pick(VORNAMEN)} {pick(NACHNAMEN)}",
        "w": pick(("Südwest", "Nordost", "West", "Nord")),
        "x": pick(("stehendem Wasser", "umgestürzten Bäumen", "Glätte", "Sandverwehungen")),
    }  # fmt: skip
    return Version(
        f"Wetter: {slots['a'].capitalize()} Luft in {orte[0]}, {slots['n']} Grad in {orte[1]}", _fill(WETTER, slots)
    )
