"""Stories written into a form: weather and match reports that share most of their words and are different stories."""

from __future__ import annotations

import random

from spiders.demo_web.grammar_de import NACHNAMEN, ORTE, VORNAMEN
from spiders.demo_web.story import Block, Version
from spiders.demo_web.words_en import FIRST_NAMES, LAST_NAMES, TOWNS

WEATHER = (
    "A {a} spell is on its way to {t} and the country around it, the weather office said in its {b} bulletin.",
    "Temperatures will reach {n} degrees by the middle of the day and fall to {m} after dark. Winds from the {w} will "
    "blow at {k} knots, gusting to {g} on the coast near {u}.",
    "Rain is expected from {h} o'clock, with {r} millimetres likely on high ground. Drivers on the road to {v} are "
    "asked to look out for {x}.",
    'The duty forecaster, {p}, said the {a} air would give way to something {c} before the weekend. "Take {o}," was '
    "the advice.",
    "At sea the swell will be {y} metres. Small boats out of {u} should stay {z}.",
    "The sun rises at {i} minutes past seven and sets at {j} minutes past four. High water at {t} is at {l} minutes "
    "past noon.",
    "The river at {v} stood at {q} centimetres last night, {d} on the day before. No flood warning is in force.",
    "Gardeners should {e}. The next bulletin will be issued at six.",
)
MATCH = (
    "{t} beat {u} by {n} goals to {m} in front of {k} spectators at {v} on Saturday.",
    "The visitors started the brighter side, and {p} struck the post after {h} minutes. From the corner that followed "
    "{q} headed home.",
    "{t} drew level through {r}, whose shot from {g} yards took a {x}. The referee, {s}, waved away the appeals.",
    "After the interval the rain came down and the match turned on {y}. The goalkeeper could only watch as the ball "
    "rolled {z}.",
    '"We were {a} in the first half and {b} in the second," said the {t} manager, {o}. The {u} bench had no comment.',
    "The result leaves {t} in {w} place with {l} points from {i} matches. {u} have now gone {j} games without a win.",
    "Next week {t} travel to {c}, where they have not won for {d} seasons.",
)
WETTER = (
    "{t}. Auf {a} Luft müssen sich die Menschen zwischen {t} und {u} einstellen, teilte die Wetterwarte mit.",
    "Die Temperaturen steigen bis zum Mittag auf {n} Grad und fallen in der Nacht auf {m} Grad. Der Wind weht mit {k} "
    "Kilometern in der Stunde aus {w}, an der Küste sind Böen bis {g} möglich.",
    "Ab {h} Uhr ist mit Regen zu rechnen, im Bergland fallen {r} Liter auf den Quadratmeter. Auf der Straße nach {v} "
    "ist mit {x} zu rechnen.",
    "„Am Wochenende wird es {c}“, sagte {p} von der Wetterwarte. Wer draußen arbeitet, solle an {o} denken.",
    "Der Pegel in {v} lag gestern Abend bei {q} Zentimetern, das sind {d} als am Tag davor.",
    "Die Sonne geht um 7.{i} Uhr auf und um 16.{j} Uhr unter. Der nächste Bericht erscheint morgen früh um sechs.",
    "Für den Garten gilt: {e}. An der See läuft das Hochwasser in {u} um 12.{l} Uhr auf.",
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
