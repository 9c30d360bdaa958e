"""Not pandas: with this folder on the path, pyarrow finds none, as in a user's install.

Only the developers' tools bring pandas along, and pyarrow imports it with `pyarrow.dataset`: some .3 CPU seconds and 60 MB for
each process.
"""

from __future__ import annotations

raise ImportError("a user's install has no pandas")
