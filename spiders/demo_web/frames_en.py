"""The English papers' sentences: frames with slots for what `words_en` offers.

Slots: {A} actor, {B} another actor, {R} role, {N} {O} full names, {S} surname, {T} {U} things, {V} {W} actions,
{P} {X} problems, {E} {F} effects, {L} place, {Z} town, {Y} another town, {D} weekday, {K} number, {M} money, {H} time.
"""

LEADS = (
    "{A} wants to {V}, and people in {Z} have until {D} to say what they think of it.",
    "After months of argument over {P}, {A} has agreed to {V}.",
    "{E} in {Z} on {D}, and by evening {A} was being asked why.",
    "Nobody in {Z} expected {T} to be settled this week, least of all {A}.",
    "{P} could cost {Z} {T}, {A} said on {D}.",
    "Plans to {V} will go ahead despite {P}, it was announced in {Z}.",
    "{K} people packed {L} in {Z} to hear whether {A} would {V}.",
    "A promise to {V} has split {A} down the middle.",
    "{N} had waited {K} years for somebody to {V}, and on {D} somebody did.",
    "It began with {P}; it has ended with a plan to {V}.",
)

BODY = (
    "{A} met at {L} shortly after {H} and talked for nearly {K} hours.",
    "{N}, a {R} from {Y}, called the decision overdue.",
    '"We can {V} or we can wait for {P} to come round again," said {N}, a {R}.',
    '"I have been a {R} for {K} years and I have never seen {T} handled like this," {N} said.',
    "According to figures seen by this paper, the bill for {T} has reached {M}.",
    "{B} disagrees, and says {P} was known about long before {D}.",
    "In the meantime {E}.",
    "By {H} on {D}, {F}.",
    "{S} said the plan to {W} would have to wait its turn.",
    "Those who use {L} every day are less sure.",
    "A letter from {B}, read out at {L}, runs to {K} pages and mentions {P} eleven times.",
    "Much depends on {U}, which {A} has promised to look at before the summer.",
    "The first attempt to {V} failed when {E}.",
    "Asked whether {T} could be saved, {S} paused and then said it could.",
    "Some {K} households in {Z} are affected, most of them close to {L}.",
    "There was applause when {N} rose to speak, and silence when the {R} sat down.",
    '"Nobody told us about {X}," {O} said, "and nobody has told us since."',
    "The cost, put at {M} when the idea was first raised, is now thought to be nearer twice that.",
    "{Y} tried something similar some winters ago, and {F}.",
    "For {N} the matter is simple: either {A} must {W}, or somebody else should.",
    "Records kept at {L} show {K} complaints about {X} in a single season.",
    "That did not stop {B} from trying to {W}.",
    "Older residents remember when {Z} took pride in {U}.",
    "{O}, who has lived beside {L} since childhood, keeps a notebook of what goes wrong.",
    "One page of it reads simply: {E}.",
    "A second report, due at {H} on {D}, is expected to blame {X}.",
    "If it does, {A} will have little choice but to {V}.",
    "The {R}s have their own view, and it is not a gentle one.",
    "What worries them is {X}, not {P}.",
    "{N} put a figure of {M} on the loss and was not contradicted.",
    "Nor is {U} the only thing at stake.",
    "Behind the scenes, {B} has offered to pay for half of it.",
    '"Give us {K} weeks and a free hand," said {O}, "and we will {W}."',
    "Witnesses described how {E} while the crowd at {L} looked on.",
    "{S} has asked {B} for the papers and has been told to expect them by {D}.",
    "The proposal to {V} was carried by {K} votes.",
    "It will be the third time in a decade that {B} takes over {T}.",
    "Few at {L} believe that {X} can be cured so cheaply.",
    "Even so, the {R} in charge has begun to draw up a list.",
    "Top of it stands {U}, followed by {T}.",
    "Visitors to {Z} noticed little, apart from the day when {F}.",
    "{A} declined to say who had first suggested trying to {W}.",
    "A spokeswoman for {B} said it was too early to talk about {U}.",
    "The repair of {L} alone would swallow {M}.",
    "Under the old arrangement {Y} looked after {U}.",
    "{O} thinks that was a mistake and says so at every meeting.",
    "At {H} the doors of {L} were shut and the talking began again.",
    "When it was over, {N} walked out into the rain and said only that {T} would be safe for now.",
    "Later that evening {F}, which nobody had planned for.",
    "The {R}, {O}, has kept a copy of every letter.",
    '"You cannot {V} on good will alone," {S} warned.',
    "Children from {Y} drew pictures of {U} and pinned them up at {L}.",
    "Two winters of {P} have left their mark on {Z}.",
    "In {Y}, by contrast, they dealt with {X} in under {K} days.",
    "There is talk of a court case, although {B} would rather {W}.",
    "Supporters have raised {M} at bring-and-buy sales and a sponsored swim.",
    "Opponents recall the promise that {T} would last {K} years.",
    "{S} takes a longer view.",
    '"People here have got used to {P}," the {R} said, "and that is the saddest part."',
    "Whether {A} can {W} before the money runs out is another question.",
    "The answer may lie in {L}, where {K} boxes of plans have been gathering dust.",
    "Among them is a drawing of {U} that nobody had seen since the war.",
    "An inspection on {D} found {X} in {K} places.",
    "Until then, {B} will go on as before.",
    "What happens after {D} is up to {A}.",
    "{N} intends to be there, notebook in hand.",
)

HEADINGS = (
    "The trouble with {X}", "What comes after {D}", "Who pays", "A view from {Y}", "{K} boxes of paper", "No way back",
    "The case for {U}", "At {L}", "A long winter", "The {R}'s answer", "Second thoughts", "How {Y} did it",
)  # fmt: skip

TITLES = (
    "{A} in {Z} to {V} after {P}", "{Z} divided over {T}", "Why {A} in {Z} cannot {V}", "After {P}, a reckoning over {T} in {Z}",
    "The {R} of {Z} who wants to {V}", "{M} bill for {T} angers {Z}", "{Z}: {E}", "{A} and {B} at odds over {T}",
    "How {P} came to {L} in {Z}", "A quiet plan to {V} in {Z}", "{Z} {R} warns of {P}", "Can anyone in {Z} {V}?",
)  # fmt: skip

DECKS = (
    "{A} has {K} weeks to decide, and {B} is watching.",
    "For {N}, a {R}, the question of {T} has never been about money.",
    "Behind the row over {T} stands {P}, and a bill of {M}.",
    "The decision on {T} falls at {L} on {D}, and {K} people want a seat.",
)

LISTS = (
    "{A} will {V} by the end of the year",
    "{B} keeps {U} and pays {M} towards it",
    "Every {R} is to be told about {X} in writing",
    "{L} stays open until {H} on {D}s",
    "A panel of {K} will look again at {T}",
)
