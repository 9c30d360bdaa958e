"""What another client does with the corpus, run by an interpreter with a DuckDB of its own.

`python older_client.py CORPUS < QUERIES` attaches the file under another name, beside a table of its own called `articles`, and
prints a JSON object: the version of DuckDB, and the number of rows of each query or what DuckDB said of it.
"""

import json
import sys

import duckdb


def rows(client: duckdb.DuckDBPyConnection, query: str) -> int | str:
    try:
        return len(client.execute(query).fetchall())
    except duckdb.Error as error:
        return str(error)


def main() -> None:
    client = duckdb.connect()
    client.execute(
        f"ATTACH '{sys.argv[1]}' AS c (READ_ONLY); SET TimeZone = 'UTC'; CREATE TABLE articles AS SELECT 1 AS x"
    )
    counts = {query: rows(client, query) for query in json.load(sys.stdin)}
    json.dump({"version": duckdb.__version__, "rows": counts}, sys.stdout)


if __name__ == "__main__":
    main()
