"""Read by every interpreter that tests start: without pandas, as where users have installed us.

Only a development tool brings it, and pyarrow imports it wherever it is: a fifth of a second in each process.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class WithoutPandas(MetaPathFinder):
    """Finds no pandas, and leaves everything else to who comes next."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Raise ModuleNotFoundError for pandas."""
        if fullname == "pandas":
            raise ModuleNotFoundError("no pandas in the processes of tests", name=fullname)


if __name__ == "sitecustomize":  # not where the suite looks for examples in it
    sys.meta_path.insert(0, WithoutPandas())
