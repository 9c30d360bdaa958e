"""The comments of a page of the Gazette as its theme prints them, and the form to answer them."""

from __future__ import annotations

from spiders.demo_web.papers.gazette_addresses import post_number
from spiders.demo_web.papers.gazette_comments import Comment, comments_of
from spiders.demo_web.papers.gazette_theme import Place, plain, shown_day
from spiders.demo_web.story import Story


def thread(story: Story, place: Place, answering: str = "") -> str:
    """A story's comments, and the form to answer the reader named `answering`, or nobody."""
    url, said = f"{place.base}{story.path}", comments_of(story, place.night)
    listed = "\n".join(_comment(comment, url, story) for comment in said)
    thoughts = f"{len(said)} thought{'s' if len(said) > 1 else ''}"
    title = (
        f'<h2 class="comments-title">{thoughts} on &ldquo;<span>{plain(story.at(place.night).title)}</span>&rdquo;</h2>'
    )
    before = f'{title}\n<ol class="comment-list">\n{listed}\n</ol>\n' if said else ""
    return f'<div id="comments" class="comments-area">\n{before}{form(url, post_number(story), answering)}\n</div>'


def _comment(comment: Comment, url: str, story: Story) -> str:
    when, number, reader = comment.when, comment.number, comment.reader
    clock = f"{when.hour % 12 or 12}:{when:%M} {'am' if when.hour < 12 else 'pm'}"
    return f"""<li id="comment-{number}" class="comment even thread-even depth-1">
<article id="div-comment-{number}" class="comment-body">
<footer class="comment-meta">
<div class="comment-author vcard"><b class="fn">{reader}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="{url}#comment-{number}">
<time datetime="{when.isoformat()}">{shown_day(when)} at {clock}</time></a></div>
</footer>
<div class="comment-content"><p>{plain(comment.text)}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="{url}?replytocom={number}#respond"
 data-commentid="{number}" data-postid="{post_number(story)}" aria-label="Reply to {reader}">Reply</a></div>
</article></li>"""


def form(url: str, number: int, answering: str = "") -> str:
    """The form below page number `number`, which stands at `url`."""
    to = f" to {answering}" if answering else ""
    cancel = f'<small><a rel="nofollow" id="cancel-comment-reply-link" href="{url}#respond">Cancel reply</a></small>'
    return f"""<div id="respond" class="comment-respond">
<h3 id="reply-title" class="comment-reply-title">Leave a Reply{to} {cancel}</h3>
<form action="/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<p class="comment-notes">Your email address will not be published. Required fields are marked *</p>
<p class="comment-form-comment"><label for="comment">Comment</label>
<textarea id="comment" name="comment" cols="45" rows="8" required></textarea></p>
<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit" value="Post Comment" />
<input type='hidden' name='comment_post_ID' value='{number}' /></p></form></div>"""
