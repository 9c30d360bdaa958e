"""Queries as journalists and analysts write them: all of them pass the gate, with and without Landlock."""

# ruff: noqa: E501

QUESTIONS = """
FROM articles
TABLE articles
VALUES (1, 'a'), (2, 'b')
SELECT source, count(*) FROM articles GROUP BY ALL ORDER BY ALL
SELECT source, month, count(*) FROM articles GROUP BY ROLLUP (source, month)
SELECT source, kind, count(*) FROM articles GROUP BY GROUPING SETS ((source), (kind), ())
SELECT source, count(*) FILTER (published IS NULL) AS undated FROM articles GROUP BY source HAVING count(*) > 0
SELECT DISTINCT ON (source) source, title FROM articles ORDER BY source, first_seen
SELECT title FROM articles WHERE title ILIKE '%copy%' OR regexp_matches(title, 'bridge|harbou?r')
SELECT date_trunc('week', first_seen) AS week, count(*) FROM articles GROUP BY 1 ORDER BY 1
SELECT *, row_number() OVER (PARTITION BY source ORDER BY words DESC) AS rank FROM articles QUALIFY rank <= 3
SELECT source, words, sum(words) OVER (ORDER BY first_seen ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) FROM articles
SELECT source, avg(words), median(words), quantile_cont(words, .9), mode(language), stddev(words), histogram(words) FROM articles GROUP BY source
SELECT a.title, b.title FROM articles a JOIN articles b ON a.cluster_id = b.cluster_id AND a.article_id < b.article_id
SELECT a.title FROM articles a LEFT JOIN clusters c USING (article_id) WHERE c.cluster_id IS NULL
SELECT a.title FROM articles a SEMI JOIN clusters c USING (article_id)
SELECT a.title FROM articles a ANTI JOIN clusters c USING (article_id)
SELECT title FROM articles WHERE article_id IN (SELECT article_id FROM clusters)
SELECT title FROM articles a WHERE EXISTS (SELECT 1 FROM clusters c WHERE c.article_id = a.article_id AND c.role = 'origin')
SELECT title, (SELECT count(*) FROM clusters c WHERE c.cluster_id = a.cluster_id) AS copies FROM articles a
SELECT a.article_id, b.article_id FROM articles a ASOF JOIN articles b ON a.source = b.source AND a.first_seen >= b.first_seen
SELECT a.article_id FROM articles a, articles b WHERE a.words < b.words AND a.first_seen <= b.first_seen
SELECT a.title FROM articles a POSITIONAL JOIN clusters c
SELECT title, author FROM articles, unnest(authors) t(author)
SELECT author, count(*) FROM (SELECT unnest(authors) AS author FROM articles) GROUP BY ALL
SELECT title, r.url FROM articles, LATERAL (SELECT unnest(related) AS r)
SELECT title, len(text), text[1:80], list_transform(authors, lambda x: upper(x)) FROM articles
SELECT string_agg(title, ', ' ORDER BY title), list(source), arg_max(title, words), any_value(url) FROM articles
SELECT title FROM articles UNION SELECT url FROM articles EXCEPT SELECT source FROM articles INTERSECT SELECT title FROM articles
SELECT * FROM articles UNION ALL BY NAME SELECT cluster_id FROM clusters
FROM articles USING SAMPLE 10
FROM articles TABLESAMPLE 50%
FROM articles ORDER BY published_day DESC NULLS LAST, title LIMIT 10 OFFSET 2
FROM articles LIMIT 10%
WITH days AS (SELECT source, published_day, count(*) AS n FROM articles GROUP BY ALL) SELECT * FROM days WHERE n > 1
WITH RECURSIVE days(day) AS (SELECT DATE '2026-02-01' UNION ALL SELECT day + 1 FROM days WHERE day < DATE '2026-02-05') FROM days
WITH RECURSIVE chain AS (SELECT article_id, 0 AS depth FROM articles UNION ALL SELECT article_id, depth + 1 FROM chain WHERE depth < 3) SELECT count(*) FROM chain
SELECT range::DATE AS day, count(article_id) FROM range(DATE '2026-02-01', DATE '2026-02-05', INTERVAL 1 DAY) LEFT JOIN articles ON published_day = range::DATE GROUP BY 1
PIVOT articles ON kind IN ('article', 'live') USING count(*) GROUP BY source
UNPIVOT (SELECT source, words, copies FROM articles) ON words, copies INTO NAME what VALUE n
FROM as_of(DATE '2026-02-02')
FROM copy_matrix()
FROM possibly_between('2026-01-01', '2026-03-01')
FROM dated_at(0.5)
DESCRIBE articles
DESCRIBE SELECT source, count(*) FROM articles GROUP BY ALL
SUMMARIZE articles
SHOW TABLES
SHOW ALL TABLES
EXPLAIN SELECT count(*) FROM articles
EXPLAIN (FORMAT JSON) SELECT count(*) FROM articles
PRAGMA table_info('articles')
FROM duckdb_columns() WHERE table_name = 'articles'
SELECT function_name FROM duckdb_functions() WHERE function_name LIKE 'list%'
SELECT to_json(a) FROM articles a
SELECT key, value FROM articles a, json_each(to_json(a))
SELECT * EXCLUDE (text) REPLACE (upper(title) AS title) FROM articles
SELECT COLUMNS('published.*') FROM articles
SELECT levenshtein(a.title, b.title), jaro_winkler_similarity(a.title, b.title) FROM articles a CROSS JOIN articles b
SET TimeZone = 'Europe/Berlin'; SELECT first_seen, strftime(first_seen, '%H:%M'), date_diff('hour', not_before, not_after) FROM articles
SET VARIABLE since = DATE '2026-02-01'; FROM articles WHERE published_day >= getvariable('since')
CREATE TEMP VIEW long AS FROM articles WHERE words > 10; SELECT source, count(*) FROM long GROUP BY ALL
CREATE OR REPLACE TEMP TABLE t AS SELECT source, count(*) AS n FROM articles GROUP BY ALL; INSERT INTO t VALUES ('x', 1); UPDATE t SET n = n + 1; DELETE FROM t WHERE n > 9; FROM t
CREATE TEMP MACRO host(u) AS regexp_extract(u, '//([^/]+)', 1); SELECT host(url), count(*) FROM articles GROUP BY ALL
""".strip().splitlines()
