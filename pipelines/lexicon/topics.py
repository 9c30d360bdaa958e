"""Topics: the lists of a language file under each name, and their use.

A topic's name is `section.topic`, as in the file: `[dates] published = ["posted"]` is the topic `dates.published`.
A new topic is a line here; then a pattern may ask for it by `<<section.topic>>` (see `pipelines.lexicon.pattern`).
"""

TOPICS: dict[str, str] = {
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
    "people.and": "Words that join two people: `and`",
    "people.and_names": (
        "Words that join two people and mean other things, too, so that a full name must follow: `y` in Spanish"
    ),
    "people.and_capital": "Words that join two people where a capital follows, as `a` in Czech",
    "people.with": "Words before somebody who helped: `with`",
    "people.picture": "Nouns and participles for pictures, before their maker: `photos` in `Photos: Max Roe`",
    "people.picture_short": "Abbreviations for the maker of a picture, which no by-word follows: `phot.`",
    "people.picture_credit": "The same words in East Asian credits, where a slash or an equals sign may follow",
    "people.credit": "Words behind those for pictures: `credit` in `photo credit: Max Roe`",
    "people.edited": "What others than the author did for a text: `edited` in `edited by Max Roe`",
    "people.photographer": "Jobs of pictures, behind a name: `photographer`",
    "people.pronoun": "Pronouns that people put behind their names: `she` in `Jane Doe (she/her)`",
    "people.job": "Jobs of those who write, before or behind a name: `reporter`",
    "people.job_too": "Jobs that desks and sections are called by as well: `editor` in `Travel Editor`",
    "people.job_rank": "Words before a job that say of which rank or kind it is: `senior` in `Senior Reporter`",
    "people.beat": "Fields of work before a job, behind a name: `health` in `Jane Doe Health Reporter`",
    "people.post": "Jobs of those who write as experts: `analyst` in `Jane Doe / Harbour Bay Analyst`",
    "people.our": "Words for the publisher's own people before a job: `our` in `our correspondent Jane Doe`",
    "people.article": "Articles that begin the name of a publisher or an organisation: `The` in `The Tern`",
    "people.article_or_name": "The same where people's names begin so, too: `Le` in `Le Monde` and `Le Thanh`",
    "people.at": "Words between a name and the publisher or the town: `for` in `Jane Doe for The Tern`",
    "people.from": "Words before the town that somebody writes from: `from` in `Jane Doe from Saltmere`",
    "people.on_behalf": "Words before somebody for whom the author writes: `on behalf of`",
    "people.button": "Labels of buttons and links right behind a name: `Follow`",
    "people.degree": "Degrees behind a name and a comma: `PhD` in `Jane Doe, PhD`",
    "people.honour": "Degrees, orders and seats behind a name without a comma: `OBE` in `Jane Doe OBE`",
    "people.suffix": "Parts of a name behind a comma: `Jr` in `Max Roe, Jr`",
    "people.town": "Places of two words that stand beside a name and are none: `New York`",
    "people.opinion": "Kinds of text that only say what their author thinks, before the by-word: `column`",
    "people.genre": (
        "Kinds of text, and participles for their making, before a by-word or a colon: `review` in `Review by Jane Doe`"
    ),
    "people.gathered": "What somebody did for a text, right before the name: `das Gespräch führte` in German",
    "people.check_kind": "How a text was read by others, before `review by`: `medical`",
    "people.check": "What such a reader does: `review` in `medical review by Max Roe`",
    "people.checked": (
        "Participles for the work of somebody who read the text and did not write it: `verified` in `verified by "
        "Max Roe`"
    ),
    "people.looked_over": (
        "The same with any ending, right before the link to such a reader: `reviewed` in `Reviewed by Max Roe`"
    ),
    "people.a": "Indefinite articles before a kind of text: `a` in `a comment by`",
    "people.writes": "Verbs before the author's name at the end of a standfirst: `writes`",
    "people.editor": "Labels of an editor, before a link that does not sign: `edited by`",
    "people.subject": (
        "Words of contests and sections, which stand beside a date as people do: `league` in `Premier League`"
    ),
    "people.town_begin": "How towns of several words begin: `north` in `North Harbour`",
    "people.town_end": "How towns of several words end: `rapids` in `Cedar Rapids`",
    "people.portrait": "Words for a portrait in its alternative text: `avatar` in `Jane Doe's avatar`",
    "people.portrait_of": "Words between this and the name: `of` in `picture of Jane Doe`",
    "people.book": "Labels of a book's data, beside which an author is the book's: `publisher`",
    "people.featured": "Headings over somebody whom a publisher presents: `columnist of the week`",
    "people.paper_of": "Words between a name and the publisher that belong to the publisher's name: `of`",
    "people.paper_end": "How names of publishers end that are one word: `news` in `ternnews`",
    "people.retold": "Words before the newspaper whose story is told again",
    "people.retold_from": "The same in brackets behind a name",
    "people.on": "Words between a name and its date: `on` in `Jane Doe on 3 November`",
    "people.dated": "Labels of the date in a byline, before which the names end: `updated`",
    "people.weekday": "Weekdays in full, behind `on`",
    "people.weekday_short": "Weekdays as they are abbreviated before a number",
    "people.month": "Months before a number: `Nov` in `Jane Doe Nov 3`",
    "people.date_label": "Nouns in labels of a date: `date` in `Post Date: 3 November`",
    "people.clock": "Words beside a time of day: `at` in `at 18:45`",
    "people.no_signer": "Words that begin a short last line that is no name",
    "people.desk": "Words of newsrooms and offices that stand where reporters do",
    "people.reported": "Words before an agency's reporters at the end of its story: `Reporting by`",
    "people.is_job": "Jobs in a last line that says who the author is: `writer` in `Jane Doe is a staff writer`",
    "people.titled": "Words before the name of somebody whom a last line presents, and who is no author: `Moderator`",
    "people.first_published": (
        "Words for an earlier publication, before the publisher: `first appeared` in `first appeared in The Tern`"
    ),
    "people.in_paper": "Words between these and the publisher: `in`",
    "people.taken_from": "Whole phrases for a text from elsewhere: `by arrangement with`",
    "people.no_name": "Words that stand in no person's name where authors stand: `newsroom`",
    "people.no_name_begins": "Words that no person's name begins with: `more`",
    "people.no_name_ends": "Words that no person's name ends with: `kitchens`",
    "people.no_whole_name": "Texts that are no name as a whole: `story by`",
    "people.author_behind": "Nouns for the author behind a name of two words",
    "people.no_name_part": (
        "Words of newsrooms in scripts whose marks are no letters to a regular expression, in any place of a name"
    ),
    "people.also_first_name": "Words of `no_name` that people are called by, before another name: `June`",
    "people.also_last_name": "The same at the end of a name: `Press`",
    "people.organisation": "Words of organisations whose names are written as a person's: `Union`",
    "people.role": "Words behind a name and a comma for what somebody does: `staff`",
    "people.particle": "Particles in names, which have no capital: `von` in `Anna von Roe`",
    "people.behind_name": (
        "Words between a name and the beat or the publisher, behind which no name goes on: `for` in `Jane Doe for Tern`"
    ),
    "people.surname": "Common surnames, which begin a name in East Asia: `田中` in Japanese",
    "people.surname_or_word": "Rarer surnames, which are ordinary words or parts of first names as well",
    "people.no_person": "Words and places that begin like a Chinese name",
    "people.mister": "Words for a lady or a gentleman behind a name",
    "people.office_end": "Last characters of offices, places and questions",
    "people.outlet_end": "How the names of newspapers, sites and broadcasters end",
    "people.reporter_rank": "Words before the word for reporter: of which publisher and rank",
    "people.han_reporter": "Words for reporters before their names in a Chinese credit",
    "people.wrote": "Words for the author in a Chinese credit",
    "people.writer_label": "Labels of the author before a colon",
    "people.other_work": "Words for the work of others in a Chinese credit, and for what stands beside it",
    "people.no_text_credit": "Words of credits for pictures, and for books",
    "people.takes_picture": "Characters for pictures in a Chinese credit",
    "people.bureau": "Towns from which a reporter writes, right behind the name",
    "people.bureau_abroad": "Towns abroad before the day of an agency's credit",
    "people.reported_word": "Words for a report behind the town",
    "people.no_one": (
        "Words of newsrooms, offices, log-in boxes and labels in East Asian writing, in any place of a name"
    ),
    "people.no_one_whole": "Korean desks and ranks, which are no name as a whole",
    "people.before_reporter": (
        "Words before the word for reporter that are no name: of this paper, of the politics desk, trainee"
    ),
    "people.no_pen_name": "Words and characters in a bracket at the end of a Chinese story that is no pen name",
    "people.no_japanese_name": (
        "Words and last characters in brackets at the end of a Japanese paragraph that are no name"
    ),
    "people.hangul_reporter": "Words for reporters behind a Korean name",
    "people.hangul_rank": "Ranks between a Korean name and the word for reporter",
    "people.did_text": "Words for the making of a text before a Japanese name and a separator",
    "people.signs_off": "Words by which a Korean reporter signs off behind the name",
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
    "agencies.forms": "All forms of an agency's name (lists of `agencies.toml`, whose head says what each list of a row is)",
    "agencies.with_bureau": "An agency's name with what its bureaus and services add",
    "agencies.behind_name": "Forms that stand right behind a name in a byline",
    "agencies.behind_reporters": "Forms in brackets behind reporters and their town",
    "agencies.ends_story": "Words that end an agency's story behind its credit",
    "agencies.begins_credit": "Forms before an agency's service and reporter",
    "agencies.in_vietnamese": "Newspapers that a Vietnamese story names at its end",
    "agencies.signs_off": "Broadcasters whose Korean reporters sign off with their name",
    "agencies.in_chinese": "Short forms in brackets at the end of a Chinese story",
    "agencies.in_chinese_abroad": "The same of agencies whose reporters have foreign names",
    "agencies.begins": "Forms that begin a story before a hyphen, without a town",
    "agencies.begins_chinese": "Forms that begin a Chinese story before its town",
}
"""Every topic and a sentence that tells a translator what belongs there, with an example in English."""
