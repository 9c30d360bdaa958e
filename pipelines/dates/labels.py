"""What the words before a date say it is a date of."""

from __future__ import annotations

import re

ITSELF = re.compile(  # as blogs end a post: "This entry was posted on …", "Dieser Beitrag wurde am … veröffentlicht"
    r"\b(?:this|dies(?:er|e|es)|cet(?:te)?|ce|este|esta|questo|quest.|deze|dit|denne?a?|dette|detta|ten|ta)\s+(?:blog[\s-]?)?"
    r"(?:entry|post|article|story|beitrag|eintrag|artikel|text|meldung|billet|entrada|artículo|noticia|articolo|bericht|inlägg"
    r"|indlæg|innlegg|wpis|artykuł|note)\s+"
    r"(?:was|has been|wurde|a été|fue|foi|è stat[oa]|werd|is geplaatst|postades|blev|ble|został)"
    r"\b[^.:;]{0,45}$"
)
NEAR = 40  # characters before a date in which a label counts
MODIFIED = re.compile(  # "corona-update" is a link's word, not a label
    r"(?<!\w-)updat|last-updat"
    r"|modif|revis(?:ed|ión)|edited|amended|corrected|last (?:change|review)|aktuali[sz]|geändert|bearbeitet|\bstand\b"
    r"|überarbeitet|mis(?:e)? à jour|\bmaj\b|màj|actuali[sz]ad|actualitzat|atualizad|alterado|aggiorna|bijgewerkt|gewijzigd"
    r"|uppdatera|ändrad|opdatere|oppdater|endret|ændret|päivitet|muokattu|zaktualizowan|aktualizac|aktualizov|frissít|módosít"
    r"|actualizat|modificat|обновл|изменен|оновлен|змінен|обновен|актуализ|ажурир|ažurir|posodob|ενημερώ|τροποπο|güncel"
    r"|değiştir|yenilen|עודכן|עדכון|تحديث|محدث|عُدل|بروزرسانی|به.روز|अपडेट|अद्यतन|আপডেট|అప్డేట్|புதுப்பி|อัปเดต|อัพเดต"
    r"|ปรับปรุง|cập nhật|diperbarui|diubah|kemas kini|সম্পাদ|更新|修改|修订|수정|업데이트|uuendat|muudetud|atjaunin|atnaujin"
)
PUBLISHED = re.compile(
    r"publi(?!c\b)|posted|veröffentlich|erschienen|erstellt|paru le|posté|mis en ligne|publié|publicado|creado|criado|postado"
    r"|pubblicat|geplaatst|gepubliceerd|publicerad|udgivet|publisert|julkaistu|opublikowan|dodano|utworzono|zveřejněn|vydán"
    r"|publikov|közzét|megjelen|publicat|публик|опубл|размещ|дата|објав|objavljen|δημοσ|αναρτή|yayın|eklenme|oluşturma"
    r"|פורסם|نشر|تاريخ|انتشار|تاریخ|प्रकाशित|প্রকাশ|ప్రచుర|เผยแพร่|đăng|ditayangkan|diterbitkan|发布|發布|發佈|公開|投稿"
    r"|掲載|配信|公表|입력|등록|승인|first appeared|released on|issued"
)
COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|alle rechte|tous droits|todos los derechos|issn|founded in|est\. ?$"
)
POSTED_AS_UPDATE = "更新"  # Japanese sites put it behind the date of a first posting too
OTHER = re.compile(
    r"\b(?:event|starts?|ends?|until|deadline|expires?|valid|register|join us|tickets?|birth|born|died|member since|bis zum"
    r"|termin|beginn|einlass|geboren|photo|foto|recorded|credit|screenshot|retrieved|abgerufen|accessed|season|episode|since"
    r"|seit|between|during)\b[^.]{0,12}$"
)


def label_of(before: str, *, copyright_line: bool = True) -> str | None:
    """`published`, `modified` or `other` as the words before a date (folded) say; None when they say nothing.

    A `<time>` element is no `copyright_line`: a © before it is a picture's.

    >>> label_of("published 2 may 2025, updated "), label_of("text of a story"), label_of("© ")
    ('modified', None, 'other')
    >>> label_of("last-updated "), label_of("live: corona-update ")
    ('modified', None)
    """
    near = before[-NEAR:]
    if copyright_line and COPYRIGHT.search(near):
        return "other"
    place, role = max((_last(MODIFIED, near), "modified"), (_last(PUBLISHED, near), "published"))
    if place >= 0:
        return role
    return "other" if OTHER.search(near) else None


def names_itself(before: str) -> bool:
    """Whether the words before a date (folded) are a text's own about when it was published.

    >>> names_itself("this entry was posted on saturday, "), names_itself("this story was told to ann lee in 1987. on ")
    (True, False)
    """
    return ITSELF.search(before) is not None and label_of(before) != "modified"


def label_after(after: str) -> str | None:
    """What the words right behind a date say, as Japanese, Korean, Bengali or Turkish put them.

    >>> label_after("に公開"), label_after(" 수정")
    ('published', 'modified')
    """
    if not after.strip() or after.strip()[0].isascii() or POSTED_AS_UPDATE in after.strip()[:4]:
        return None
    found = [
        (m.start(), role)
        for pattern, role in ((MODIFIED, "modified"), (PUBLISHED, "published"))
        if (m := pattern.search(after))
    ]
    return min(found)[1] if found else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)
