-- What may have been published in a week, undated stories included: dateline sql "$(cat undated_in_a_week.sql)"
SELECT source, title, published, not_before::DATE AS not_before, not_after::DATE AS not_after, not_before_basis AS because
FROM possibly_between('2026-01-26', '2026-02-03')
ORDER BY published NULLS LAST, source, title
