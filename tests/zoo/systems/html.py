"""Stories as plain HTML, for systems whose editors keep it so."""

from html import escape

from tests.zoo.stories import Block, Story


def html(story: Story) -> str:
    """The text of a story."""
    return "".join(_block(block) for block in story.blocks)


def _block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "heading":
        return f"<h2>{text}</h2>"
    if block.kind == "quote":
        return f"<blockquote><p>{text}</p></blockquote>"
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{item}</li>" for item in text.splitlines()) + "</ul>"
    return f"<p>{text}</p>"
