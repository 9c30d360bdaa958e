"""The Delta tables between a working copy and its store: data files are transferred first, then commits in their order.

So the tables in the store are always equal to the tables on this disk at some moment, and any client may read them.
A Delta log lists the files of its table, so the store's own log does not name them.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable

from pipelines.base.errors import EnvironmentFault
from pipelines.lake.delta import Lake
from pipelines.lake.delta.parquet import OWN_FILE
from pipelines.lake.store.found_files import found_files, sign_of
from pipelines.lake.store.known_files import Sign
from pipelines.lake.store.lease import LeaseLost
from pipelines.lake.store.log import Stored
from pipelines.lake.store.objects import Listed, at_once
from pipelines.lake.store.working_copy import WorkingCopy

COMMIT = re.compile(r"lake/([^/]+)/_delta_log/(\d{20})\.json")
VERSION = re.compile(r"\d{20}")
LOG_FILE = re.compile(r"\d{20}\..*|_last_checkpoint")
LOG = "_delta_log/"
PARTIAL = "partial"
ACCOUNTS = ("nights", "publications")
"""Tables that record the work done in the others."""


def push_lake(copy: WorkingCopy, files: Mapping[str, Sign]) -> int:
    """Push the changes of the tables; returns the number of objects. Raises LeaseLost if a version is already taken."""
    here = copy.known.here()
    renewed = {m[1] for p in files if (m := COMMIT.fullmatch(p)) and p in here and here[p] != files[p]}
    for table in sorted(renewed):
        _forget_log(copy, table)
    here = copy.known.here() if renewed else here
    commits = _in_order(copy.root, files, here)
    tables = {path.split("/")[1] for path in commits}
    new = {t for t in tables if not any(path.startswith(f"lake/{t}/") for path in here)}
    named = {p: sign for p in _named(copy.root, commits, new) if p not in here and (sign := sign_of(copy.root / p))}
    at_once(lambda path: copy.objects.put_new(path, copy.root / path), named)
    _pushed(copy, named)
    for path, sign in commits.items():
        _push_commit(copy, path)
        _pushed(copy, {path: sign})
    rest = {p: s for p, s in files.items() if LOG in p and not COMMIT.fullmatch(p) and here.get(p) != s}
    for path in sorted(rest):  # `_last_checkpoint` after the files that it names
        copy.objects.put(path, copy.root / path)
    _pushed(copy, rest)
    return len(named) + len(commits) + len(rest)


def pull_lake(copy: WorkingCopy, shown: Mapping[str, int] | None) -> None:
    """Make the tables equal to those of the store: to the current ones, or to the versions of `shown` with only the
    files they need.

    Commits on this disk that the store does not have are dropped. If any table changes, everything made from the
    tables is outdated.
    """
    tables = sorted(shown) if shown is not None else copy.objects.folders("lake")
    listed = at_once(lambda table: copy.objects.listed(f"lake/{table}/_delta_log"), tables)
    logs = dict(zip(tables, listed, strict=True))
    lost = {path.parent.name for path in (copy.root / "lake").glob("*/_delta_log")} - set(tables)
    anew = at_once(lambda table: _is_renewed(copy, table, logs[table]), tables)
    renewed = {table for table, is_anew in zip(tables, anew, strict=True) if is_anew}
    if shown is not None:
        logs = {table: [each for each in log if _up_to(each.name, shown[table])] for table, log in logs.items()}
    here = copy.known.here()
    is_current = all(each.name in here for log in logs.values() for each in log) and not (lost or renewed)
    if is_current and (shown is not None or not is_partial(copy)):
        return
    if shown is not None:
        copy.known.note(PARTIAL, "yes")
    if not is_current:
        copy.outdate()
    for table in lost | renewed:
        _drop(copy, table)
    for table, log in logs.items():
        _pull_table(copy, table, log, everything=shown is None)
    if shown is None:
        copy.known.note(PARTIAL, "")


def is_partial(copy: WorkingCopy) -> bool:
    """True if data files of earlier versions stayed in the store, because a reader pulled the tables last."""
    return bool(copy.known.fact(PARTIAL))


def shown_versions(root: Path) -> dict[str, int]:
    """The versions of the tables that were last published together; empty before the first publication."""
    lake = Lake(root / "lake")
    rows = lake.read("publications").to_pylist()
    last = max((row["published_at"] for row in rows), default=None)
    versions = {row["table"]: int(row["version"]) for row in rows if row["published_at"] == last}
    own = lake.version("publications")
    return versions | {"publications": own} if versions and own is not None else {}


def _in_order(root: Path, files: Mapping[str, Sign], here: Mapping[str, Sign]) -> dict[str, Sign]:
    """The commits that the store does not have, in their order; none without all earlier ones.

    Another process may be writing. While `files` were listed, a later commit may have been seen and an earlier one
    missed. All commits up to the time of the last one seen exist by now.
    """
    last = max((sign.mtime_ns for path, sign in files.items() if COMMIT.fullmatch(path)), default=0)
    now = found_files(root, ("lake",)).files
    chosen = {p: s for p, s in now.items() if COMMIT.fullmatch(p) and p not in here and s.mtime_ns <= last}
    return dict(sorted(chosen.items(), key=lambda item: (item[1].mtime_ns, item[0].split("/")[1] in ACCOUNTS, item[0])))


def _push_commit(copy: WorkingCopy, path: str) -> None:
    if not copy.objects.put_new(path, copy.root / path) and not copy.objects.holds(path, copy.root / path):
        raise LeaseLost(f"{copy.objects.address}: another machine wrote the table {path.split('/')[1]}; run again")


def _named(root: Path, commits: Iterable[str], new: Collection[str]) -> list[str]:
    """The data files that commits add, and those of tables whose first commits are no longer in the log."""
    named: dict[str, None] = {}
    for path in commits:
        folder = path.partition(LOG)[0]
        for line in (root / path).read_text(encoding="utf-8").splitlines():
            if added := json.loads(line).get("add"):
                named[folder + unquote(added["path"])] = None
    for table in new:
        named |= dict.fromkeys(f"lake/{table}/{path}" for path in _live(root / "lake" / table))
    return list(named)


def _live(folder: Path) -> list[str]:
    """Paths of the data files of a table; only its log is read."""
    return [str(path) for path in pa.table(DeltaTable(str(folder)).get_add_actions(flatten=True))["path"].to_pylist()]


def _pushed(copy: WorkingCopy, signs: Mapping[str, Sign]) -> None:
    copy.known.put({path: Stored(*sign, path) for path, sign in signs.items()}, signs)


def _forget_log(copy: WorkingCopy, table: str) -> None:
    """Remove the store's log of a table that was made again here, newest version first."""
    listed = [each.name for each in copy.objects.listed(f"lake/{table}/_delta_log")]
    paths = sorted((name for name in listed if LOG_FILE.fullmatch(name.rpartition("/")[2])), reverse=True)
    copy.objects.delete(paths)
    copy.known.forget(paths)


