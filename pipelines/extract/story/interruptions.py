"""Lines between two paragraphs that are not the story: `Story continues below advertisement`, requests for consent to cookies."""

from __future__ import annotations

import re

from pipelines.lexicon.wording import Phrases
from pipelines.page.outline import Piece

LONGEST_LABEL, LONGEST_OFFER, LONGEST_NOTE = 90, 320, 900
"""Characters of a line around an advertisement, of what an embed says, and of a note on cookies."""

GOES_ON = re.compile(
    r"^\W*(?:(?:ad(?:vert(?:isement)?)?|anzeige|werbung|publicité|publicidade?|pubblicità|advertentie|reklam[ae]?|annonse?"
    r"|annonce|реклама)\b\W*)?"
    r"(?:(?:the |this |our )?(?:story|article) continues (?:below|after|under)\b.{0,40}"
    r"|(?:continue|keep) reading\b(?: (?:below|after)\b.{0,40})?|scroll (?:down )?to (?:continue|keep reading)\b.{0,40}"
    r"|(?:der |dieser )?(?:artikel|text|beitrag) (?:geht|läuft|wird) (?:nach|unter) (?:der|dem)\b.{0,30}\b(?:weiter|fortgesetzt)"
    r"|(?:lesen sie|weiter(?:lesen)?) nach der (?:anzeige|werbung)(?: weiter)?|nach der (?:anzeige|werbung) weiterlesen"
    r"|(?:la suite|(?:l['’]|cet |votre )article (?:se poursuit|continue|reprend))\b.{0,20} (?:après|sous) "
    r"(?:la |cette |une )(?:publicité|pub|vidéo|annonce)"
    r"|(?:(?:el artículo|la (?:noticia|nota|información)) )?(?:contin[uú]a|sigue)(?: leyendo)? (?:después|tras|debajo)\b"
    r".{0,12}\b(?:publicidad|anuncio|v[ií]deo)"
    r"|(?:(?:l['’]articolo|la notizia) )?continua(?: a leggere)? (?:dopo|sotto)\b.{0,8}\b(?:pubblicità|annuncio|video)"
    r"|(?:(?:a (?:matéria|notícia|reportagem)|o (?:artigo|texto)) )?continua(?: a ler| lendo)? (?:após|depois d[ao])\b"
    r".{0,5}\b(?:publicidade|anúncio|pub|vídeo)"
    r"|(?:(?:het|dit) )?(?:artikel|tekst|verhaal) (?:gaat|loopt) (?:hieronder )?(?:verder|door) (?:onder|na)\b.{0,30}"
    r"|(?:ciąg dalszy|dalsz[ay] (?:część|ciąg)|reszta|pozostała część)\b.{0,30}\bpod (?:reklam|wideo|materiał|zdjęci)\w*.{0,20}"
    r"|(?:artikeln|texten|artikkelen|saken|teksten|artiklen) forts[eæä]tt?er (?:under|nedan\w*|etter|efter) "
    r"(?:annon[sc]|reklam|bild|video)\w*"
    r"|(?:juttu|artikkeli) jatkuu (?:mainoksen|kuvan|videon)\b.{0,20}|článek pokračuje pod (?:reklamou|videem|fotkou)"
    r"|articolul continuă (?:după|mai jos|sub)\b.{0,20}|(?:tekst|članak|vijest) se nastavlja (?:ispod|nakon|posle)\b.{0,20}"
    r"|nastavak (?:teksta|članka) (?:ispod|nakon|posle)\b.{0,20}|artikkel jätkub (?:pärast|peale) reklaami"
    r"|(?:mainos\W+)?(?:teksti|juttu) jatkuu (?:alla|mainoksen)\b.{0,20}|a cikk (?:a )?(?:hirdetés|reklám) után folytatódik"
    r"|статията продължава (?:след|под)\b.{0,20}|το άρθρο συνεχίζεται\b.{0,30}|(?:haberin|yazının) devamı (?:aşağıda"
    r"|reklam)\w*.{0,20}"
    r"|(?:[请請](?:[继繼][续續])?(?:往下|向下)(?:[阅閱][读讀]|[继繼][续續]|滑).{0,12}|(?:この)?記事は広告の(?:後|下)に続きます"
    r"|広告の下に(?:続きます|続く)|기사는? ?광고 (?:아래|후에?).{0,12})"
    r"|straipsnis tęsiamas po.{0,20}|raksts turpinās pēc.{0,20}|artiklen fortsætter\b.{0,25}"
    r"|продолжение\b.{0,20}\b(?:после рекламы|под (?:рекламой|видео|фото)))\W*$",
    re.IGNORECASE,
)
"""What stands around an advertisement or a picture between two paragraphs."""
CONSENT = Phrases(re.compile(
    r"empfohlener (?:redaktioneller|externer) inhalt"
    r"|extern(?:en|er|e) inhalte?\b.{0,120}(?:youtube|twitter|facebook|instagram|anbieter|geladen|angezeigt|ergänzt)"
    r"|personenbezogene daten .{0,40}drittplattform|inhalte (?:von \S+ )?(?:erlauben|anzeigen|laden|aktivieren)$"
    r"|einverstanden, dass mir (?:externe )?inhalte|recommended external content|allow external content"
    r"|(?:ce|le) contenu .{0,60}(?:bloqué|cookies)|accept(?:er|ez)? les cookies|aceptar las cookies"
    r"|to (?:view|display|see) this (?:content|video|embed)\b.{0,60}(?:cookies|javascript)",
    re.IGNORECASE,
),
    "empfohlener", "extern", "drittplattform", "inhalte", "einverstanden, dass mir", "contenu", "cookies", "javascript",
)  # fmt: skip
"""What stands where an embed waits for consent."""
WEB = (
    r"(?:\b(?:web\w*|servi[cçz]\w*|visit\w*|terceros|fortfahren|weitersurfen|sites?\b|sitio\b|seite\b|traffic|experience|ads\b|content|privacy|settings|inhalte|anzeigen|werbung|zugriffe|nutz(?:er|ung)"
    r"|trafic|expérience|navigation|publicité|contenus?\b|audience|tráfico|experiencia|navegación|contenidos?\b|publicidad|experiência"
    r"|navegação|conteúdo|tráfego|esperienza|navigazione|contenuti|pubblicità|traffico|ervaring|inhoud|advertenties|bezoek|verkeer"
    r"|сайт|трафик|реклам|пользоват)|\w{3}ervaring)"
)
"""What a site keeps cookies for, in the words of its language; those that are eaten have another use."""
COOKIES = re.compile(
    r"(?:we(?: and our partners)? use|wir (?:verwenden|nutzen|benutzen)|nous(?: et nos partenaires)? utilisons"
    r"|utilizamos|usamos|nós usamos|utilizziamo|usiamo|wij gebruiken|we gebruiken|мы используем)"
    rf" .{{0,30}}\b(?:cookies?|куки)\b.{{0,120}}{WEB}"
    r"|(?:(?:this|our) (?:web ?)?site uses|(?:diese|unsere) (?:web|internet)?(?:seite|site) (?:verwendet|nutzt|benutzt)"
    r"|ce site(?: web)? utilise|(?:este sitio(?: web)?|esta (?:página )?web|este site) (?:utiliza|usa)"
    r"|questo sito(?: web)? (?:utilizza|usa)|ta strona (?:używa|korzysta z)"
    r"|deze (?:web)?site (?:gebruikt|maakt gebruik van)|(?:этот |наш )?сайт использует) .{0,30}\b(?:cookie|куки)",
    re.IGNORECASE | re.DOTALL,
)
"""How a site's note on its cookies begins."""


def interrupts(piece: Piece) -> bool:
    """True if a text only says where the story goes on, or speaks of consent and cookies."""
    if piece.size < LONGEST_NOTE and ("ookie" in piece.text or "куки" in piece.text) and COOKIES.match(piece.text):
        return True
    if piece.size < LONGEST_OFFER and CONSENT.search(piece.text):
        return True
    return piece.size <= LONGEST_LABEL and GOES_ON.match(piece.text) is not None
