-- Which stories were copied, and how much of their words: dateline sql "$(cat copies.sql)"
SELECT o.title, o.source AS told_first_by, c.source AS copied_by, c.role, round(c.similarity, 2) AS in_common
FROM clusters c JOIN articles o ON o.article_id = c.origin_article_id
WHERE c.article_id <> c.origin_article_id
ORDER BY in_common DESC, o.title, c.source