def _pull_table(copy: WorkingCopy, table: str, log: Sequence[Listed], *, everything: bool) -> None:
    """Update a table to the store's log: new log files are fetched into a folder beside, then the data they need, then
    they are moved into place.
    """
    folder = copy.root / "lake" / table
    _drop_unpushed(copy, table)
    here = copy.known.here()
    new = [each for each in log if each.name not in here or each.name.endswith("_last_checkpoint")]
    beside = copy.kept / "pull" / table
    shutil.rmtree(beside, ignore_errors=True)
    (folder / LOG).mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder / LOG, beside / LOG)
    _fetch(copy, {each.name: beside / LOG / Path(each.name).name for each in new})
    _fetch_data(copy, table, [f"lake/{table}/{path}" for path in _live(beside)], everything=everything)
    for each in sorted(new, key=lambda each: (each.name.endswith("_last_checkpoint"), each.name)):
        (beside / LOG / Path(each.name).name).replace(folder / LOG / Path(each.name).name)
    shutil.rmtree(beside)
    _note(copy, new)


def _fetch_data(copy: WorkingCopy, table: str, live: list[str], *, everything: bool) -> None:
    """Fetch the live data files, or all that the store keeps of the table, so that earlier versions stay readable."""
    here = copy.known.here()
    ours = (each for each in copy.objects.listed(f"lake/{table}") if OWN_FILE.fullmatch(each.name.rpartition("/")[2]))
    listed = {each.name: each for each in ours if LOG not in each.name}
    wanted = [name for name in (listed if everything else live) if name in listed and name not in here]
    _fetch(copy, {name: copy.root / name for name in wanted})
    _note(copy, [listed[name] for name in wanted])


def _fetch(copy: WorkingCopy, targets: Mapping[str, Path]) -> None:
    """Fetch objects into files. Raises EnvironmentFault if one is missing: maintenance may remove an object just after
    it was listed.
    """
    fetched = at_once(lambda name: copy.objects.fetch(name, targets[name]), targets)
    if not all(fetched):
        raise EnvironmentFault(
            f"{copy.objects.address}: another machine has just removed old files of its tables: run again"
        )


def _note(copy: WorkingCopy, listed: Iterable[Listed]) -> None:
    signs = {each.name: sign for each in listed if (sign := sign_of(copy.root / each.name))}
    _pushed(copy, signs)


def _up_to(name: str, version: int) -> bool:
    """True for a file of the log that belongs to this version or an earlier one."""
    found = VERSION.match(name.rpartition("/")[2])
    return found is not None and int(found[0]) <= version


def _is_renewed(copy: WorkingCopy, table: str, log: Iterable[Listed]) -> bool:
    """True if the store's log does not continue the one on this disk: the table was made again there, or is very old here."""
    here = (path for path in copy.known.here() if COMMIT.fullmatch(path) and path.split("/")[1] == table)
    last = max(here, default=None)
    if last is None:
        return False
    return last not in {each.name for each in log} or not copy.objects.holds(last, copy.root / last)


def _drop_unpushed(copy: WorkingCopy, table: str) -> None:
    """Drop the commits on this disk that the store does not have; maintenance removes their data files."""
    here = copy.known.here()
    found = [path for path in found_files(copy.root, (f"lake/{table}",)).files if LOG in path and path not in here]
    for path in sorted(found, reverse=True):
        (copy.root / path).unlink()
    if found:
        (copy.root / "lake" / table / LOG / "_last_checkpoint").unlink(missing_ok=True)


def _drop(copy: WorkingCopy, table: str) -> None:
    shutil.rmtree(copy.root / "lake" / table, ignore_errors=True)
    copy.known.forget(path for path in copy.known.stored() if path.startswith(f"lake/{table}/"))
