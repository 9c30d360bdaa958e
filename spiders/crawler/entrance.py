"""How a crawl gets in before its first page: it sends the form of consent and logs in, as the source's file says.

These requests keep to robots.txt, addresses and pauses like all others. They are not archived, for they hold secrets; each
has a row in `fetches` that says how it ended. Nothing here solves a challenge or imitates a browser.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import ParserError
from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from w3lib.http import basic_auth_header

from pipelines.base.errors import InputError
from pipelines.base.urls.identity import resolve
from pipelines.health.answers import CONSENT_FAILED, LOGIN_FAILED
from pipelines.lake.values import FetchOutcome
from spiders.browser.browser import check_browser
from spiders.fetching.backoff import pause_seconds
from spiders.fetching.failures import failure_name, in_words
from spiders.fetching.proxy import proxy_of
from spiders.fetching.refusals import Refused
from spiders.fetching.retry_after import retry_after_seconds
from spiders.fetching.signing import key_of
from spiders.frontier.visits import Result, Visit
from spiders.sources.entrance import Consent, Login, value_of
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key, host_of

UNAUTHORIZED = 401
ASKING_FORM = "//form[.//input[translate(@type, 'PASWORD', 'pasword')='password']]"
NAME_FIELDS = ".//input[not(@type) or @type='text' or @type='email' or @type='tel'][@name]"
NAME_FORM = f"//form[translate(@method, 'POST', 'post')='post'][count({NAME_FIELDS})=1]"
"""A form that asks for the name only; the password is asked for on the next page."""
LOGIN = re.compile(r"log-?in|sign-?in|auth|session|account|identi|anmeld|connexion|acceso|accedi", re.IGNORECASE)
"""Words of a form that logs in: a form for a newsletter asks for one name, too."""
MAX_REDIRECTS = 5
LOGGED_IN, CONSENTED = "logged in", "sent the choice of consent"
"""`fetches.detail` of a login, and of a form of consent, that the site took."""


Download = Callable[[Request], Awaitable[Response]]
"""The response to a request, through all middlewares."""


class RefusedFormError(Exception):
    """The site did not take what was sent; the message says what it did instead."""


def secrets(source: Source) -> dict[str, str]:
    """The values of the variables that a login names, by `user` and `password`. Raises InputError if one is not set."""
    if source.login is None:
        return {}
    return {name: value_of(getattr(source.login, name), source.name) for name in ("user", "password")}


def is_basic(response: Response) -> bool:
    """True if a site asks for a name and password by a header: https://www.rfc-editor.org/rfc/rfc7617."""
    asked = response.headers.get("WWW-Authenticate") or b""
    return asked.lower().startswith(b"basic")


