"""The ads host: nobody who crawls papers has any business here; it answers everything, so that a visit is seen."""

from __future__ import annotations

from spiders.demo_web.site import Reply, Site

PAGE = Reply(b"<!DOCTYPE html><title>Buy now</title><h1>Buy now</h1><p>A thing, at a price.</p>")


def ads_site() -> Site:
    """The ads host."""
    return Site("ads", {}, lambda _: PAGE)


def ad_link(ads_port: int, number: int) -> str:
    """Where an ad points."""
    return f"http://127.0.0.1:{ads_port}/click?ad={number}"
