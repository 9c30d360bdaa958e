"""Lines that call on readers to follow the paper elsewhere, to sign up or to give, and notes of a page on itself."""

from __future__ import annotations

import re

from pipelines.lexicon.wording import Phrases

LONGEST, LONGEST_REQUEST = 260, 160
"""Characters of such a line, and of one that asks for money."""
CHANNELS = (
    "गूगल न्यू", "গুগল নিউজ", "whatsapp", "व्हाट्स", "হোয়াটসঅ্যাপ", "واتس", "telegram", "телеграм", "تلجرام", "تيليجرام", "viber",
    "вайбър", "facebook", "फेसबुक", "ফেসবুক", "فيسبوك", "instagram", "youtube", "tiktok", "네이버", "카카오톡", "zalo", "newsletter",
    "boletín", "infolettre", "nieuwsbrief", "nyhetsbrev", "nyhedsbrev", "uutiskirje", "newslettre", "hírlev", "buletinul",
    "бюлетин", "рассылк", "розсилк",
)  # fmt: skip
"""Where a paper is to be found besides its site."""
CHANNEL = "google (?:news|nachrichten|haberler|hírek|noticias|notícias|новост|новини)|wiadomościach google|" + "|".join(
    CHANNELS
)
CHANNEL_WORDS = ("google", *CHANNELS)
IMPERATIVE = Phrases(re.compile(
    r"^(?:(?:[^“„«\"‘']|(?<=\w)'){0,120}[!?]\s+)?[^\w“„«\"‘']*(?:(?:och|und|et|y|e|i|и|και|you can also)\s)?(?:"
    r"follow (?:us|our)|join (?:us|our)|folgen sie uns"
    r"|(?:keine? [^.!?:]{0,60} verpassen: )?abonnieren sie (?:unser(?:en|e)?|kostenlos)"
    r"|suivez(?:-nous| \w+ sur)|abonnez-vous"
    r"|inscrivez-vous|recevez"
    r"|s[ií]g(?:ue|a|u)nos|suscr[ií]ba(?:n?se|te)|suscríbete|únete|únase|clique aqui|siga-nos"
    r"|inscreva-se|assine|receba"
    r"|segui(?:ci|teci)|iscriviti|iscrivetevi|clicca qui|volg ons|schrijf je in|meld je aan|f[øö]lj?g? (?:oss|os)"
    r"|obserwuj(?:cie)? nas|zapisz się|sledujte nás|přihlaste se|kövess(?:en|etek)? (?:minket|bennünket)|iratkozz(?:on)?"
    r"|urmăr(?:ește|iți)(?:-ne| știrile)|urmareste(?:-ne| stirile)|abonează-te|abonați-vă|abonaţi-vă"
    r"|подписывайтесь|подпишитесь|присоединяйтесь|следите за (?:нашими|новостями)|читайте нас|підписуйтесь|підпишіться"
    r"|приєднуйтесь|долучайтесь|следвайте|последвайте"
    r"|pratite nas|zapratite|pridružite (?:nam )?se|sekite mus|prenumeruokite|seko mums|sekojiet mums|jälgi meid|liitu meie"
    r"|ακολουθήστε|εγγραφείτε|تابعونا|עקבו אחרינו|הצטרפו אלינו)\b"
    rf"(?:[^.!?:]|\.(?=\w)){{0,80}}(?:{CHANNEL})",
    re.IGNORECASE,
), *CHANNEL_WORDS)  # fmt: skip
"""A line or sentence that begins by calling on its readers: forms of the verb that tell of nobody else."""
TOLD = re.compile(
    r"[^.!?]{0,60}?,['’”»\"]?\s[^.!?]{0,80}\b(?:said|wrote|told|asked|promised|schrieb|hieß|sagte|versprach|écrivait|disait"
    r"|a (?:dit|écrit)|decía|dijo|escribió|prometía|diceva|disse|scriveva|schreef|zei|skrev|sade|napisał[ai]?|сказал[аи]?"
    r"|(?:на)?писал[аи]?)\b",
    re.IGNORECASE,
)
"""Who said so, behind words that call on somebody: a story tells of the call."""
AT_END = Phrases(re.compile(
    rf"^[^.!?।。:“„«\"]{{0,100}}(?:{CHANNEL})[^.!?।。“„«\"]{{0,60}}"
    r"(?:takip edin(?:iz)?|abone olun(?:uz)?|katılın(?:ız)?|जुड़ें|जुड़िए|फॉलो करें|ফলো করুন|যুক্ত (?:হোন|থাকুন)"
    r"|সাবস্ক্রাইব করুন|구독하(?:세요|기)"
    r"|팔로우(?:하세요)?|フォロー(?:してください)?)[^\w”»’'\"]*$"
    r"|(?:開設|开设|開了|设有|設有|登陸|登陆|推出)[^。]{0,12}(?:facebook|google)[^。]{0,8}(?:專頁|专页|page|帳號|账号|频道|頻道)"
    r"[^。]{0,80}(?:like|讚|赞|關注|关注|追蹤|追踪)[^。]{0,4}我[們们]"
    rf"|^[^“„«\"]{{0,100}}(?:{CHANNEL})[^“„«\"]{{0,40}}\b(?:подпис(?:ывайтесь|шитесь)|підпи(?:суйтесь|шіться))"
    r" на на[сш]\b[^.!?]{0,60}[.!]?$"
    r"|^[^“„«\"]{0,200}\bnewsletters?\b[^“„«\"]{0,160}[.!?]\s(?:sign up|subscribe)(?: here| now| today| for free)*\W*$",
    re.IGNORECASE,
), *CHANNEL_WORDS)  # fmt: skip
"""The same in languages whose verb stands at the end, and sentences that end with what to do."""
LONGEST_APPEAL, BEFORE_DEMAND = 600, 120
"""Characters of a last paragraph that asks readers for something, and of what such a line says before it asks."""
GIVING = Phrases(re.compile(
    r"\b(?:donat(?:e|ions?)|(?:tax-deductible|financial|monthly) (?:contributions?|gifts?)|subscribe|newsletters?"
    r"|sign(?:ing)? up|become a (?:member|supporter|patron)|patreon|paypal"
    r"|spende[nt]?|abonnier\w*|unterstützung\w*|unterstützen sie|unterstützt? uns"
    r"|werden sie mitglied|mitglied werden|fördermitglied\w*"
    r"|faire un don|vo(?:s|tre) dons?|soutenez|soutenir|abonnez|adhér\w+|dona(?:r|tivo|ci[oó]n|ndo)|suscr[ií]b\w+|apoy[ae]\w*"
    r"|sostien\w+|abb[oó]n\w+|iscrivi\w*|doaç\w+|assin[ae]\w*|apoi[ae]\w*|doneer|steun|darowizn\w+|wesprz\w+|prenumer\w+)\b"
    r"|пожертв|поддерж(?:ите|ать)|донат|підтрима(?:йте|ти)",
    re.IGNORECASE,
),
    "donat", "contribution", "gift", "subscri", "newsletter", "sign", "become a", "patreon", "paypal", "member", "spende", "abo",
    "unterstütz", "mitglied", " don", "soutenez", "soutenir", "adhér", "dona", "suscr", "apoy", "sostien", "abb", "iscrivi",
    "doaç", "assin", "apoi", "doneer", "steun", "darowizn", "wesprz", "prenumer", "пожертв", "поддерж", "донат", "підтрима",
)  # fmt: skip
"""What a paper wants of its readers: a gift, a subscription, an address."""
OURS = re.compile(
    r"\b(?:(?-i:us)|our|we|my|uns(?:er(?:e[mnrs]?)?)?|wir|mein(?:e[mnrs]?)?|nous|notre|nos|mon|nuestr[oa]s?"
    r"|nostr[oaie]|noss[oa]s?|onze?|nasz\w*|наш\w*|нас|нам"
    r"|(?:(?:like|enjoy(?:ed)?|love) (?:this|the)|der|dies(?:er|en)|cet?) (?:article|story|site|artikel|beitrag|texte?))\b",
    re.IGNORECASE,
)
YOURS = re.compile(
    r"\b(?:you|your|ihr(?:e[mnrs]?)?|ihnen|du|dir|dich|dein(?:e[mnrs]?)?|euch|eure[mnrs]?|vous|vo(?:tre|s)|tus?|usted(?:es)?"
    r"|você|seu|vostr[oaie]|tu[oa]|je|jouw?|uw|вы|вам|ваш\w*|ви)\b|(?-i:\bSie\b)",
    re.IGNORECASE,
)
THING = (
    r"(?:[\w-]+ ){0,2}(?:work|journalism|reporting|newsroom|coverage|(?:news)?paper|magazine|newsletters?|(?:web)?site|blog"
    r"|podcast|channel|growth|mission|arbeit|journalismus|berichterstattung|redaktion|zeitung|magazin|seite|kanal|programm"
    r"|travail|journal|journalisme|média|rédaction|infolettre|trabajo|periodismo|boletín|sitio|lavoro|giornal\w+|sito"
    r"|trabalho|jornal\w*|boletim|werk|krant|journalistiek|nieuwsbrief|prac[ęy]|redakcj\w+|работ\w+|сайт\w*|редакци\w+)\b"
)
"""What a paper has to give."""
OUR_THING = re.compile(
    rf"\b(?:our|my|uns(?:er(?:e[mnrs]?)?)|mein(?:e[mnrs]?)?|notre|nuestr[oa]|nostr[oa]|noss[oa]|onze?|nasz\w*|наш\w*) {THING}",
    re.IGNORECASE,
)
DEMAND = re.compile(
    r"(?:^|[.!?]\s|\bund (?=spende))(?:please |bitte )?(?:subscribe|sign up|donate"
    r"|consider (?:a|making|becoming|supporting|subscribing)"
    rf"|support (?:us|(?:our|the) {THING})|help us|help keep (?:us|our)|get our"
    r"|helfen sie uns|spenden? sie|spende(?:t|n sie)? (?:jetzt|hier|für uns)|abonnier(?:e|en sie)|unterstützt? uns"
    r"|unterstützen sie (?:uns|unser\w*|mein\w*)|soutenez(?:-nous| notre)|abonnez-vous|suscr[ií]b(?:e|ete|ase|anse)"
    r"|sostieni(?:ci| il nostro)|iscriviti|assine|apoie (?:(?:o )?nosso|(?:a )?nossa)|steun ons|wesprzyj nas"
    r"|поддержите (?:нас|наш\w*|редакцию)|підтримайте (?:нас|наш\w*|редакцію))\b",
    re.IGNORECASE,
)
"""A sentence that begins with what its readers shall do; many of these verbs have the form of a noun: `Spenden kamen an`."""
SAID = re.compile(r"[“”„«»\"]|\b(?:said|says|told|wrote|sagte?|schrieb|a dit|dijo|disse)\b", re.IGNORECASE)
"""What stands in a line in which somebody else asks, or is told of."""
WAY = re.compile(r"https?://|\bwww\.|\w@\w|\bIBAN\b|\bpaypal\b|\b(?:in|to) your (?:inbox|e-?mail)", re.IGNORECASE)
"""How it is done: an address, an account; a link does as well."""
DONATE = Phrases(re.compile(
    r"^[^\w“„«\"‘']*(?:[^.!?]{4,90}[.!?]\s+)?(?:support (?:us|our (?:work|journalism|reporting|newsroom|paper))"
    r"|unterstützen sie uns|unterstütze uns|soutenez(?:-nous| notre (?:journal|travail|média|rédaction))"
    r"|apóyanos|apoya (?:nuestro|el) periodismo|sostienici|sostieni il nostro (?:lavoro|giornale)|steun ons|støt os|støtt oss"
    r"|stöd oss|wesprzyj nas|поддержите (?:нас|редакцию)|підтримайте (?:нас|редакцію)|podržite nas|podpořte nás"
    r"|támogas(?:sa|d) (?:a )?(?:lapunkat|munkánkat)|susține-ne)\b",
    re.IGNORECASE,
),
    "support", "unterstütz", "soutenez", "apóyanos", "apoya", "sostieni", "steun", "støt", "stöd", "wesprzyj", "поддержите",
    "підтримайте", "podržite", "podpořte", "támogas", "susține",
)  # fmt: skip
"""A request to pay for the paper, perhaps after a sentence on what that costs."""
FORM = Phrases(re.compile(
    r"^\W*(?:your e-?mail address will not be published|deine e-mail-adresse wird nicht veröffentlicht"
    r"|votre adresse e-?mail ne sera pas publiée"
    r"|tu dirección de correo electrónico no será publicada|o seu endereço de e-?mail não será publicado"
    r"|il tuo indirizzo e-?mail non sarà pubblicato"
    r"|je e-?mailadres (?:wordt|zal) niet|twój adres e-?mail nie zostanie|ваш (?:адрес )?e-?mail не будет опубликован"
    r"|ваша e-?mail адреса не"
    r"|e-posta (?:hesabınız|adresiniz) yayı[nm]lanma|alamat e-?mail anda tidak akan|e-?mail của bạn sẽ không"
    r"|メールアドレスが公開されることは"
    r"|您的(?:邮箱|電子郵件|电子邮箱)地址不会被公开|din e-?(?:mail|post)adress kommer (?:inte|ej)|din e-?postadresse? vil ikke"
    r"|din e-mailadresse vil ikke|sähköpostiosoitettasi ei"
    r"|vaše e-?mailov[aá] adresa nebude|az e-mail címet nem|adresa ta de email nu va fi|η ηλ\. διεύθυνση σας δεν"
    r"|لن يتم نشر عنوان بريدك)",
    re.IGNORECASE,
),
    "mail", "e-post", "メール", "邮箱", "郵件", "διεύθυνση", "بريد", "sähköposti",
)  # fmt: skip
"""What WordPress writes over its form for comments, in the languages of most sites."""
NOTES = Phrases(re.compile(
    r"\b(?:опечатк|ошибк|помилк|typo|error|mistake)\w*\b.{0,80}\bctrl\s?\+\s?enter\b"
    r"|^\W*(?:found|spotted) an? (?:mistake|error|typo)(?: (?:on|in) this (?:page|article|story))?\s*\?"
    r"|^\W*fehler (?:gefunden|entdeckt)\s*\?|^\W*uočili ste (?:po)?grešku(?: u \w+)?\s*\?|^\W*leidsid vea(?: \w+)?\s*\?"
    r"|^\W*you (?:must|need to) be (?:logged|signed) in to (?:(?:post|leave) a (?:comment|reply)|comment)\b"
    r"|^yorum yap\w+ için (?:giriş|üye)|^(?:inicia sesión|regístrate) para comentar"
    r"|^um (?:zu kommentieren|kommentare zu (?:schreiben|verfassen)),? (?:müssen|melden|loggen)\b|^zaloguj się, aby \w*koment"
    r"|\b(?:we|this (?:article|page)|links?)\b[^.!?]{0,80}\bmay (?:earn|receive) (?:an? )?(?:small )?(?:affiliate )?commission"
    r"|\bmay earn an? (?:affiliate )?commission\b[^.!?]{0,60}\b(?:on this page|our links)\b"
    r"|^als amazon-partner verdien"
    r"|^this (?:is an? |is |summary |article |text |translation )[^.]{0,50}\b(?:ai|artificial intelligence)\b"
    r"[^.]{0,60}\b(?:may|might|can|could) (?:have|contain|include|make)[^.]{0,30}\b(?:errors|mistakes)\b"
    r"|(?:[點点]我|立即|[马馬]上)下[载載]app[^，。！？,]{0,12}[。！!]?$"
    r"|^\W*our standards: the thomson reuters"
    r"|^(?:reporting|reporte|reportaje|información|reportagem) (?:by|de|por) .{3,80}[.;] (?:editing|writing|editado|edición"
    r"|edição) "
    r"|^e-?mail (?:\S+ ){1,4}(?:at|on) \S+@\S+$|^\W*(?:see|view|open) (?:full )?gallery\W*$|^ver (?:galería|fotogalería|fotos)$"
    r"|^(?:bild|image|photo|slide|foto|picture)\s\d{1,3}\s(?:von|of|de|di|/)\s\d{1,3}$",
    re.IGNORECASE,
),
    "ctrl", "mistake", "error", "typo", "fehler", "grešku", "leidsid", "in to",
    "yorum yap", "para comentar", "kommenti", "kommentare",
    "zaloguj", "commission", "下載app", "下载app", "amazon-partner", "thomson reuters", "editing", "writing", "editado",
    "edición", "edição", "@", "gallery",
    "galería", "fotos", "bild", "image", "photo", "slide", "foto", "picture",
)  # fmt: skip
"""What a page says of itself: how to report a mistake, who may comment, what it earns, where its pictures are."""


