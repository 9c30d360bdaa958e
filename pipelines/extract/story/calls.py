"""Lines that call on readers to follow the paper elsewhere, to sign up for its letters or to fill in a form."""

from __future__ import annotations

import re

from pipelines.page.text.wording import Phrases

LONGEST, LONGEST_REQUEST = 260, 160
"""Characters of such a line, and of one that asks for money."""
CHANNEL = Phrases(re.compile(
    r"google (?:news|nachrichten|haberler|hírek|noticias|notícias|новост|новини)|गूगल न्यूज़?|গুগল নিউজ|whatsapp"
    r"|व्हाट्स[एऐ]प|হোয়াটসঅ্যাপ|واتساب|واتس آب"
    r"|telegram|телеграм|تلجرام|تيليجرام|viber|вайбър|facebook|फेसबुक|ফেসবুক|فيسبوك|instagram|youtube|tiktok|네이버|카카오톡|zalo"
    r"|newsletter|boletín|infolettre|nieuwsbrief|nyhetsbrev|nyhedsbrev|uutiskirje|newslettre|hírlev|buletinul|бюлетин|рассылк|розсилк",
    re.IGNORECASE,
),
    "google", "whatsapp", "telegram", "viber", "facebook", "instagram", "youtube", "tiktok", "zalo", "newsletter", "boletín",
    "infolettre", "nieuwsbrief", "nyhetsbrev", "nyhedsbrev", "uutiskirje", "newslettre",
    "hírlev", "buletinul", "бюлетин", "рассылк",
    "розсилк", "телеграм", "вайбър", "गूगल", "व्हाट्स", "फेसबुक", "গুগল", "হোয়াটসঅ্যাপ", "ফেসবুক", "واتس", "تلجرام", "تيليجرام",
    "فيسبوك", "네이버", "카카오톡",
)  # fmt: skip
"""Where a paper is to be found besides its site."""
IMPERATIVE = re.compile(
    r"(?:^|[.!?:]\s)[^\w“„«\"‘']*(?:(?:och|und|et|y|e|i|и|και|you can also)\s)?(?:"
    r"follow (?:us|our|the|\S+ on)|join (?:us|our)|folgen sie|abonnieren sie|melden sie sich|suivez|abonnez-vous"
    r"|inscrivez-vous|recevez"
    r"|s[ií]g[au]nos|siga[ns]?\b|s[ií]gue(?:nos)?\b|suscr[ií]ba(?:n?se|te)|suscríbete|únete|únase|clique aqui|siga-nos"
    r"|inscreva-se|assine|receba"
    r"|segui(?:ci|teci)?\b|iscriviti|iscrivetevi|clicca qui|volg (?:ons|de)|schrijf je in|meld je aan|f[øö]lj?g? (?:oss|os)"
    r"|seuraa|tilaa\b"
    r"|obserwuj|zapisz się|sledujte|přihlaste|kövess|iratkozz|urmăr(?:ește|iți)|urmareste|abonează|abonați|abonaţi"
    r"|подписывайтесь|подпишитесь|присоединяйтесь|следите за|читайте нас|підписуйтесь|підпишіться|приєднуйтесь|долучайтесь"
    r"|следвайте|последвайте"
    r"|pratite|zapratite|pridružite|sekite|prenumeruokite|seko\b|sekojiet|jälgi\b|liitu\b|ακολουθήστε|εγγραφείτε"
    r"|تابعوا|تابعونا|تابع\b|اشترك|انضم|دنبال کنید|עקבו|הצטרפו|theo dõi|ikuti|simak|gabung)",
    re.IGNORECASE,
)
"""How a line, or a sentence of one, calls on its readers: forms that tell of nobody else."""
AT_END = re.compile(
    r"(?:takip edin(?:iz)?|abone olun(?:uz)?|katılın(?:ız)?|जुड़ें|जुड़िए|फॉलो करें|ফলো করুন|যুক্ত (?:হোন|থাকুন)|সাবস্ক্রাইব করুন|구독하(?:세요|기)"
    r"|팔로우(?:하세요)?|フォロー(?:してください)?)\W*$"
    r"|(?:開設|开设|開了|设有|設有|登陸|登陆|推出)[^。]{0,12}(?:facebook|google|微博|微信|line)[^。]{0,8}(?:專頁|专页|page|帳號|账号|公众号|公眾號|频道|頻道)",
    re.IGNORECASE,
)
"""The same in languages whose verb stands at the end."""
DONATE = Phrases(re.compile(
    r"^[^\w“„«\"‘']*(?:[^.!?]{4,90}[.!?]\s+)?(?:support (?:us|our|independent|local)\b|unterstützen sie uns|unterstütze uns"
    r"|soutenez(?:-nous| notre)"
    r"|apóyanos|apoya (?:nuestro|el) periodismo|sostienici|sostieni (?:il|la) nostr|steun ons|støt os|støtt oss|stöd oss"
    r"|wesprzyj nas"
    r"|поддержите (?:нас|редакцию)|підтримайте (?:нас|редакцію)|podržite nas|podpořte nás|támogassa|támogasd|susține-ne)",
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
    r"|您的(?:邮箱|電子郵件|电子邮箱)地址不会被公开|din e-?mailadress|din e-?postadresse? vil ikke"
    r"|din e-mailadresse vil ikke|sähköpostiosoitettasi ei"
    r"|vaše e-?mailov[aá] adresa|az e-mail címet nem|adresa ta de email nu va fi|η ηλ\. διεύθυνση σας δεν"
    r"|لن يتم نشر عنوان بريدك)",
    re.IGNORECASE,
),
    "mail", "e-post", "メール", "邮箱", "郵件", "διεύθυνση", "بريد", "sähköposti",
)  # fmt: skip
"""What WordPress writes over its form for comments, in the languages of most sites."""


