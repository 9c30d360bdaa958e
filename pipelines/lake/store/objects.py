"""The objects of one home in an object store, by name: S3 and what speaks as it does, Google, Azure, a folder (`file:///…`).

Credentials, endpoint and region come from the usual variables of each (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_REGION …).
Whatever the store answers that a user can put right is an EnvironmentFault of one line.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.base.errors import EnvironmentFault, InputError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

TIMEOUT = "10m"
"""The longest that one request may take: a WARC file of a gigabyte goes up in one."""
RETRIES: Any = {"max_retries": 6, "retry_timeout": timedelta(minutes=1)}
CHUNK = 8 << 20
NO_CREDENTIALS = "169.254.169.254"
"""The address at which Amazon's machines are asked for credentials when the environment has none."""
EXTRA = "homes in object stores need the library obstore: .venv/bin/pip install obstore"


class StoreUnreachable(EnvironmentFault):
    """The store does not answer, or not as it should."""


class Listed(NamedTuple):
    """An object as the store lists it."""

    name: str
    size: int


@dataclass(frozen=True)
class Objects:
    """The objects below one address. Safe to be used by several threads."""

    address: str
    _store: ObjectStore

    @classmethod
    def at(cls, address: str) -> Objects:
        """The objects below an address. Raises InputError where there is no such kind of store."""
        try:
            from obstore import store
        except ImportError as error:
            raise InputError(EXTRA) from error
        try:
            if address.startswith("http"):
                raise ValueError("give s3://, gs://, az:// or file://, and the server in AWS_ENDPOINT_URL")
            if address.startswith("file://"):
                return cls(address, store.LocalStore(address.removeprefix("file://"), mkdir=True))
            plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
            options: Any = {"timeout": TIMEOUT, "allow_http": plain}
            return cls(address, store.from_url(address, client_options=options, retry_config=RETRIES))
        except Exception as error:  # its errors have no common class
            raise InputError(f"{address}: no home in an object store: {_first_line(error)}") from error

    def put(self, name: str, data: bytes | Path) -> None:
        """Write an object, whatever stood there."""
        self._put(name, data, "overwrite")

    def put_new(self, name: str, data: bytes | Path) -> bool:
        """Write an object unless there is one of that name; returns whether it was written. One of two writers is refused."""
        from obstore.exceptions import AlreadyExistsError

        try:
            self._put(name, data, "create")
        except AlreadyExistsError:
            return False
        return True

    def _put(self, name: str, data: bytes | Path, mode: str) -> None:
        import obstore

        with self._told(), _content(data) as content:
            obstore.put(self._store, name, content, mode=mode, use_multipart=False)

    def read(self, name: str) -> bytes | None:
        """An object's bytes; None if there is none."""
        import obstore

        with self._told():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def fetch(self, name: str, target: Path, mtime_ns: int | None = None) -> bool:
        """Write an object to a file, of this time if one is given, in one step; returns whether there is such an object."""
        import obstore

        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        with self._told():
            try:
                with beside.open("wb") as file:
                    for chunk in obstore.get(self._store, name).stream(min_chunk_size=CHUNK):
                        file.write(chunk)
                if mtime_ns is not None:
                    os.utime(beside, ns=(mtime_ns, mtime_ns))
                beside.replace(target)
            except FileNotFoundError:
                return False
            finally:
                beside.unlink(missing_ok=True)
        return True

    def holds(self, name: str, file: Path) -> bool:
        """True if an object has exactly the bytes of a file."""
        import obstore

        with self._told():
            answer = obstore.get(self._store, name)
            if answer.meta["size"] != file.stat().st_size:
                return False
            with file.open("rb") as ours:
                return all(ours.read(len(chunk)) == bytes(chunk) for chunk in answer.stream(min_chunk_size=CHUNK))

    def listed(self, prefix: str, after: str | None = None) -> list[Listed]:
        """The objects whose names begin with `prefix/`, all for an empty prefix, by name; with `after` those behind that name."""
        import obstore

        with self._told():
            batches = obstore.list(self._store, prefix, offset=after)
            found = (Listed(meta["path"], meta["size"]) for batch in batches for meta in batch)
            return sorted(found)

    def folders(self, prefix: str) -> list[str]:
        """The names right below `prefix/` that have objects below them."""
        import obstore

        with self._told():
            below = obstore.list_with_delimiter(self._store, prefix)["common_prefixes"]
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in below)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, in the given order; what is not there is passed over."""
        import obstore

        for name in names:
            with self._told():
                try:
                    obstore.delete(self._store, name)
                except FileNotFoundError:
                    continue

    @contextmanager
    def _told(self) -> Iterator[None]:
        from obstore.exceptions import AlreadyExistsError, BaseError

        try:
            yield
        except AlreadyExistsError:
            raise
        except (BaseError, PermissionError) as error:
            said = _first_line(error)
            if NO_CREDENTIALS in said:
                said = "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            raise StoreUnreachable(f"{self.address}: {said}") from error


def at_once(work: Callable[[str], Any], names: Iterable[str], threads: int = 8) -> list[Any]:
    """The results of `work` for each name, some at a time: a store answers slowly, but many."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, names))


@contextmanager
def _content(data: bytes | Path) -> Iterator[Any]:
    """Bytes as they are; a file mapped, so that a large one does not stand in memory."""
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
