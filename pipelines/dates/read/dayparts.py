"""Parts of the day that languages name beside a clock of twelve hours: `6:45 de la tarde`, `शाम 6:45`, `午後6時45分`.

What a word means holds in its own language alone: `à`, `de` and `am` are halves of the day in one and prepositions in another.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pipelines.dates.read.words import languages, plain

AM, PM, MORNING, NOON, NIGHT, UNREAD = "am", "pm", "morning", "noon", "night", "unread"
PARTS = {
    "en": "morning=morning midnight=am noon=noon afternoon=pm evening=pm night=night tonight=pm",
    "de": "morgens=morning früh=morning vormittags=morning vormittag=morning mittags=noon nachmittags=pm nachmittag=pm "
    "abends=pm abend=pm nachts=night",
    "fr": "matin=morning midi=noon après-midi=pm soir=pm nuit=night",
    "es": "mañana=morning madrugada=am mediodía=noon tarde=pm noche=night",
    "ca": "matí=morning matinada=am migdia=noon tarda=pm vespre=pm nit=night",
    "gl": "mañá=morning madrugada=am tarde=pm noite=night",
    "it": "mattina=morning mattino=morning pomeriggio=pm sera=pm notte=night",
    "pt": "manhã=morning madrugada=am tarde=pm noite=night",
    "ro": "dimineața=morning dimineata=morning amiaza=pm seara=pm noaptea=night",
    "nl": "ochtends=morning ochtend=morning morgens=morning middags=noon namiddag=pm avonds=pm avond=pm nachts=night",
    "sv": "morgonen=morning förmiddagen=morning eftermiddagen=pm kvällen=pm natten=night",
    "da": "morgenen=morning formiddagen=morning eftermiddagen=pm aftenen=pm natten=night",
    "nb": "morgenen=morning formiddagen=morning ettermiddagen=pm kvelden=pm natten=night",
    "fi": "aamulla=morning aamupäivällä=morning iltapäivällä=pm illalla=pm yöllä=night",
    "et": "hommikul=morning pärastlõunal=pm õhtul=pm öösel=night",
    "lv": "rītā=morning rīta=morning vakarā=pm naktī=night",
    "lt": "ryto=morning ryte=morning vakaro=pm vakare=pm nakties=night",
    "pl": "rano=morning południem=unread południu=pm popołudniu=pm wieczorem=pm nocy=night",
    "cs": "ráno=morning dopoledne=morning odpoledne=pm večer=pm noci=night",
    "sk": "ráno=morning dopoludnia=morning popoludní=pm večer=pm noci=night",
    "sl": "zjutraj=morning dopoldne=morning popoldne=pm zvečer=pm ponoči=night",
    "hr": "ujutro=morning prijepodne=morning poslijepodne=pm popodne=pm navečer=pm uvečer=pm noću=night",
    "sr": "ujutru=morning ujutro=morning prepodne=morning popodne=pm uveče=pm noću=night "
    "ујутру=morning поподне=pm увече=pm ноћу=night",
    "bg": "сутринта=morning следобед=pm вечерта=pm нощта=night",
    "mk": "наутро=morning попладне=pm вечерта=pm",
    "ru": "утра=morning утром=morning дня=noon вечера=pm вечером=pm ночи=night ночью=night",
    "uk": "ранку=morning дня=noon вечора=pm ночі=night",
    "be": "раніцы=morning дня=noon вечара=pm ночы=night",
    "hu": "reggel=morning délelőtt=morning délután=pm este=pm éjjel=night",
    "el": "πρωί=morning μεσημέρι=noon απόγευμα=pm βράδυ=night",
    "tr": "sabah=morning öğlen=noon öğle=noon önce=unread sonra=unread akşam=pm gece=night",
    "az": "səhər=morning günorta=noon axşam=pm gecə=night",
    "he": "בבוקר=morning בצהריים=noon בערב=pm בלילה=night",
    "ar": "صباحا=am صباحاً=am صباحًا=am فجرا=am فجراً=am ظهرا=noon ظهراً=noon عصرا=pm عصراً=pm مساء=pm مساءا=pm مساءً=pm "
    "مساءاً=pm ليلا=night ليلاً=night",
    "fa": "صبح=morning بامداد=am ظهر=noon عصر=pm بعدازظهر=pm شب=night",
    "ur": "صبح=morning دوپہر=noon شام=pm رات=night",
    "hi": "सुबह=morning प्रातः=morning सवेरे=morning दोपहर=noon शाम=pm सायं=pm रात=night",
    "mr": "सकाळी=morning पहाटे=am दुपारी=noon सायंकाळी=pm संध्याकाळी=pm रात्री=night",
    "ne": "बिहान=morning दिउँसो=noon बेलुका=pm साँझ=pm राति=night",
    "bn": "সকাল=morning ভোর=am দুপুর=noon বিকাল=pm বিকেল=pm সন্ধ্যা=pm রাত=night",
    "gu": "સવારે=morning બપોરે=noon સાંજે=pm રાત્રે=night",
    "pa": "ਸਵੇਰੇ=morning ਦੁਪਹਿਰ=noon ਸ਼ਾਮ=pm ਰਾਤ=night",
    "ta": "காலை=morning மதியம்=noon மாலை=pm இரவு=night",
    "te": "ఉదయం=morning మధ్యాహ్నం=noon సాయంత్రం=pm రాత్రి=night",
    "kn": "ಬೆಳಿಗ್ಗೆ=morning ಮಧ್ಯಾಹ್ನ=noon ಸಂಜೆ=pm ರಾತ್ರಿ=night",
    "ml": "രാവിലെ=morning ഉച്ചയ്ക്ക്=noon വൈകിട്ട്=pm വൈകുന്നേരം=pm രാത്രി=night",
    "id": "pagi=morning siang=noon sore=pm petang=pm malam=night",
    "ms": "pagi=morning tengahari=noon petang=pm malam=night",
    "fil": "umaga=morning tanghali=noon hapon=pm gabi=night",
    "vi": "sáng=morning trưa=noon chiều=pm tối=pm đêm=night khuya=night",
    "sw": "asubuhi=unread mchana=unread jioni=unread usiku=unread am=unread pm=unread",  # hours are counted from dawn
    "am": "ጥዋት=unread ከሰዓት=unread ማታ=unread ሌሊት=unread",  # and here
}
EASTERN = (
    "上午=morning 午前=morning 오전=am 下午=pm 午後=pm 午后=pm 오후=pm 凌晨=am 清晨=morning 早上=morning 早晨=morning 朝=morning "
    "未明=am 아침=morning 새벽=am 中午=noon 正午=noon 낮=noon 傍晚=pm 夕方=pm 晚上=night 晚间=night 晚間=night 夜间=night "
    "夜=night 深夜=night 저녁=pm 밤=night"
)  # glued to the hour, and no other language has them
NOT_AM = frozenset({"de", "gsw", "lb", "ro", "ga", "gd", "sq", "yo"})  # where `am` is a word of every sentence
LEAST = (
    4  # letters of a word that is a part of the day in another language than the page's, and no preposition in this one
)


@cache
def day_parts(language: str | None) -> dict[str, str]:
    """The words of a page's language, as `plain` writes them, and what they make of the hour beside them."""
    own = languages().get(language or "")
    found = {"pm": PM} if language in NOT_AM else {"am": AM, "pm": PM}
    found |= _table(EASTERN)
    if own is not None:
        found |= dict.fromkeys(own.am - ({"am"} if language in NOT_AM else set()), AM) | dict.fromkeys(own.pm, PM)
    return found | _table(PARTS.get(language or "", ""))