NOTES = Phrases(re.compile(
    r"\bctrl\s?\+\s?enter\b|^\W*(?:found|spotted) (?:a|an) (?:mistake|error|typo)\b|^\W*fehler (?:gefunden|entdeckt)\b"
    r"|^\W*uočili ste (?:po)?grešku|^\W*leidsid vea\b|(?:must|need to) be (?:logged|signed) in to (?:post|leave|comment)"
    r"|^yorum yap\w+ için|^(?:inicia sesión|regístrate) para comentar|^um (?:zu kommentieren|kommentare zu)\b|^zaloguj się, aby"
    r"|\bmay (?:earn|receive) (?:an? )?(?:small )?(?:affiliate )?commission|^als amazon-partner"
    r"|^\W*our standards: the thomson reuters"
    r"|^(?:reporting|reporte|reportaje|información|reportagem) (?:by|de|por) .{3,80}[.;] (?:editing|writing|editado|edición"
    r"|edição) "
    r"|^e-?mail (?:\S+ ){1,4}(?:at|on) \S+@\S+$|^\W*(?:see|view|open) (?:full )?gallery\W*$|^ver (?:galería|fotogalería|fotos)$"
    r"|^(?:bild|image|photo|slide|foto|picture)\s\d{1,3}\s(?:von|of|de|di|/)\s\d{1,3}$",
    re.IGNORECASE,
),
    "ctrl", "mistake", "error", "typo", "fehler", "grešku", "leidsid", "in to",
    "yorum yap", "para comentar", "kommenti", "kommentare",
    "zaloguj", "commission", "amazon-partner", "thomson reuters", "editing", "writing", "editado",
    "edición", "edição", "@", "gallery",
    "galería", "fotos", "bild", "image", "photo", "slide", "foto", "picture",
)  # fmt: skip
"""What a page says of itself: how to report a mistake, who may comment, what it earns, where its pictures are."""


def calls_on_readers(text: str) -> bool:
    """True if a line is nothing but such a call, or a note of the page on itself.

    >>> calls_on_readers("Следвайте ни в Google News"), calls_on_readers("Half a million follow her on Facebook, she says.")
    (True, False)
    """
    if len(text) > LONGEST:
        return False
    if CHANNEL.search(text) and (IMPERATIVE.search(text) or AT_END.search(text)):
        return True
    if FORM.search(text) or NOTES.search(text):
        return True
    return len(text) <= LONGEST_REQUEST and DONATE.search(text) is not None
