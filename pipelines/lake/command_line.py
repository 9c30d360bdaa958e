"""The command for a home, as its user types it, and the address at which a command serves it."""

from __future__ import annotations

import shlex

from pipelines.base.processes.typed_name import near, typed_name
from pipelines.lake.home import Home, home_root
from pipelines.lake.store.address import address_of

BROWSE = "http://127.0.0.1:3001"
"""Where `dateline browse` serves the corpus, if no other port is asked for."""


def dateline_for(home: Home) -> str:
    """`dateline`, or with `--home` if the home is not the default one."""
    is_usual = home.root == home_root() and not address_of(home.root)
    return typed_name() if is_usual else f"{typed_name()} --home {shown_home(home)}"


def shown_home(home: Home) -> str:
    """The folder or the address of a home, in quotes where a shell needs them."""
    return shlex.quote(address_of(home.root) or near(home.root))
