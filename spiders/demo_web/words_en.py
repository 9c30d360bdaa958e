"""The English papers' words: towns, names and, topic by topic, who does what to what. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass

TOWNS = (
    "Saltmere", "Larkhaven", "Orrin Vale", "Thornwick", "Castle Brede", "Pell Harbour", "Minchcombe", "Ardlow",
    "Westering", "Quarley", "Stannet", "Holm Ferry", "Brackenford", "Upper Tolland", "Gannet Point", "Marrow Bridge",
    "Dunsel", "Eastry Moor", "Calloway", "Fennick", "Ravel Cross", "Sheepwash", "Tamsin Bay", "Port Ellory", "Wexcombe",
    "Lyne Regis", "Hallowdown", "Skerrow", "Nether Poole", "Oxley Green",
)  # fmt: skip
FIRST_NAMES = (
    "Ada", "Bertram", "Celia", "Dorian", "Elspeth", "Fergus", "Greta", "Hamish", "Imogen", "Jonas", "Katya", "Leopold",
    "Maud", "Nikhil", "Orla", "Percival", "Querida", "Rufus", "Saskia", "Tobias", "Una", "Viktor", "Winifred", "Xenia",
    "Yusuf", "Zelda", "Anselm", "Bridie", "Conrad", "Delphine", "Emeka", "Flora", "Gideon", "Harriet", "Ivo", "Josephine",
    "Kwame", "Lavinia", "Magnus", "Noor",
)  # fmt: skip
LAST_NAMES = (
    "Abernall", "Birtwhistle", "Crowhurst", "Dellamere", "Eversholt", "Farquhar", "Gillow", "Hathersage", "Inskip",
    "Jellicoe", "Kestrel", "Lanyon", "Mottram", "Nethercott", "Okonjo", "Pargeter", "Quennell", "Rookwood", "Savernake",
    "Tredinnick", "Umfreville", "Vantongeren", "Wolstenholme", "Yelland", "Zachary", "Ashdown-Reeve", "Blackadder",
    "Cholmeley", "Drinkwater", "Entwistle", "Fothergill", "Gulbenk", "Honeychurch", "Ironside", "Joliffe", "Kettering",
    "Lovibond", "Merriweather", "Nightingale", "Oyelaran", "Pennefather", "Rattenbury", "Silverlock", "Thistlethwayte",
    "Underhill", "Verrinder", "Wigglesworth", "Yarborough",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What one kind of story is made of.

    Actors, roles, things and problems are noun phrases; actions follow "to" or "would"; effects are whole clauses.
    """

    name: str
    actors: tuple[str, ...]
    roles: tuple[str, ...]
    things: tuple[str, ...]
    actions: tuple[str, ...]
    problems: tuple[str, ...]
    effects: tuple[str, ...]
    places: tuple[str, ...]


def _topic(name: str, text: str) -> Topic:
    rows = [tuple(part.strip() for part in line.split("|")) for line in text.strip().replace("|\n", "|").splitlines()]
    return Topic(name, *rows)


