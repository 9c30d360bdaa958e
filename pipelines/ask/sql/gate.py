"""The gate: passes only statements that read. It comes before DuckDB's locks, which allow writing into a folder that
may be read.

A statement passes by its type. `COPY`, which may hide in a WITH or an EXPLAIN ANALYZE, is refused by its keyword.
Functions that run text as SQL, or that take pointers, are refused by their names. On a kernel without Landlock, the
plan is checked, too (`plan_refusal`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import duckdb

READING = {"SELECT", "EXPLAIN", "SET", "MULTI"}
"""Types of statement that pass. SET changes only settings that the locks leave open; MULTI is a PIVOT."""
TEMPORARY = {"CREATE", "INSERT", "UPDATE", "DELETE", "DROP"}
"""Types that pass because the corpus is opened read-only, so that they change only temporary data. CREATE must say TEMP."""
CREATED = re.compile(r"CREATE( OR REPLACE)? TEMP(ORARY)?( RECURSIVE)? (TABLE|VIEW|MACRO|FUNCTION)\b")
EXPLAINED = {"select", "with", "from", "values", "table", "pivot", "("}
"""First words of statements that EXPLAIN may explain."""
PRAGMAS = {"table_info", "show", "show_tables", "show_tables_expanded", "database_list", "version", "functions"}
RUN_TEXT = {"query", "json_execute_serialized_sql"}
"""Functions that run a text as SQL: the gate cannot see what the text does."""
INNER = {
    "add_grammar_extension", "arrow_scan", "arrow_scan_dumb", "checkpoint", "create_external_resource",
    "deregister_external_resource", "destroy_external_resource", "disable_logging", "disable_profiling", "enable_logging",
    "enable_profiling", "force_checkpoint", "pandas_scan", "python_arrow_scan", "python_map_function",
    "register_external_resource", "register_external_resource_type", "remove_grammar_extension", "seq_scan",
    "truncate_duckdb_logs",
}  # fmt: skip
"""Internal functions of DuckDB: some take memory addresses, some change the database or its logging."""
PLANNED = {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE"}
OPERATORS = {
    "TABLE_SCAN", "SEQ_SCAN", "INDEX_SCAN", "DUMMY_SCAN", "CHUNK_SCAN", "COLUMN_DATA_SCAN", "DELIM_SCAN", "EXPRESSION_SCAN",
    "EMPTY_RESULT", "ORDER_BY", "LIMIT", "LIMIT_PERCENT", "STREAMING_LIMIT", "TOP_N", "RESERVOIR_SAMPLE", "STREAMING_SAMPLE",
    "WINDOW", "STREAMING_WINDOW", "UNNEST", "INOUT_FUNCTION", "UNGROUPED_AGGREGATE", "HASH_GROUP_BY", "PERFECT_HASH_GROUP_BY",
    "PARTITIONED_AGGREGATE", "FILTER", "PROJECTION", "DELIM_JOIN", "LEFT_DELIM_JOIN", "RIGHT_DELIM_JOIN", "BLOCKWISE_NL_JOIN",
    "NESTED_LOOP_JOIN", "HASH_JOIN", "PIECEWISE_MERGE_JOIN", "IE_JOIN", "ASOF_JOIN", "CROSS_PRODUCT", "POSITIONAL_JOIN",
    "POSITIONAL_SCAN", "UNION", "REC_CTE", "REC_CTE_SCAN", "RECURSIVE_KEY_CTE", "REC_REC_CTE_SCAN", "CTE", "CTE_SCAN",
    "PIVOT", "RESULT_COLLECTOR", "INSERT", "BATCH_INSERT", "UPDATE", "DELETE", "CREATE_TABLE", "CREATE_TABLE_AS",
    "BATCH_CREATE_TABLE_AS", "CREATE_VIEW", "CREATE_MACRO",
}  # fmt: skip
"""Operators of a plan that read, or that change temporary data (DuckDB's PhysicalOperatorType)."""
FUNCTIONS = re.compile(
    r"(READ|DUCKDB|PRAGMA|PARQUET|JSON|TEST)_\w+|GLOB|RANGE|GENERATE_SERIES|REPEAT(_ROW)?|SUMMARY|SNIFF_CSV|"
    r"ICU_CALENDAR_NAMES|PG_TIMEZONE_NAMES"
)
"""Table functions that read; a plan lists them as operators."""


def refusal(statement: duckdb.Statement) -> str | None:
    """Why a statement is refused, with an alternative; None if it only reads."""
    words = list(_words(statement.query))
    return _word_refusal(words) or _type_refusal(statement, words)


def _word_refusal(words: list[tuple[str, bool]]) -> str | None:
    for (word, keyword), (following, _) in zip(words, [*words[1:], ("", False)], strict=True):
        if keyword and word == "copy":
            return 'COPY writes files: use --output FILE (a column of that name is written "copy")'
        if following == "(" and word in RUN_TEXT:
            return f"{word}() runs a text as SQL: write the SQL itself"
        if following == "(" and word in INNER:
            return f"{word}() is a function of DuckDB's own"
    return None


def _type_refusal(statement: duckdb.Statement, words: list[tuple[str, bool]]) -> str | None:
    kind = statement.type.name
    if kind == "PRAGMA" and (len(words) < 2 or words[1][0] not in PRAGMAS):
        return f"no PRAGMA but {', '.join(sorted(PRAGMAS))}"
    if kind == "CREATE" and not CREATED.match(" ".join(word for word, _ in words).upper()):
        return "the corpus is open for reading only: CREATE TEMP TABLE, VIEW or MACRO lasts as long as the query"
    if kind == "EXPLAIN" and (inner := _explained(words)) not in EXPLAINED:
        return f"EXPLAIN explains queries only, not {inner.upper() or 'nothing'}"
    return None if kind in READING | TEMPORARY | {"PRAGMA"} else f"{kind} is no statement that only reads"


def _explained(words: list[tuple[str, bool]]) -> str:
    """The first word of the statement after EXPLAIN: `EXPLAIN (ANALYZE, FORMAT JSON) SELECT 1` → `select`."""
    rest = [word for word, _ in words[1:]]
    if rest[:1] == ["("] and rest[1:2] != ["select"]:
        rest = rest[rest.index(")") + 1 :] if ")" in rest else []
    if rest[:1] in (["analyze"], ["analyse"]):
        rest = rest[1:]
    return rest[0] if rest else ""


def plan_refusal(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> str | None:
    """Why a statement is refused by its DuckDB plan, in which views and macros are expanded; None if the plan only
    reads.

    Raises duckdb.Error if there is no plan.
    """
    kind = statement.type.name
    if kind == "EXPLAIN" and {"analyze", "analyse"} & {word for word, _ in _words(statement.query)}:
        return "EXPLAIN ANALYZE runs what it explains, and this kernel has no Landlock: EXPLAIN without ANALYZE"
    if kind not in PLANNED:
        return (
            "PIVOT needs its values on this kernel without Landlock: PIVOT … ON … IN (…)" if kind == "MULTI" else None
        )
    [(_, plan)] = connection.sql(f"EXPLAIN (FORMAT JSON) {statement.query}").fetchall()
    unknown = sorted(name for name in _operators(json.loads(plan)) if not _reads(name))
    return f"its plan does more than read, or what we do not know: {', '.join(unknown)}" if unknown else None


def _reads(operator: str) -> bool:
    refused = {name.upper() for name in RUN_TEXT | INNER} - {"SEQ_SCAN"}
    return operator not in refused and (operator in OPERATORS or FUNCTIONS.fullmatch(operator) is not None)


def _operators(nodes: list[dict[str, object]]) -> Iterator[str]:
    for node in nodes:
        yield str(node["name"]).strip()
        children = node.get("children")
        yield from _operators(children if isinstance(children, list) else [])


def _words(query: str) -> Iterator[tuple[str, bool]]:
    """Words and operators of a statement in lower case, names without quotes; each with True if it is a keyword."""
    tokens = duckdb.tokenize(query)
    written = query.encode()
    ends = [start for start, _ in tokens[1:]] + [len(written)]  # in bytes
    for (start, kind), end in zip(tokens, ends, strict=True):
        text = written[start:end].decode().strip().rstrip(";").strip()
        name = str(kind).rpartition(".")[2]
        if name == "operator":
            yield from ((sign, False) for sign in text if not sign.isspace())
        elif name in ("keyword", "identifier"):
            plain = text[1:-1].replace('""', '"') if text.startswith('"') else text
            yield plain.lower(), name == "keyword"
        elif name != "comment":
            yield text, False
