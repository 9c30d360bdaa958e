"""The addresses of works, by their pages, moves and links: a view of all works, and a macro of one.

A row is an address with a role. What the pages of a work and the links to and from them say is all in other tables, so
the view has no rows of its own.
"""

from __future__ import annotations

NAME = "addresses"
ROLES = ("canonical", "moved", "variant", "part", "comments", "print", "amp", "edition")
DOC = (
    "The addresses of each work: where it is now, where it was, and its other versions, parts and translations. "
    "`addresses('…')` has those of one article."
)
COLUMNS = {
    "article_id": "Id of the work.",
    "source": "Name of the source file.",
    "url": "The address.",
    "url_key": "Its identity: equal for AMP and print versions of the same address.",
    "role": f"{' '.join(ROLES)}. `canonical` is the address of the current text, `moved` one that the story had before or that "
    "redirects to it, `variant` another page of the work, `edition` the story in another language.",
    "reason": "The page, move or link that shows the role.",
    "first_night": "First night on which it held.",
    "last_night": "Last night on which it held.",
    "other_article_id": "The work of its own that has a page at this address, as a translation may; null when there is none.",
}

WORKS = "WITH work AS (SELECT article_id FROM articles)"
QUERY = """{work},
page AS (SELECT article_id, source, url_key, max_by(url, (fetched_at, url)) AS url FROM documents
    WHERE article_id IN (SELECT article_id FROM work) GROUP BY ALL),
now AS (SELECT article_id, url_key FROM articles WHERE article_id IN (SELECT article_id FROM work)),
seen AS (SELECT source, url_key, min(night) AS first_night, max(night) AS last_night FROM fetches
    WHERE resource IN ('page', 'row') AND outcome IN ('stored', 'not_modified', 'duplicate_payload')
    AND url_key IN (SELECT url_key FROM page) GROUP BY ALL),
moved AS (SELECT article_id, from_url_key AS url_key,
    max_by(reason || ', now ' || moves.url_key, (night, moves.url_key, reason)) AS reason
    FROM moves WHERE moves.url_key <> from_url_key GROUP BY ALL),
told AS (
    SELECT p.article_id, p.source, l.to_url AS url, l.to_url_key AS url_key, l.night, CASE l.kind
        WHEN 'amphtml' THEN 'amp' WHEN 'edition' THEN 'edition' WHEN 'pagination' THEN 'part' WHEN 'part' THEN 'part'
        ELSE if(contains(coalesce(l.anchor, ''), 'print'), 'print', 'variant') END AS role,
        concat_ws(' ', 'link', l.kind, l.anchor) AS reason
    FROM page p JOIN links l ON l.source = p.source AND l.from_url_key = p.url_key
    WHERE l.to_url <> l.from_url AND CASE l.kind WHEN 'edition' THEN l.to_url_key <> l.from_url_key
        WHEN 'pagination' THEN l.to_url_key <> l.from_url_key AND starts_with(l.to_url_key, l.from_url_key)
        WHEN 'part' THEN l.to_url_key <> l.from_url_key ELSE l.kind IN ('amphtml', 'version') END
    UNION ALL
    SELECT p.article_id, p.source, l.from_url, l.from_url_key, l.night, 'moved', 'redirects to ' || p.url_key
    FROM page p JOIN links l ON l.source = p.source AND l.to_url_key = p.url_key
    WHERE l.kind = 'redirect' AND l.from_url_key <> l.to_url_key
    UNION ALL
    SELECT p.article_id, p.source, d.url, d.url_key, d.night,
        if(regexp_matches(d.url_key, 'comment|cpage'), 'comments', 'part'), d.kind_basis
    FROM page p JOIN documents d ON d.source = p.source AND starts_with(d.url_key, p.url_key)
    WHERE d.kind_basis = 'further page' AND d.url_key <> p.url_key),
lodged AS (SELECT source, url_key, max_by(article_id, (fetched_at, article_id)) AS other_article_id FROM documents
    WHERE url_key IN (SELECT url_key FROM told) AND article_id IN (SELECT article_id FROM articles) GROUP BY ALL),
found AS (
    SELECT p.article_id, p.source, p.url, p.url_key,
        CASE WHEN p.url_key = n.url_key THEN 'canonical' WHEN m.reason IS NOT NULL THEN 'moved' ELSE 'variant' END AS role,
        CASE WHEN p.url_key = n.url_key THEN 'page of the current text' ELSE coalesce(m.reason, 'page of the same work') END
        AS reason, s.first_night, s.last_night, NULL::VARCHAR AS other_article_id
    FROM page p JOIN now n USING (article_id) LEFT JOIN moved m ON m.article_id = p.article_id AND m.url_key = p.url_key
    LEFT JOIN seen s ON s.source = p.source AND s.url_key = p.url_key
    UNION ALL
    SELECT t.article_id, t.source, t.url, t.url_key, t.role, max_by(t.reason, (t.night, t.reason)), min(t.night), max(t.night),
        min(nullif(o.other_article_id, t.article_id))
    FROM told t LEFT JOIN lodged o ON o.source = t.source AND o.url_key = t.url_key
    WHERE t.role IN ('amp', 'print', 'variant')
    OR NOT EXISTS (SELECT 1 FROM page p WHERE p.article_id = t.article_id AND p.url_key = t.url_key)
    GROUP BY ALL)
SELECT * FROM found ORDER BY article_id, list_position({roles}, role), url, reason"""


def query(work: str) -> str:
    """The query for the addresses of some works; `work` begins it with a CTE of that name, which has their ids."""
    return " ".join(QUERY.format(work=work, roles=list(ROLES)).split())