def part_named(word: str, language: str | None) -> str | None:
    """What part of the day a word (folded) names; UNREAD for one that another language may mean by it.

    >>> part_named("tarde", "es"), part_named("tarde", "en"), part_named("à", "fr")
    ('pm', 'unread', None)
    """
    key = plain(word)
    return day_parts(language).get(key) or (UNREAD if key in _elsewhere() or _strange(key, language) else None)


def eastern_part(word: str) -> str | None:
    """The Chinese, Japanese or Korean part of the day at the end of a word: `3日午後` → afternoon."""
    return next((part for part in _table(EASTERN) if word.endswith(part)), None)


def hour_of_day(hour: int, part: str | None) -> int | None:
    """The hour (0 to 23) that a clock of twelve hours shows in a part of the day: 6 in the evening is 18. None if it stays open.

    >>> hour_of_day(6, "pm"), hour_of_day(0, "pm"), hour_of_day(12, "am"), hour_of_day(12, "morning"), hour_of_day(2, "night")
    (18, 12, 0, None, 2)
    """
    if part is None:
        return hour
    if hour > 12:
        return None if part == AM else hour
    if part == AM:
        return hour % 12
    if part == PM:
        return hour % 12 + 12
    if part == NOON:
        return hour if hour >= 10 else hour + 12
    if part == NIGHT:
        return hour if hour < 5 else hour + 12 if 6 <= hour < 12 else None
    return hour if part == MORNING and hour < 12 else None


@cache
def _table(words: str) -> dict[str, str]:
    return {plain(word): part for word, _, part in (pair.partition("=") for pair in words.split())}


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(word for code in PARTS for word in day_parts(code) if len(word) >= LEAST)


def _strange(word: str, language: str | None) -> bool:
    """True if a word is of a script whose languages name parts of the day, on a page of one without a table."""
    if not word or word.isascii() or language in PARTS:
        return False
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return script not in ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO")
