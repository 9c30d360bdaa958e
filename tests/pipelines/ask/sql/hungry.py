"""Runs hungry queries one after the other, and tells how each ended and how large the largest process became."""

import json
import resource
import sys
import time

from pipelines.ask.sql.limits import Limits
from pipelines.ask.sql.process import rows_apart
from pipelines.base.errors import InputError
from pipelines.lake.home import Home


def main() -> None:
    asked = json.load(sys.stdin)
    allowed, ended = Limits(**asked["allowed"]), {}
    for name, query in asked["queries"].items():
        started = time.monotonic()
        try:
            with rows_apart(Home.at(asked["home"]), query, allowed) as rows:
                said = str(rows.table().slice(0, 1).to_pylist())[:100]
        except InputError as error:
            said = str(error)
        ended[name] = (time.monotonic() - started, said)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    json.dump({"queries": ended, "largest_bytes": largest}, sys.stdout)


if __name__ == "__main__":
    main()
