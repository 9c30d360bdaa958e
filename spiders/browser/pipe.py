"""Messages to a browser and back, over two pipes (`--remote-debugging-pipe`): no port is open, nobody else can speak to it.

Protocol: https://chromedevtools.github.io/devtools-protocol/. A message is JSON, ended by a NUL byte.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

MAX_MESSAGE = 64 << 20
Listener = Callable[[str, dict[str, Any]], None]


class BrowserGoneError(Exception):
    """The browser ended, or answered with an error."""


class Pipe:
    """One browser's connection. Events go to the listener of their session."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Listener] = {}
        self._number = 0
        self._task: asyncio.Task[None] | None = None

    async def open(self, reading: int, writing: int) -> None:
        """Begin to read; the descriptors are closed at the end."""
        loop = asyncio.get_running_loop()
        self._reader = asyncio.StreamReader(limit=MAX_MESSAGE)
        self._reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._reader), os.fdopen(reading, "rb", buffering=0)
        )
        self._writing, protocol = await loop.connect_write_pipe(
            asyncio.streams.FlowControlMixin, os.fdopen(writing, "wb", buffering=0)
        )
        self._writer = asyncio.StreamWriter(self._writing, protocol, None, loop)
        self._task = asyncio.ensure_future(self._read())

    def listen(self, session: str, listener: Listener) -> None:
        """Give the events of a session to a listener."""
        self._listeners[session] = listener

    def forget(self, session: str) -> None:
        """Give them to nobody any more."""
        self._listeners.pop(session, None)

    async def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The result of a method. Raises BrowserGoneError."""
        if self._task is None or self._task.done():
            raise BrowserGoneError("the browser has ended")
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        answer = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        with suppress(ConnectionError):
            await self._writer.drain()
        result: dict[str, Any] = await answer
        return result

    def close(self) -> None:
        """Close both pipes; who waits for an answer gets BrowserGoneError."""
        if self._task is not None:
            self._task.cancel()
            self._reading.close()
            self._writing.close()
        self._end()

    async def _read(self) -> None:
        try:
            while True:
                message = json.loads((await self._reader.readuntil(b"\0"))[:-1])
                waiting = self._waiting.pop(message.get("id", 0), None)
                if waiting is not None and not waiting.done():
                    if "error" in message:
                        waiting.set_exception(BrowserGoneError(str(message["error"].get("message"))))
                    else:
                        waiting.set_result(message["result"])
                elif (listener := self._listeners.get(message.get("sessionId", ""))) is not None:
                    listener(message["method"], message["params"])
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            pass
        finally:
            self._end()

    def _end(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(BrowserGoneError("the browser has ended"))
        self._waiting.clear()