COMMENTING = Phrases(re.compile(
    r"^[^“„«\"‘']*(?:\bby (?:posting|submitting|leaving) (?:your|a) comments?\b[^.!?]{0,60}\byou (?:agree|accept)\b"
    r"|\bif you are commenting\b[^.!?]{0,120}\b(?:displayed|sign|log))"
    r"|^(?:please |you (?:must|need to|have to) (?:be )?)(?:sign|log)(?:ged)? in\b[^.!?]{0,40}\bto (?:be able to )?(?:post "
    r"|leave |write )?(?:a )?comments?\b"
    r"|^\W*(?:this|the|your) comment has been (?:submitted|flagged|posted)(?: for review)?\W*$|^should this comment be removed\b"
    r"|^[^“„«\"]{0,60}\bnot (?:necessarily )?(?:endorse|reflect)\b[^.!?]{0,40}\b(?:comments|views) (?:posted\W*$"
    r"|expressed in (?:the |these )?comments)"
    r"|^ihr kommentar wird\b[^.!?]{0,60}\b(?:geprüft|prüfung|freigeschaltet|moder)"
    r"|^(?:votre commentaire) (?:sera|est)\b[^.!?]{0,60}\b(?:modér|publié|validé)"
    r"|^(?:tu|su) comentario (?:será|está)\b[^.!?]{0,60}\b(?:moderad|publicad|revisad)"
    r"|^(?:o )?seu comentário (?:será|está)\b[^.!?]{0,60}\b(?:moderad|publicad|avaliad)"
    r"|^\W*(?:per commentare|aby (?:dodać komentarz|skomentować)|чтобы (?:оставить комментарий|комментировать)"
    r"|щоб (?:залишити коментар|коментувати)"
    r"|om te reageren|för att kommentera|for at kommentere|for å kommentere)\b[^.!?]{0,60}"
    r"(?:\b(?:acced|registr|login|log|inlog|aanmeld|zalog|zarejestr)|войд|авториз|зарегистр|увійд)|^brak komentarzy\b"
    r"|\bτο σχόλιό σας\b",
    re.IGNORECASE,
),
    "comment", "views", "kommentar",
    "comentari", "comentári", "commentare", "komentarz", "комментари", "коментар", "коментува", "комментировать", "reageren",
    "kommentera", "kommentere", "σχόλιό",
)  # fmt: skip
"""What stands around a form for comments: who may write one, what becomes of it, that the paper does not share what they say."""


