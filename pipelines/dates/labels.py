"""What the words around a date say it is a date of."""

from __future__ import annotations

import re

MODIFIED = re.compile(
    r"updat|modif|revis(?:ed|ión)|edited|amended|correct(?:ed|ion)|last (?:change|review|edit)|aktuali[sz]|geändert|bearbeitet|\bstand\b|überarbeitet"
    r"|mis(?:e)? à jour|maj\b|màj|actuali[sz]ad|actualitzat|atualizad|alterado|aggiorna|bijgewerkt|gewijzigd|gewijzigd|uppdatera|ändrad"
    r"|opdatere|oppdater|endret|ändret|sist endret|päivitet|muokattu|zaktualizowan|aktualizac|aktualizov|frissít|módosít"
    r"|обновл|изменен|оновлен|змінен|обновен|актуализ|ажурир|ažurir|posodob|ενημερώ|τροποπο|güncel|değiştir|yenilen|עודכן|עדכון|تحديث|محدث|عُدل|بروزرسانی|به.روز|अपडेट|अद्यतन|আপডেট|అప్డేట్"
    r"|புதுப்பி|อัปเดต|อัพเดต|ปรับปรุง|cập nhật|diperbarui|diubah|kemas kini|更新|修改|修订|수정|업데이트|最終|입력·수정|uuendat|muudetud|atjaunin|atnaujin"
)
PUBLISHED = re.compile(
    r"publi|posted|first seen|veröffentlich|erschienen|erstellt|paru le|posté|mis en ligne|créé|creado|criado|postado|pubblicat|inserit|geplaatst"
    r"|gepubliceerd|publicerad|udgivet|publisert|julkaistu|opublikowan|dodano|utworzono|zveřejněn|vydán|publikov|közzét|megjelen|publicat|публик|опубл|размещ"
    r"|дата|објав|објав|objavljen|δημοσ|αναρτή|yayın|eklenme|oluşturma|פורסם|نشر|تاريخ|انتشار|تاریخ|प्रकाशित|প্রকাশ|ప్రచుర|เผยแพร่|đăng|ditayangkan|diterbitkan|发布|發布|發佈|公開|投稿|掲載|配信|입력|등록|승인|created|dated?\b|\bon\b|datum|uhr\b|by\b|von\b"
)
COPYRIGHT = re.compile(
    r"©|\(c\)|&copy|copyright|all rights reserved|alle rechte|tous droits|todos los derechos|imprint|issn|founded|since|seit \d|est\. ?\d"
)
EVENT = re.compile(
    r"\b(?:event|when|starts?|ends?|until|from|deadline|expires?|valid|register|join us|tickets?|birth|born|died|joined|member since|release date|bis zum|termin|beginn|einlass|geboren"
    r"|archiv|recorded|photo|foto|image|file|picture|credit|filed photo|screenshot|retrieved|abgerufen|accessed|zugriff|cutoff|season|episode)\b"
)
TODAY = re.compile(r"\b(?:today|heute|aujourd|hoy|oggi|hoje|vandaag|dzisiaj|сегодня)\b")


def role_of(before: str, text: str) -> str:
    """`published`, `modified` or `other`, from the folded words before a date; the nearest label wins.

    >>> role_of("published 2 may 2025, updated", "3 may 2025")
    'modified'
    """
    marks = [
        (_last(MODIFIED, before), "modified"),
        (_last(PUBLISHED, before), "published"),
        (_last(EVENT, before), "other"),
    ]
    place, role = max(marks)
    if place < 0:
        return "published"
    return "other" if COPYRIGHT.search(before[-40:]) else role


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)
