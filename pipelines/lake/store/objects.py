"""The objects of one home in an object store, by name: S3 and compatible stores, Google, Azure, a folder (`file:///…`).

Credentials, endpoint and region come from the usual variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_REGION …).
If a user can correct a fault of the store, it is an EnvironmentFault of one line.
"""

from __future__ import annotations

import mmap
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from pipelines.base.errors import EnvironmentFault, InputError
from pipelines.lake.store.patience import Failing, Moved, Patience, Result

if TYPE_CHECKING:
    from obstore.store import ObjectStore

TIMEOUT = "10m"
"""Time limit of one request: a WARC file of a gigabyte is uploaded in one request."""
RETRIES: Any = {"max_retries": 6, "retry_timeout": timedelta(minutes=1)}
"""The library's own, some two seconds; then `Patience` has the request made again."""
CHUNK = 8 << 20
NO_CREDENTIALS = "169.254.169.254"
"""Address that Amazon's machines ask for credentials if the environment has none."""
CODE, STATUS = re.compile(r"<Code>(\w+)</Code>"), re.compile(r"status code: (\d{3} [A-Za-z ]+)")
"""https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""
BUSY, BROKEN_OFF, REASON = re.compile(r"status code: 5\d\d"), "HTTP error", re.compile(r'(?:message|error): "([^"]+)"')
"""How the library says that a store cannot answer now, that a connection failed, and why."""
EXTRA = "homes in object stores need the library obstore: pip install obstore"


class StoreUnreachable(EnvironmentFault):
    """The store does not answer, or not correctly."""


class Listed(NamedTuple):
    """An object in a listing of the store."""

    name: str
    size: int


@dataclass(frozen=True)
class Objects:
    """The objects below one address. Several threads may use it."""

    address: str
    _store: ObjectStore
    patience: Patience = field(default_factory=Patience)

    @classmethod
    def at(cls, address: str) -> Objects:
        """The objects below an address. Raises InputError if this kind of store is unknown."""
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
        """Write an object, replacing any old one."""
        self._put(name, data, "overwrite")

    def put_new(self, name: str, data: bytes | Path) -> bool:
        """Write an object unless its name is taken; returns whether it was written. Of two writers, one is refused.

        It also returns False if our own first try succeeded but its answer was lost: the caller compares the bytes.
        """
        from obstore.exceptions import AlreadyExistsError

        try:
            self._put(name, data, "create")
        except AlreadyExistsError:
            return False
        return True

    def _put(self, name: str, data: bytes | Path, mode: str) -> None:
        import obstore

        size = len(data) if isinstance(data, bytes) else data.stat().st_size

        def request(_: Moved) -> None:
            with _content(data) as content:
                obstore.put(self._store, name, content, mode=mode, use_multipart=False)

        self._asked(request, size)

    def read(self, name: str) -> bytes | None:
        """An object's bytes; None if there is none."""
        import obstore

        return self._asked(lambda _: bytes(obstore.get(self._store, name).bytes()), none=True)

    def fetch(self, name: str, target: Path, mtime_ns: int | None = None) -> bool:
        """Write an object to a file in one step, with this time if given; returns whether there is such an object."""
        import obstore

        target.parent.mkdir(parents=True, exist_ok=True)

        def request(moved: Moved) -> bool:
            beside = target.with_name(f".{target.name}.{uuid4().hex[:12]}.tmp")
            try:
                with beside.open("wb") as file:
                    for chunk in obstore.get(self._store, name).stream(min_chunk_size=CHUNK):
                        moved()
                        file.write(chunk)
                if mtime_ns is not None:
                    os.utime(beside, ns=(mtime_ns, mtime_ns))
                moved()
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
            return True

        return bool(self._asked(request, none=True))

    def holds(self, name: str, file: Path) -> bool:
        """True if an object has exactly the bytes of a file."""
        import obstore

        def request(moved: Moved) -> bool:
            answer = obstore.get(self._store, name)
            if answer.meta["size"] != file.stat().st_size:
                return False
            with file.open("rb") as ours:
                for chunk in answer.stream(min_chunk_size=CHUNK):
                    moved()
                    if ours.read(len(chunk)) != bytes(chunk):
                        return False
            return True

        return bool(self._asked(request))

    def listed(self, prefix: str, after: str | None = None) -> list[Listed]:
        """The objects whose names begin with `prefix/` (all for an empty prefix), by name; with `after`, only those
        after that name.
        """
        import obstore

        def request(moved: Moved) -> list[Listed]:
            found = []
            for batch in obstore.list(self._store, prefix, offset=after):
                moved()
                found += [Listed(meta["path"], meta["size"]) for meta in batch]
            return sorted(found)

        return self._asked(request) or []

    def folders(self, prefix: str) -> list[str]:
        """The names directly below `prefix/` that have objects below them."""
        import obstore

        below = self._asked(lambda _: obstore.list_with_delimiter(self._store, prefix)["common_prefixes"])
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in below or ())

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, in the given order; missing ones are skipped."""
        import obstore

        for name in names:
            self._asked(lambda _, name=name: obstore.delete(self._store, name), none=True)  # type: ignore[misc]

    def _say(self, line: str) -> None:
        sys.stderr.write(f"dateline: {self.address}: {line}\n")

    def _asked(self, request: Callable[[Moved], Result], upload_bytes: int = 0, *, none: bool = False) -> Result | None:
        """The answer of the store; with `none`, None if there is no such object. Raises StoreUnreachable."""
        from obstore.exceptions import AlreadyExistsError, BaseError

        try:
            return self.patience.answer(partial(_passing, request), self._say, upload_bytes)
        except AlreadyExistsError:
            raise
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise StoreUnreachable(f"{self.address}: {_cause(error)}") from error
            if none:
                return None
            raise
        except (BaseError, PermissionError, Failing) as error:
            raise StoreUnreachable(f"{self.address}: {_cause(error)}") from error


def _passing(request: Callable[[Moved], Result], moved: Moved) -> Result:
    """Make a request. Raises Failing for a temporary fault: a broken connection, an answer of 5xx."""
    from obstore.exceptions import GenericError

    try:
        return request(moved)
    except GenericError as error:
        text = str(error)
        if NO_CREDENTIALS not in text and (BROKEN_OFF in text or BUSY.search(text)):
            raise Failing(_cause(error)) from error
        raise


def at_once(work: Callable[[str], Any], names: Iterable[str], threads: int = 8) -> list[Any]:
    """The results of `work` for each name, in parallel, because a store answers slowly. An interrupt does not wait for them."""
    from concurrent.futures import ThreadPoolExecutor

    pool, waits = ThreadPoolExecutor(threads), True
    try:
        return list(pool.map(work, names))
    except KeyboardInterrupt:
        waits = False
        raise
    finally:
        pool.shutdown(wait=waits, cancel_futures=True)


@contextmanager
def _content(data: bytes | Path) -> Iterator[Any]:
    """Bytes as they are; a file is mapped, so that a large one is not in memory."""
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped


def _cause(error: BaseException) -> str:
    """The reason of a failed request in one line, with the store's own code if there is one."""
    text = str(error)
    if "NoSuchBucket" in text:
        return "there is no such bucket (NoSuchBucket): create it, or correct the address"
    if NO_CREDENTIALS in text:
        return "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if (code := CODE.search(text)) and (status := STATUS.search(text)):
        return f"the store answers {status[1]} ({code[1]})"
    if BROKEN_OFF in text and (reason := REASON.findall(text)):
        return f"no connection: {reason[-1]}"
    return _first_line(error)


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
