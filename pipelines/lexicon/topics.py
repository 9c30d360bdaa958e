"""Topics: the lists of a language file under each name, and their use.

A topic's name is `section.topic`, as in the file: `[dates] published = ["posted"]` is the topic `dates.published`.
A new topic is a line here; then a pattern may ask for it by `<<section.topic>>` (see `pipelines.lexicon.pattern`).
"""

TOPICS: dict[str, str] = {
    "dates.modified": 'Stems of labels of a change beside a date: "updat", "corrected". Accents do not matter.',
    "dates.published": 'Stems of labels of publication beside a date: "posted", "first appeared". Accents do not matter.',
    "dates.opening": 'Labels of publication that are also words of plain sentences: they count where a short line begins with them. "created on".',
    "dates.date_of": 'Words for date that are a label only before nothing or before a word of `dates.of_publication`: "дата" in "дата публикации".',
    "dates.of_publication": 'Stems that may follow a word of `dates.date_of`: "публ" in "дата публикации".',
    "dates.other_day": 'Labels of a day that is not the story\'s: "event", "deadline", "born", "valid until".',
    "dates.last": 'Stems of "last" before an update: "last updated 3 May".',
    "dates.this_text": 'How a text speaks of its own publication: "this entry was" before "posted on 3 May".',
    "dates.page_noun": 'What a line calls the page before a label: "article" in "Article published on 3 May".',
    "dates.filed_under": 'Prepositions by which a posting names its section or staff behind the day: "in" in "posted on 3 May in Politics".',
    "dates.formerly": 'Words that put a publication elsewhere or earlier: "originally" in "originally published in another paper".',
    "dates.source_label": 'Labels of a source, without the colon: "source" in "Source: AFP".',
    "dates.news_of": 'What a line calls the story right before its day: "nachricht vom" in "Nachricht vom 3. Mai".',
    "dates.of_copyright": 'What makes a day one of a copyright or of a founding: "all rights reserved".',
    "dates.by": 'By-words in a line with a day: "by" in "by Ann Lee on 3 May".',
    "dates.written": 'Words before a by-word: "written" in "written by Ann Lee on 3 May".',
    "dates.small": 'Small words beside a day that make no sentence: "on", "the".',
    "dates.word_for_date": 'The word for date as a label of the story\'s day: "date" in "Date: 3 May".',
    "dates.date_label": "What in an element of its own says that the story's day follows; in a line it may be an event's: \"date and time\".",
    "dates.page_field": 'Other fields of a list that describes the page, beside the day and the author: "tags", "section".',
    "dates.joint": 'Words that join a day and its clock time: "at" in "3 May at 18:45".',
    "dates.clock_word": 'Words before a clock time written with a dot: "kl" in "kl 18.45".',
    "dates.part_link": 'Prepositions between a clock time and the part of the day: "in the" in "6:45 in the evening".',
    "fields.paywall_rest": 'What a page says of a story that breaks off: "you have read 20% of this article". A phrase of it must stand outside brackets.',
    "fields.paywall_tease": 'What a page says to those who have not subscribed: "subscribe to continue". A phrase of it must stand outside brackets.',
    "fields.front_page": 'What the first breadcrumb calls the front page, as one word: "home".',
    "fields.injection": 'An order to a language model to forget what it was told: "ignore all previous instructions". A word of it must stand outside brackets.',
    "kind.static_title": 'Titles of pages about the site itself: "about us", "privacy policy".',
    "headline.no_title": 'Titles that name no story: "untitled document", "home".',
    "headline.rubric": 'Names of sections and lists that stand where a headline might: "latest news".',
    "headline.share_label": 'Labels of buttons to share and print: "share".',
    "headline.other_view": 'What a title says of an archive or a print view beside the site\'s name: "printable version".',
    "headline.article": 'Definite articles before the name of a paper: "the".',
    "people.by": "Words right before the author's name in a byline: `by`",
    "people.of": (
        "Other words between a work or a deed and its maker, not enough to begin a byline: `de` in `photo de Jane Doe`"
    ),
    "people.written_by": (
        "Participles with their by-word, as publishing systems write them of whoever filled in their form: `posted by`"
    ),
    "people.text_by": "A kind of text with its by-word: `review by`",
    "people.author": "Nouns and verbs that stand before an author's name and hardly anything else: `author`",
    "people.text": (
        "Nouns for the written part of a story; before a colon they begin a byline: `text` in `Text: Jane Doe, "
        "photos: Max Roe`"
    ),
    "people.text_and_pictures": "The same for text and pictures by one person: `words and photos`",
    "people.label": (
        "Labels before an author in cards for sharing and in boxes of a story, which begin no byline: `post author`"
    ),
    "people.view_all": "What leads to the other texts of an author, before `posts by`: `view all`",
    "people.posts": "The texts of an author, in the plural: `articles`",
    "people.posts_by": "What stands between these texts and the author: `by` in `all posts by Jane Doe`",
    "people.in_author_field": (
        "Words before a name where a field is known to hold authors, and not in a line of the page: `from`"
    ),
    "people.before_colon": (
        "Words that name an author before a colon where a field is known to hold authors: `written` in `Written: "
        "Jane Doe`"
    ),
    "people.no_byline": "Beginnings of headlines in capitals that only look like a byline",
    "people.material": "Words before an agency whose text a story uses: `from`",
    "people.wire_end": "How a name ends that says that it is a news agency: `Newswire`",
    "people.wire_begin": "How such a name begins, in languages that put the noun first: `Agency` in `Agence Atlas`",
    "people.no_wire_end": "How names of newspapers end that are called a press and are no agency: `Free Press`",
    "people.source": "Labels of the source of a story: `source`",
    "people.reporting_by": "Words in a credit line before the agency that did the work: `reporting by`",
    "agencies.forms": "All forms of an agency's name (lists of `agencies.toml`, whose head says what each list of a row is)",
    "agencies.with_bureau": "An agency's name with what its bureaus and services add",
    "agencies.begins": "Forms that begin a story before a hyphen, without a town",
    "agencies.begins_chinese": "Forms that begin a Chinese story before its town",
}
"""Every topic and a sentence that tells a translator what belongs there, with an example in English."""
