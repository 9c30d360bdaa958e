"""A story as a Markdown file, as static site generators read it, and the pages that every site has beside its stories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.zoo import pictures
from tests.zoo.site import Site
from tests.zoo.stories import Block, Story, caption

PAGES = {
    "en": (("about", "About us"), ("privacy", "Privacy policy"), ("contact", "Contact")),
    "de": (("ueber-uns", "Über uns"), ("datenschutz", "Datenschutz"), ("kontakt", "Kontakt")),
    "fr": (("a-propos", "À propos"), ("confidentialite", "Confidentialité"), ("contact", "Contact")),
    "es": (("acerca-de", "Acerca de"), ("privacidad", "Privacidad"), ("contacto", "Contacto")),
}
PAGE_TEXT = {
    "en": "We are a small paper by the sea. We have been printing since the harbour froze in 1897; anybody may write to us.",
    "de": "Wir sind eine kleine Zeitung am Meer. Wir drucken, seit der Hafen im Jahr 1897 zufror, und jeder darf uns schreiben.",
    "fr": "Nous sommes un petit journal au bord de la mer. Nous imprimons depuis 1897, et chacun peut nous écrire quand il veut.",
    "es": "Somos un pequeño periódico junto al mar. Imprimimos desde 1897, y cualquiera puede escribirnos cuando quiera.",
}


def front_matter(values: Mapping[str, Any]) -> str:
    """A YAML head; values are written as JSON, which YAML reads, but for strings that begin with `=`: those stand as they are."""
    lines = (f"{key}: {v[1:] if isinstance(v, str) and v.startswith('=') else json.dumps(v, ensure_ascii=False)}"
             for key, v in values.items())  # fmt: skip
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def body(story: Story, picture: str | None = None) -> str:
    """The story's text; `picture` is the address of the picture it begins with."""
    parts = [_block(block) for block in story.blocks]
    if picture and story.picture:
        parts.insert(0, f'![The scene]({picture} "{caption(story)}")')
    return "\n\n".join(parts) + "\n"


def save_picture(story: Story, folder: Path) -> str | None:
    """Write the picture of a story that has one; its file name."""
    if not story.picture:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{story.key}.png").write_bytes(pictures.png(story.key))
    return f"{story.key}.png"


def write(file: Path, text: str) -> None:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def copy_templates(templates: Path, source: Path, site: Site) -> None:
    """Copy a folder of templates, with the site's own address, title and language in place of `SITE_URL` and so on."""
    for file in (file for file in templates.rglob("*") if file.is_file()):
        text = file.read_text(encoding="utf-8").replace("SITE_URL", site.url).replace("SITE_TITLE", site.title)
        write(source / file.relative_to(templates), text.replace("SITE_LANGUAGE", site.language))


def _block(block: Block) -> str:
    text = block.text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
    if block.kind == "heading":
        return f"## {text}"
    if block.kind == "quote":
        return f"> {text}"
    if block.kind == "list":
        return "\n".join(f"- {item}" for item in text.splitlines())
    return text