def calls_on_readers(text: str) -> bool:
    """True if a line is nothing but such a call, or a note of the page on itself.

    >>> calls_on_readers("Следвайте ни в Google News"), calls_on_readers("Half a million follow her on Facebook, she says.")
    (True, False)
    """
    if len(text) > LONGEST:
        return False
    called = IMPERATIVE.search(text)
    if called and not TOLD.match(text, called.end()):
        return True
    return any(phrases.search(text) for phrases in (AT_END, FORM, NOTES, COMMENTING))


def appeals(text: str, *, linked: bool, at_end: bool = False) -> bool:
    """True if a line asks readers to give or to sign up, says how, and speaks as the paper: `Donate to support our work`.

    Only a sentence that begins with a verb from the list asks. The last paragraph (`at_end`) may be longer, and may speak of
    what is the paper's and of its readers instead: `You will like my newsletter`.

    >>> appeals("Like what you read? Please consider a tax-deductible contribution to our work.", linked=True)
    True
    >>> appeals("You can donate to the family of the captain at www.fund.example.", linked=True, at_end=True)
    False
    """
    longest = LONGEST_APPEAL if at_end else LONGEST
    if len(text) > longest or not GIVING.search(text) or not (linked or WAY.search(text)):
        return False
    of_paper = at_end and OUR_THING.search(text) and (YOURS.search(text) or DEMAND.search(text))
    if not (of_paper or DEMAND.search(text[:BEFORE_DEMAND])):
        return False
    return OURS.search(text) is not None and not SAID.search(text)


def asks_for_gifts(text: str) -> bool:
    """True if a line asks to give to the paper: `Support us with a gift`."""
    return len(text) <= LONGEST_REQUEST and DONATE.search(text) is not None
