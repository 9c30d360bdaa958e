"""A small judged set of our own: short articles in many languages, queries, and which articles answer each, judged by hand.

An article answers a query if a reader who asks for it would want to be shown it: it tells of the thing asked for, in whatever
form or spelling of the word. Beside them stand articles with other words that have the same letters.
"""

from __future__ import annotations

ARTICLES = {
    "en": {
        "en1": ("Harbour bridge reopens", "The harbour bridge reopened on Monday after two years. Ferries stop on Sunday."),
        "en2": ("Council votes on bridges", "The council will vote on money for three old bridges over the river."),
        "en3": ("Ferry fares rise", "The ferry company raises its fares. Nobody at the harbour's office would comment."),
        "en4": ("Bridget Moore elected", "Bridget Moore was elected mayor and promised a new bridgehead for small parties."),
        "en5": ("It’s raining again", "It’s the wettest spring since 1990, and the cafés on the quay stay empty."),
        "en6": ("New party, old art", "The gallery shows art of the sixties; the new owner was not at the party."),
        "en7": ("Storm hits the coast", "A storm tore roofs off houses. The storms of last year were weaker."),
    },
    "de": {
        "de1": ("Alte Brücke gesperrt", "Die alte Brücke über die Leine ist gesperrt. Autofahrer müssen einen Umweg fahren."),
        "de2": ("Land saniert Brücken", "Das Land will in diesem Jahr zwölf Brücken sanieren lassen."),
        "de3": ("BRUECKE BLEIBT ZU", "Die Bruecke bleibt nach Angaben der Polizei bis Ostern geschlossen."),
        "de4": ("Brückner tritt zurück", "Der Trainer Jens Brückner tritt nach der Niederlage zurück. Er war müde."),
        "de5": ("Straßen werden breiter", "Die Straßen der Altstadt werden breiter, die Häuser bleiben stehen."),
        "de6": ("Ein Haus für alle", "Das neue Haus in der Strasse am Markt steht allen offen."),
        "de7": ("Hausse an der Börse", "An der Börse hält die Hausse an; Anleger kaufen Aktien."),
    },
    "fr": {
        "fr1": ("L’école rouvre", "L’école du village rouvre lundi. Les élèves sont revenus avec plaisir."),
        "fr2": ("Des écoles sans chauffage", "Plusieurs écoles de la région sont restées sans chauffage cette semaine."),
        "fr3": ("Écologie: le débat", "Le débat sur l’écologie divise les députés à Paris."),
        "fr4": ("La sécurité sociale en déficit", "Le déficit de la sécurité sociale inquiète le gouvernement."),
        "fr5": ("Grève des éboueurs", "La grève des éboueurs continue à Marseille, les grèves se multiplient."),
        "fr6": ("Il grève son budget", "Un achat qui pèse: la mairie alourdit sa dette."),
    },
    "es": {
        "es1": ("Elecciones en mayo", "Las elecciones regionales serán en mayo, según el gobierno."),
        "es2": ("La elección más reñida", "Fue la elección más reñida de la década en la provincia."),
        "es3": ("Selección nacional gana", "La selección ganó por dos goles en Lima."),
        "es4": ("Canción del verano", "La canción del verano suena en todas las playas; otras canciones la siguen."),
        "es5": ("Corazón artificial", "Implantan un corazón artificial a una niña de seis años."),
    },
    "ru": {
        "ru1": ("Мост закрыт", "Мост через реку закрыт на ремонт до осени."),
        "ru2": ("Новые мосты", "В городе построят новые мосты, сообщил мэр."),
        "ru3": ("Мостовая отремонтирована", "Старую мостовую на площади отремонтировали рабочие."),
        "ru4": ("Тёплая зима", "Тёплая зима удивила жителей: снега нет."),
        "ru5": ("Пожар на складе", "Пожар на складе потушили к утру, пожара никто не ждал."),
    },
    "tr": {
        "tr1": ("Köprü açıldı", "Yeni köprü bugün açıldı, köprünün uzunluğu iki kilometre."),
        "tr2": ("Köprüler bakımda", "Kentteki köprüler bu yaz bakıma alınacak."),
        "tr3": ("Ankara’da kar", "Ankara’da kar yağışı okulları tatil ettirdi."),
        "tr4": ("Karar açıklandı", "Mahkemenin kararı açıklandı, taraflar bekliyor."),
    },
    "el": {
        "el1": ("Η γέφυρα έκλεισε", "Η γέφυρα έκλεισε για έργα μέχρι το καλοκαίρι."),
        "el2": ("Νέες γέφυρες", "Νέες γέφυρες θα κατασκευαστούν στην περιφέρεια."),
        "el3": ("Γεφυροποιοί σε συνέδριο", "Οι μηχανικοί συναντήθηκαν στην Αθήνα."),
        "el4": ("Φωτιά στο δάσος", "Η φωτιά στο δάσος τέθηκε υπό έλεγχο."),
    },
    "pl": {
        "pl1": ("Most zamknięty", "Most na Wiśle zamknięty do końca roku."),
        "pl2": ("Nowe mosty", "Miasto zbuduje nowe mosty i drogi."),
        "pl3": ("Łódź bez prądu", "Łódź była bez prądu przez trzy godziny."),
        "pl4": ("Mostek kapitański", "Kapitan nie opuścił mostka."),
    },
    "ar": {
        "ar1": ("إغلاق الجسر القديم", "أعلنت البلدية إغلاق الجسر القديم حتى نهاية العام."),
        "ar2": ("جسر جديد على النهر", "بدأ بناء جسر جديد على النهر قرب المدينة."),
        "ar3": ("مُدَرِّس يفوز بجائزة", "فاز مُدَرِّس من الإسكندرية بجائزة دولية."),
        "ar4": ("أسعار النفط ترتفع", "ارتفعت أسعار النفـــط في الأسواق العالمية."),
        "ar5": ("الاسكندرية تستضيف المؤتمر", "تستضيف الاسكندرية مؤتمرا عن المناخ."),
    },
    "fa": {
        "fa1": ("کتاب‌های تازه", "کتاب‌های تازه در نمایشگاه تهران عرضه شد."),
        "fa2": ("نمایشگاه كتاب", "نمایشگاه كتاب با حضور ناشران برگزار می‌شود."),
        "fa3": ("می‌روم یا می‌مانم", "جوانان می‌گویند: می‌روم یا می‌مانم؟ تصمیم دشوار است."),
        "fa4": ("زلزله در شمال", "زلزله در شمال کشور خسارت نداشت."),
    },
    "zh": {
        "zh1": ("北京举行新闻发布会", "北京市政府昨天举行新闻发布会，介绍防洪工作。"),
        "zh2": ("上海到北京的高铁", "从上海到北京的高铁票价上涨。"),
        "zh3": ("东京奥运回顾", "东京奥运会结束一年后，场馆仍在使用。"),
        "zh4": ("大学招生", "南京大学今年扩大招生，学生欢迎。"),
        "zh5": ("水价上调", "城市水价上调，居民用水受影响。"),
    },
    "ja": {
        "ja1": ("東京都知事選", "東京都知事選が告示され、五人が立候補した。"),
        "ja2": ("京都の桜", "京都の桜が満開になり、観光客でにぎわった。"),
        "ja3": ("橋の工事", "古い橋の工事が始まり、市は迂回を呼びかけた。"),
        "ja4": ("ﾆｭｰｽまとめ", "今週のﾆｭｰｽをまとめた。台風が近づいている。"),
    },
    "ko": {
        "ko1": ("서울에서 회의", "서울에서 국제 회의가 열렸다."),
        "ko2": ("서울은 폭염", "서울은 오늘 폭염 경보가 내려졌다."),
        "ko3": ("부산 다리 개통", "부산의 새 다리가 개통됐다."),
    },
    "th": {
        "th1": ("น้ำท่วมกรุงเทพ", "น้ำท่วมกรุงเทพหลังฝนตกหนักสามวัน"),
        "th2": ("สะพานใหม่เปิดแล้ว", "สะพานใหม่ข้ามแม่น้ำเปิดให้ใช้แล้ววันนี้"),
        "th3": ("ราคาข้าวขึ้น", "ราคาข้าวขึ้นในตลาดโลก"),
    },
}  # fmt: skip
"""Headline and text of each article, by language."""

