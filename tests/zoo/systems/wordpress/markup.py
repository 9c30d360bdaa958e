"""A story as WordPress's editors write it: blocks between comments, or the classic editor's text."""

from __future__ import annotations

from html import escape

from tests.zoo.stories import Block, Story


def classic(story: Story, *, in_pages: bool = False) -> str:
    """The classic editor's text: paragraphs by blank lines, no `<p>`; a `<!--more-->` in each that has comments.

    `in_pages` breaks a long story into two pages.
    """
    parts = [_classic_block(block) for block in story.blocks]
    if in_pages and len(parts) > 5:
        parts.insert(4, "<!--nextpage-->")
    if story.comments:
        parts.insert(1, "<!--more-->")
    return "\n\n".join(parts)


def blocks(story: Story) -> str:
    """The block editor's text."""
    return "\n\n".join(_block(block) for block in story.blocks)


def _classic_block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "heading":
        return f"<h3>{text}</h3>"
    if block.kind == "quote":
        return f"<blockquote>{text}</blockquote>"
    if block.kind == "list":
        return "<ul>\n" + "\n".join(f" \t<li>{item}</li>" for item in text.splitlines()) + "\n</ul>"
    return text


def _block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "heading":
        return f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{text}</h2>\n<!-- /wp:heading -->'
    if block.kind == "quote":
        inner = f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"
        return f'<!-- wp:quote -->\n<blockquote class="wp-block-quote">{inner}</blockquote>\n<!-- /wp:quote -->'
    if block.kind == "list":
        items = "\n\n".join(
            f"<!-- wp:list-item -->\n<li>{item}</li>\n<!-- /wp:list-item -->" for item in text.splitlines()
        )
        return f'<!-- wp:list -->\n<ul class="wp-block-list">{items}</ul>\n<!-- /wp:list -->'
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"