class Entrance:
    """Gets a crawl in. `is_subscriber` is true after a login."""

    def __init__(self, source: Source, headers: dict[str, str]) -> None:
        self.source = source
        self.headers = headers
        self.secrets = secrets(source)
        self.is_subscriber = False
        self._basic = ""

    def authorization(self, url: str) -> dict[str, str]:
        """The header that logs in to the host and port of the login, if it asks by a header; none for any other address."""
        login = self.source.login
        is_there = login is not None and urlsplit(url)[:2] == urlsplit(login.url)[:2]
        return {"Authorization": self._basic} if self._basic and is_there else {}

    async def enter(self, download: Download) -> list[tuple[Visit, Result]]:
        """Send consent, then login; returns the row of each."""
        rows = []
        if self.source.consent is not None and self.source.consent.post is not None:
            rows.append(await self._tried(download, self.source.consent))
        if self.source.login is not None:
            rows.append(await self._tried(download, self.source.login))
        return rows

    async def _tried(self, download: Download, way: Consent | Login) -> tuple[Visit, Result]:
        url = way.url if isinstance(way, Login) else way.post or ""
        done, failed = (LOGGED_IN, LOGIN_FAILED) if isinstance(way, Login) else (CONSENTED, CONSENT_FAILED)
        try:
            await (self._log_in(download, way) if isinstance(way, Login) else self._consent(download, way))
        except RefusedFormError as error:
            said = f"{failed}: {error}"
        except Refused as refusal:
            said = f"{failed}: {in_words(refusal.detail)}"
        except Exception as error:  # any failure of the network: the night goes on as an open reader
            said = f"{failed}: {in_words(failure_name(error))}"
        else:
            said = done
            self.is_subscriber |= isinstance(way, Login)
        return Visit(cached_key(url), url, "page", host_of(url)), Result(FetchOutcome.NOT_CRAWLED, detail=said)

    async def _consent(self, download: Download, consent: Consent) -> None:
        request = FormRequest(consent.post or "", formdata=consent.fields, method="POST", **self._same())
        await self._sent(download, request)

    async def _log_in(self, download: Download, login: Login) -> None:
        page = await self._sent(download, Request(login.url, **self._same()))
        if page.status == UNAUTHORIZED:
            await self._by_header(download, login)
            return
        page = await self._named(download, page)
        if not isinstance(page, TextResponse) or not page.xpath(ASKING_FORM):
            raise RefusedFormError("the page has no form with a password")
        form = page.xpath(ASKING_FORM)[0]
        names = form.xpath(NAME_FIELDS + "/@name").getall()
        password = form.xpath(".//input[@type='password' or @type='PASSWORD']/@name").get()
        if not password or (not names and page.url == login.url):
            raise RefusedFormError("the form has no fields for a name and a password")
        filled = {password: self.secrets["password"]} | ({names[-1]: self.secrets["user"]} if names else {})
        try:
            request = FormRequest.from_response(page, formxpath=ASKING_FORM, formdata=filled, **self._same(page.url))
        except (ValueError, IndexError, ParserError) as error:
            raise RefusedFormError("the form cannot be sent without scripts") from error
        if urlsplit(request.url).scheme != urlsplit(page.url).scheme:
            raise RefusedFormError("the form would send the password in another way than its page came")
        if request.method != "POST":
            raise RefusedFormError("the form would put the password into an address")
        answer = await self._sent(download, request)
        if isinstance(answer, TextResponse) and answer.xpath(ASKING_FORM):
            raise RefusedFormError("the site asks for the password again")

    async def _by_header(self, download: Download, login: Login) -> None:
        """Log in to a site that asks by a header: name and password go with each request to its host."""
        self._basic = basic_auth_header(self.secrets["user"], self.secrets["password"]).decode()
        answer = await self._sent(download, Request(login.url, **self._same()))
        if answer.status == UNAUTHORIZED:
            self._basic = ""
            raise RefusedFormError("the site asks for the password again")

    async def _named(self, download: Download, page: Response) -> Response:
        """The page that asks for the password, of a login that asks for the name on a page before."""
        if not isinstance(page, TextResponse) or page.xpath(ASKING_FORM):
            return page
        for place, form in enumerate(page.xpath(NAME_FORM), 1):
            action = form.attrib.get("action", "")
            said = " ".join((action, form.attrib.get("id", ""), form.attrib.get("class", "")))
            if not action or resolve(page.url, action) == page.url or LOGIN.search(said):
                filled = {form.xpath(f"{NAME_FIELDS}/@name").get() or "": self.secrets["user"]}
                at = f"({NAME_FORM})[{place}]"
                request = FormRequest.from_response(page, formxpath=at, formdata=filled, **self._same(page.url))
                return await self._sent(download, request)
        return page

    async def _sent(self, download: Download, request: Request) -> Response:
        """The answer at the end of the redirects. Raises RefusedFormError for an error, and for a way out of the source."""
        for _ in range(MAX_REDIRECTS + 1):
            if not self.source.in_scope(request.url):
                raise RefusedFormError(f"it leads to {host_of(request.url)}, which is none of the source's hosts")
            response = await self._answer(download, request)
            location = response.headers.get("Location")
            target = resolve(response.url, location.decode("utf-8", "replace")) if location else None
            if response.status == UNAUTHORIZED and is_basic(response):
                return response
            if response.status >= 400:
                raise RefusedFormError(f"HTTP {response.status}")
            if not 300 <= response.status < 400 or not target:
                return response
            request = Request(target, **self._same())
        raise RefusedFormError("it redirects without end")

    async def _answer(self, download: Download, request: Request) -> Response:
        """The answer to a request, asked for again after a failure that passes: a lost login costs the whole night."""
        attempt = 0
        while True:
            try:
                response = await download(request.copy())
            except Refused:
                raise
            except Exception:  # of the network, as in `_tried`
                pause = pause_seconds(attempt, 0, None, self.source.delay_seconds)
                if pause is None:
                    raise
            else:
                asked = retry_after_seconds(response.headers.get("Retry-After"))
                pause = pause_seconds(attempt, response.status, asked, self.source.delay_seconds)
                if pause is None:
                    return response
            await asyncio.sleep(pause)
            attempt += 1

    def _same(self, referer: str | None = None) -> dict[str, Any]:
        """What all requests have in common. `referer` is the page of a form: Django takes no form over https without it."""
        return {
            "callback": NO_CALLBACK,
            "dont_filter": True,
            "headers": self.headers | ({"Referer": referer} if referer else {}),
            "meta": {"resource": "page", "download_slot": host_of(self.source.url)},
        }


def checked(source: Source) -> None:
    """Raise InputError before a crawl begins: a variable of the source's file is not set, an address leads elsewhere, or
    there is no browser.
    """
    secrets(source)
    if source.proxy is not None:
        proxy_of(value_of(source.proxy, source.name), source.proxy)
    if source.signature is not None:
        key_of(Path(value_of(source.signature.key, source.name)), source.signature.key)
    if source.render != "never":
        check_browser()
    places = (source.login.url if source.login else None, source.consent.post if source.consent else None)
    for url in filter(None, places):
        if not source.in_scope(url):
            raise InputError(
                f"{source.name}: {url} is on none of its hosts; name the host in 'hosts' if it is the paper's"
            )