TOPICS = (
    _topic("harbour", """
the harbour board|the pilots' guild|the ferry company|the dockers' union|the coastguard|
the chandlers' association
harbour master|tug skipper|lock keeper|crane driver|ferry purser
the winter timetable|the east quay|the dredging contract|the fish market|the lock gates|the passenger terminal|
the breakwater|the slipway
reopen the east quay|rewrite the sailing rules|hire two more tugs|dredge the inner basin|raise mooring fees|
light the outer channel|replace the lock gates|move the fish auction indoors
silt in the channel|a broken sluice|a shortage of pilots|storm damage|unpaid mooring dues|rust in the pilings
three coasters were turned away at the bar|the morning catch spoiled on the ice|
two crews slept aboard for a week|the night ferry ran half empty|a barge swung loose and scraped the wall|
lorries queued past the customs house|the tide gauge stopped at noon|crabbers lost a string of pots
the old customs house|the outer breakwater|berth seven|the net lofts|the signal station
"""),
    _topic("rail", """
the rail authority|the signallers' branch|the passengers' forum|the track contractor|
the county's transport panel|the heritage line
signaller|station manager|guard|timetable planner|track inspector
the branch line|the level crossing|the overnight sleeper|the new footbridge|the signal box|the weekend service|
the ticket hall|the viaduct
double the single track|close the level crossing|restore the evening train|repaint the viaduct|
fit heaters to the points|extend both platforms|sell the goods yard|cut the journey by nine minutes
leaves on the incline|a cracked sleeper|frozen points|copper theft|a faulty axle counter|missing drivers
commuters shared taxis to the junction|the last train left with nobody aboard|
a school party waited two hours in the buffet|freight was sent round by the coast|
the platform clock ran backwards|buses stood in for trains until dusk|the guard walked the line with a lamp|
season tickets were honoured on the trams
the junction|platform two|the goods yard|the tunnel mouth|the old engine shed
"""),
    _topic("health", """
the hospital trust|the nurses' council|the health committee|the ambulance service|the patients' league|
the medical school
ward sister|surgeon|pharmacist|paramedic|midwife
the maternity unit|the night clinic|the waiting list|the new scanner|the minor injuries ward|
the appointment line|the dental service|the training budget
open the night clinic|shorten the waiting list|recruit forty nurses|merge two wards|publish its waiting times|
lend the scanner to its neighbours|staff the appointment line at weekends|keep the maternity unit open
an outbreak of winter flu|a leaking roof|a gap in the rota|late deliveries of blood|a failed booking system|
rising agency bills
eleven operations were put off|patients were moved by minibus|the corridor filled with trolleys|
a retired doctor came back to help|visitors were asked to stay at home|the canteen fed staff until midnight|
two babies were born in the lift|parking was free for one day
the outpatients' hall|ward nine|the ambulance bay|the chapel corridor|the laboratory block
"""),
    _topic("council", """
the town council|the ratepayers' association|the planning committee|the opposition group|the district auditor|
the parish meeting
councillor|town clerk|surveyor|ward organiser|auditor
the parking scheme|the town hall roof|the annual budget|the allotment rules|the market square|
the recycling contract|the public library|the swimming bath
freeze the council tax|sell the old depot|plant two hundred limes|ban cars from the square|audit every contract|
keep the library open on Sundays|mend the town hall clock|raise the rent on market stalls
a hole in the accounts|a petition with four thousand names|complaints about noise|a missing planning file|
a tied vote|a burst main
the meeting ran past eleven|three members walked out|the gallery applauded and was cleared|
the minutes were corrected twice|the mayor cast the deciding vote|stallholders shut for the day|
the clerk read the letter aloud|nobody seconded the motion
the council chamber|the market square|the depot in Mill Lane|the bandstand|the bath house
"""),
    _topic("school", """
the school governors|the teachers' federation|the parents' circle|the education office|the exam board|
the bus contractor
head teacher|caretaker|music teacher|governor|school cook
the new syllabus|the playing field|the breakfast club|the sixth form|the reading scheme|the science block|
the school bus|the exam timetable
rebuild the science block|drop the entrance test|serve a hot breakfast|teach Latin again|
lengthen the lunch hour|mark papers on screen|share a head with the next village|fence the playing field
a fall in pupil numbers|mould in the library|a lost box of exam papers|a dispute over homework|crowded buses|
unfilled teaching posts
lessons were held in the church hall|pupils sat their papers by torchlight|the orchestra practised in the gym|
forty parents volunteered within a day|the choir sang outside the office|the bell rang an hour early|
a goat got into the kitchen garden|the juniors wrote to the minister
the assembly hall|the science block|the bicycle sheds|the dining room|the lower field
"""),
    _topic("farming", """
the growers' union|the drainage board|the seed company|the estate office|the ministry's vets|
the dairy co-operative
shepherd|fruit grower|dairy farmer|vet|agronomist
the barley harvest|the milk price|the flood bank|the cider orchard|the livestock market|the seed bank|
the grazing common|the spring lambing
raise the flood bank|bring forward the harvest|plant hedges on the levels|test every herd|
pay by the litre again|graft the old varieties|fence off the common|lease the orchard to beginners
a late frost|foot rot|a wet August|cheap imports|a swarm of weevils|low river levels
half the plums split on the branch|sheep were ferried off the island|the combine sank to its axles|
buyers came from three counties|the hay was cut by moonlight|bees had to be fed on sugar|
the price fell for a fifth week|gates were chained across the drove
the livestock market|the low meadows|the packing shed|the orchard at the mill|the weighbridge
"""),
    _topic("courts", """
the county court|the prosecutor's office|the bar association|the probation service|the police federation|
the victims' charity
magistrate|defence counsel|detective|court usher|probation officer
the fraud trial|the witness list|the bail hearing|the forged deed|the inquest|the missing ledger|the appeal|
the jury bundle
adjourn until spring|call nine more witnesses|seal the file|hear the case in private|reopen the inquest|
release the ledger|fine the company|order a new valuation
a forged signature|a lost recording|conflicting evidence|a juror's illness|an unsigned statement|
a late disclosure
the jury was sent home at noon|the defendant asked for an interpreter|the dock stood empty|
two exhibits had been mislabelled|the public benches were full|counsel withdrew the question|
the usher found the papers in a drawer|the judge rose without a word
court three|the cells below the assize hall|the evidence room|the registry|the robing corridor
"""),
    _topic("energy", """
the wind company|the grid operator|the islanders' trust|the regulator|the gas works pensioners|the climate panel
engineer|line foreman|turbine fitter|economist|meter reader
the offshore array|the sea cable|the substation|the peat bog|the tidal mill|the heating network|
the standing charge|the battery park
lay a second cable|pay every household a share|bury the pylons|drain no more peat|store the night's surplus|
double the turbine count|heat the school for nothing|cap the standing charge
a fault in the sea cable|calm weather|a row over pylons|soaring copper prices|a transformer fire|
an expired licence
the island ran on diesel for a fortnight|street lamps were dimmed at ten|the turbines stood idle in a flat calm|
a crew worked through the gale|bills arrived twice|the hum could be heard in the village|
sheep sheltered under the panels|the meter ran in reverse
the substation|the cable landing|turbine eighteen|the old gas works|the control room
"""),
    _topic("culture", """
the festival trust|the museum|the players' company|the film society|the painters' colony|the city orchestra
curator|conductor|set designer|novelist|box office manager
the spring festival|the lost portrait|the puppet theatre|the organ recital|the poetry prize|the sculpture trail|
the silent film season|the costume store
stage it outdoors|return the portrait|tour eleven villages|open the archive to schools|restore the organ|
commission a new opera|show the film with live piano|halve the ticket price
a flood in the costume store|a withdrawn grant|a row over the prize|an attack of woodworm|poor ticket sales|
a disputed will
the curtain stuck at half height|the soloist sang from the stalls|the queue went twice round the block|
rain stopped the second act|a stranger bought the whole front row|critics left before the end|
the paint was still wet|children drew on the programme
the corn exchange|the puppet theatre|the long gallery|the rehearsal room|the chapel of ease
"""),
    _topic("science", """
the marine station|the observatory|the university|the survey team|the botanic garden|the research council
marine biologist|astronomer|geologist|botanist|statistician
the eel count|the meteor camera|the peat core|the seagrass meadow|the ringing station|the tide model|
the moss collection|the weather balloon
tag six hundred eels|publish the raw figures|sow seagrass in the bay|map the sea bed|repeat the experiment|
lend the telescope to schools|drill to forty metres|count every puffin
a broken sensor|a gap in the record|an unexpected bloom|a mislabelled sample|light pollution|a funding freeze
the instrument froze at its highest reading|volunteers counted until their pencils ran out|
the sample turned out to be older than the cathedral|a seal swam off with the buoy|the lens cracked in the cold|
the results were reproduced in another laboratory|the camera caught two meteors at once|
the bloom could be seen from the headland
the marine station|the dome|the mud flats|the herbarium|the wave tank
"""),
    _topic("business", """
the boat builders|the savings bank|the biscuit factory|the chamber of trade|the receivers|the glass works
finance director|shop steward|founder|accountant|export manager
the order book|the pension fund|the export licence|the old brewery|the rights issue|the night shift|
the high street lease|the apprenticeship scheme
take on ninety apprentices|close the night shift|move to the old brewery|buy out its rival|pay a dividend again|
export to the islands|sell the biscuit recipe|list its shares
a cancelled order|a strike ballot|the price of sugar|a weak quarter|a failed audit|delayed customs forms
the furnace was allowed to go cold|orders doubled in a month|staff were paid in vouchers|
the shares were suspended before lunch|a buyer appeared from nowhere|the night shift voted to stay|
the warehouse was sold at auction|the founder came back from retirement
the old brewery|the slip number four|the trading floor|the biscuit works|the high street
"""),
    _topic("housing", """
the housing association|the tenants' union|the land trust|the builders' guild|the lettings office|
the conservation society
architect|site manager|tenant|letting agent|conservation officer
the tower on the quay|the self-build plots|the damp terraces|the rent register|the empty homes list|
the almshouses|the brickworks site|the waiting list for flats
build on the brickworks|cap the rent|pull down the tower|insulate the terraces|take over empty homes|
keep the almshouses|offer plots for a pound|register every landlord
damp behind the plaster|a cladding test|a boundary dispute|a frozen boiler|newts on the site|
soaring brick prices
families cooked on camping stoves|the scaffolding stayed up a third winter|
keys were handed over on the doorstep|newts were moved in buckets|the lift failed on the hottest day|
a tree came through the roof|neighbours shared one boiler|the show flat was sold first
the brickworks|Tanner's Row|the tower's ninth floor|the almshouse court|plot fourteen
"""),
)  # fmt: skip
