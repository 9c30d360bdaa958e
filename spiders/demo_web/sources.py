"""The source files of the demo papers, for whatever ports they are served on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PAPERS = {
    "demo_daily": ("Larkhaven Daily", "en", "GB", "Europe/London", "dmy",
                   "A paper without feed, sitemap or dates: everything is found through related headlines."),
    "demo_herald": ("The Saltmere Herald", "en", None, "America/Bogota", "dmy",
                    "A well-kept paper: sections, a feed, sitemaps, structured data."),
    "demo_bote": ("Wehdener Bote", "de", "DE", "Europe/Berlin", "dmy",
                  "A German regional paper: dates in words, windows-1252 under wrong headers."),
    "demo_digest": ("The Digest", "en", "IN", "Asia/Kolkata", "dmy",
                    "An aggregator: reprints of the others, variants, redirects, and an AI opt-out on part of it."),
    "demo_gazette": ("The Cobblewick Gazette", "en", None, None, "mdy",
                     "WordPress with a plug-in for search engines: archives that say they are articles, feeds of comments."),
}  # fmt: skip


def write_sources(folder: Path, ports: Mapping[str, int]) -> list[Path]:
    """Write the five source files, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in PAPERS:
        path = folder / f"{name}.yaml"
        path.write_text(source_text(name, ports[name]), encoding="utf-8")
        paths.append(path)
    return paths


def source_text(name: str, port: int) -> str:
    """One source file."""
    title, language, country, zone, order, words = PAPERS[name]
    lines = [
        f"# {words}",
        "# Part of the demo news web: `python -m spiders.demo_web` serves it on this machine.",
        f"title: {title}",
        f"url: http://127.0.0.1:{port}/",
        f"language: {language}",
        *([f"country: {country}"] if country else []),
        *([f"time_zone: {zone}"] if zone else []),
        f"date_order: {order}",
        "delay_seconds: 0",
        "nightly: false",
        "allow_private_addresses: true",
    ]
    return "\n".join(lines) + "\n"
