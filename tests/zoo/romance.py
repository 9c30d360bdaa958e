"""Writes French and Spanish stories for the zoo: same key, same words."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from spiders.demo_web.story import Block, Version

MOST = 5
"""Paragraphs of a story: more would repeat so many frames that two stories are near-duplicates."""
FRENCH: Mapping[str, Sequence[str]] = {
    "A": ("le conseil municipal", "la régie des transports", "le comité de quartier", "l'office du port"),
    "T": ("la nouvelle passerelle", "le marché couvert", "l'école du canal", "la bibliothèque", "le tramway", "la piscine"),
    "P": ("les retards du chantier", "le manque de crédits", "la hausse des loyers", "les crues du printemps"),
    "L": ("la salle des fêtes", "la place du Vieux-Port", "la mairie", "l'ancienne gare"),
    "Z": ("Saint-Aubin", "Villeneuve", "Montclair", "Port-Louis", "Bellerive"),
    "N": ("Agathe Morel", "Bernard Vasseur", "Denise Carpentier", "Olivier Roussel", "Sophie Lemoine"),
    "D": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    "title": (
        "À {Z}, {A} veut sauver {T}", "{T} : {A} change d'avis après {K} jours", "Pourquoi {P} inquiètent {Z}",
        "{K} habitants de {Z} réclament {T}", "{A} promet {T} avant l'hiver à {Z}", "{Z} attend toujours {T}",
    ),
    "body": (
        "Réuni {D} à {L}, {A} a longuement débattu de {T} avant de passer au vote.",
        "Pour {N}, qui habite {Z} depuis {K} ans, la décision arrive beaucoup trop tard.",
        "« Nous avons attendu assez longtemps », a déclaré {N} devant une salle comble.",
        "Le coût des travaux, estimé d'abord à {K} millions d'euros, pourrait encore doubler à cause de {P}.",
        "Dans le même temps, {P} continuent de peser sur les commerçants du centre-ville.",
        "Une lettre de {K} pages, lue à haute voix à {L}, rappelle que rien n'a été fait depuis l'automne.",
        "Les élus de {Z} ont demandé un rapport qui devrait être remis {D} prochain.",
        "Il y a dix ans déjà, un projet semblable avait été abandonné faute d'argent.",
        "Personne, parmi les riverains, ne croit que {T} sera prêt à temps.",
        "{N} a quitté la réunion sans répondre aux questions des journalistes.",
        "Selon un document que nous avons pu consulter, {A} connaissait {P} depuis longtemps.",
        "Les travaux doivent commencer près de {L}, puis s'étendre vers le fleuve.",
        "À la sortie, plusieurs habitants disaient leur colère et d'autres leur soulagement.",
        "« On nous avait promis {T}, on nous donne un rapport », soupire {N}.",
        "Le vote a été acquis par {K} voix, au terme d'une séance particulièrement tendue.",
        "Reste à savoir qui paiera, car {A} assure ne pas disposer des fonds nécessaires.",
        "En attendant, les familles de {Z} devront faire un détour par {L} chaque matin.",
        "La préfecture n'a pas souhaité commenter ces chiffres avant la fin de l'enquête.",
        "Des bénévoles ont pourtant recueilli {K} signatures en une seule fin de semaine.",
        "Une nouvelle rencontre est prévue {D} à {L}, ouverte à tous ceux que cela concerne.",
    ),
}  # fmt: skip
SPANISH: Mapping[str, Sequence[str]] = {
    "A": ("el ayuntamiento", "la junta vecinal", "la cámara de comercio", "la autoridad portuaria", "el consejo escolar"),
    "T": ("el puente nuevo", "el mercado central", "la biblioteca", "el tranvía", "la piscina municipal", "el museo del mar"),
    "P": ("los retrasos de la obra", "la falta de fondos", "la subida de los alquileres", "las crecidas del río"),
    "L": ("la plaza mayor", "el salón de actos", "la casa de la cultura", "la antigua estación"),
    "Z": ("Villanueva", "Puertollano", "San Telmo", "Almendral", "Ribera Alta"),
    "N": ("Andrea Solís", "Benito Carrasco", "Dolores Peña", "Óscar Villar", "Sonia Lamas"),
    "D": ("el lunes", "el martes", "el miércoles", "el jueves", "el viernes", "el sábado"),
    "title": (
        "{A} quiere salvar {T} en {Z}", "{T}: {A} cambia de idea tras {K} días", "Por qué {P} preocupan a {Z}",
        "{K} vecinos de {Z} reclaman {T}", "{A} promete {T} antes del invierno", "{Z} sigue esperando {T}",
    ),
    "body": (
        "Reunidos {D} en {L}, los miembros de la comisión discutieron durante horas sobre {T}.",
        "Para {N}, que vive en {Z} desde hace {K} años, la decisión llega demasiado tarde.",
        "«Hemos esperado bastante», dijo {N} ante una sala llena de vecinos.",
        "El coste de la obra, calculado al principio en {K} millones de euros, podría duplicarse por {P}.",
        "Mientras tanto, {P} siguen golpeando a los comercios del centro.",
        "Una carta de {K} páginas, leída en voz alta en {L}, recuerda que nada se ha hecho desde el otoño.",
        "Los concejales de {Z} han pedido un informe que debería presentarse {D}.",
        "Hace diez años ya se abandonó un proyecto parecido por falta de dinero.",
        "Ninguno de los vecinos cree que las obras de {T} terminen a tiempo.",
        "{N} se marchó de la reunión sin contestar a las preguntas de la prensa.",
        "Según un documento al que ha tenido acceso este diario, {A} conocía el problema desde el principio.",
        "Los trabajos empezarán cerca de {L} y seguirán después hacia el río.",
        "A la salida, algunos mostraban su enfado y otros su alivio.",
        "«Nos prometieron {T} y nos entregan un informe», se queja {N}.",
        "La propuesta salió adelante por {K} votos, después de una sesión muy tensa.",
        "Falta saber quién pagará, porque {A} asegura que no dispone de los fondos necesarios.",
        "Hasta entonces, las familias de {Z} tendrán que dar un rodeo por {L} cada mañana.",
        "La delegación del gobierno no quiso comentar las cifras antes de que acabe la investigación.",
        "Los voluntarios, sin embargo, reunieron {K} firmas en un solo fin de semana.",
        "Habrá otra reunión {D} en {L}, abierta a todas las personas interesadas.",
    ),
}  # fmt: skip


def write_french(key: str, paragraphs: int = 6) -> Version:
    """A French story of up to five paragraphs of 35 words."""
    return _write(FRENCH, key, paragraphs)


def write_spanish(key: str, paragraphs: int = 6) -> Version:
    """A Spanish story of up to five paragraphs of 35 words."""
    return _write(SPANISH, key, paragraphs)


def _write(words: Mapping[str, Sequence[str]], key: str, paragraphs: int) -> Version:
    draw = random.Random(f"{key} {words['D'][0]}")
    frames = draw.sample(words["body"], len(words["body"]))
    count = 2 * min(paragraphs, MOST)
    texts = [" ".join(_fill(words, frame, draw) for frame in frames[n : n + 2]) for n in range(0, count, 2)]
    title = _fill(words, draw.choice(words["title"]), draw)
    return Version(title, tuple(Block("paragraph", text) for text in texts))


def _fill(words: Mapping[str, Sequence[str]], frame: str, draw: random.Random) -> str:
    def slot(match: re.Match[str]) -> str:
        return str(draw.randint(12, 96)) if match[1] == "K" else draw.choice(words[match[1]])

    text = re.sub(r"\{([A-Z])\}", slot, frame)
    return text[0].upper() + text[1:]