QUERIES = {
    "en": {
        "harbour bridge": {"en1"},
        "bridge": {"en1", "en2"},
        "ferry": {"en1", "en3"},
        "harbour": {"en1", "en3"},
        "it's": {"en5"},
        "cafes": {"en5"},
        "art": {"en6"},
        "storms": {"en7"},
        "bridge -council": {"en1"},
    },
    "de": {
        "Brücke": {"de1", "de2", "de3"},
        "Brücken": {"de1", "de2", "de3"},
        "Bruecke": {"de1", "de2", "de3"},
        "Brucke": {"de1", "de2", "de3"},
        "Haus": {"de5", "de6"},
        "Straße": {"de5", "de6"},
    },
    "fr": {"école": {"fr1", "fr2"}, "ecole": {"fr1", "fr2"}, "securite sociale": {"fr4"}, "l'école": {"fr1"}, "grèves": {"fr5"}},
    "es": {"elecciones": {"es1", "es2"}, "cancion": {"es4"}, "corazon": {"es5"}},
    "ru": {"мост": {"ru1", "ru2"}, "мосты": {"ru1", "ru2"}, "теплая": {"ru4"}, "пожары": {"ru5"}},
    "tr": {"köprü": {"tr1", "tr2"}, "Ankara": {"tr3"}, "kar": {"tr3"}},
    "el": {"γέφυρα": {"el1", "el2"}, "γεφυρα": {"el1", "el2"}},
    "pl": {"most": {"pl1", "pl2"}, "lodz": {"pl3"}},
    "ar": {"جسر": {"ar1", "ar2"}, "مدرس": {"ar3"}, "النفط": {"ar4"}, "الإسكندرية": {"ar3", "ar5"}},
    "fa": {"کتاب": {"fa1", "fa2"}, "کتاب‌های": {"fa1"}, "کتابهای": {"fa1"}, "می‌روم": {"fa3"}},
    "zh": {"北京": {"zh1", "zh2"}, "大学": {"zh4"}, "水": {"zh5"}, "新闻发布会": {"zh1"}, "新聞發布會": {"zh1"}},
    "ja": {"京都": {"ja2"}, "橋": {"ja3"}, "ニュース": {"ja4"}},
    "ko": {"서울": {"ko1", "ko2"}, "다리": {"ko3"}},
    "th": {"สะพาน": {"th2"}, "น้ำท่วม": {"th1"}},
}  # fmt: skip
"""The articles that answer each query, by the language in which it is asked."""


def rows() -> list[dict[str, str]]:
    """The articles as rows with article_id, language, title and text."""
    return [
        {"article_id": name, "language": language, "title": title, "text": text}
        for language, articles in ARTICLES.items()
        for name, (title, text) in articles.items()
    ]


def scores(found: dict[str, list[str]], relevant: dict[str, set[str]]) -> tuple[float, float]:
    """Precision at 10 and recall, the mean over queries; nothing found has a precision of 0."""
    precisions = [
        len({*names[:10]} & relevant[query]) / len(names[:10]) if names else 0.0 for query, names in found.items()
    ]
    recalls = [len({*names} & relevant[query]) / len(relevant[query]) for query, names in found.items()]
    return sum(precisions) / len(precisions), sum(recalls) / len(recalls)
