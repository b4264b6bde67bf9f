"""The words of French addresses: kinds of streets, abbreviations, what to leave aside.

Everything is written as `text.fold` leaves it: lower case, no accents. Abbreviations follow the
habits of the post (AFNOR NF Z 10-011) and of what people type.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STREET_TYPES = _words(
    "allee avenue boulevard chaussee chemin cite clos cour cours domaine esplanade faubourg hameau "
    "impasse levee lotissement mail montee parc parvis passage passerelle place placette port "
    "promenade quai quartier residence rocade rond route rue ruelle sente sentier square traverse "
    "venelle villa voie zone"
)
"""First words of street names: they say little about which street it is."""

PLAIN_TYPES = _words(
    "allee avenue boulevard chemin impasse passage place quai route rue ruelle sente sentier square"
)
"""Street types that never begin the name of a town or of a building."""

BUILDING_WORDS = _words(
    "association bat batiment centre cite espace foyer immeuble maison quartier residence tour zac"
)
"""Words after which comes the name of a building or quarter, not of a street or a town."""

LINKING_WORDS = _words("a au aux d de des du en et l la le les lez lieu dit s sous sur sus")
"""Words that carry almost nothing: « rue (de la) République »."""

TITLES = _words(
    "abbe amiral capitaine colonel commandant docteur frere freres general lieutenant marechal "
    "president professeur prolonge prolongee saint sainte sergent soeur"
)
"""Words people leave out or mistake easily."""

MONTHS = _words(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
)
"""After a number they make a date (« 8 mai 1945 ») rather than a house number."""

CARDINALS = _words("nord sud est ouest centre")
"""« Bondy Nord » is still Bondy."""

ABBREVIATIONS = {
    # kinds of streets
    "al": "allee",
    "all": "allee",
    "allees": "allee",
    "av": "avenue",
    "ave": "avenue",
    "aven": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "bvd": "boulevard",
    "bvrd": "boulevard",
    "boul": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "crs": "cours",
    "dom": "domaine",
    "esp": "esplanade",
    "fbg": "faubourg",
    "fg": "faubourg",
    "ham": "hameau",
    "imp": "impasse",
    "lot": "lotissement",
    "pas": "passage",
    "pass": "passage",
    "psg": "passage",
    "pl": "place",
    "prom": "promenade",
    "qu": "quai",
    "qrt": "quartier",
    "quart": "quartier",
    "res": "residence",
    "resid": "residence",
    "rle": "ruelle",
    "rpt": "rond point",
    "rte": "route",
    "sen": "sente",
    "sent": "sente",
    "sq": "square",
    "vla": "villa",
    # buildings
    "appt": "appartement",
    "apt": "appartement",
    "bat": "batiment",
    "bt": "batiment",
    "esc": "escalier",
    "imm": "immeuble",
    # titles
    "cal": "caporal",
    "cap": "capitaine",
    "cdt": "commandant",
    "cne": "capitaine",
    "col": "colonel",
    "doct": "docteur",
    "dr": "docteur",
    "gal": "general",
    "gen": "general",
    "gl": "general",
    "lt": "lieutenant",
    "mal": "marechal",
    "mar": "marechal",
    "mgr": "monseigneur",
    "pdt": "president",
    "pres": "president",
    "pr": "professeur",
    "prof": "professeur",
    "sgt": "sergent",
    "st": "saint",
    "ste": "sainte",
    "stes": "sainte",
    "sts": "saint",
    # the rest
    "gd": "grand",
    "gde": "grande",
    "nd": "notre dame",
    "prol": "prolongee",
    "pt": "petit",
    "pte": "porte",
    "vx": "vieux",
    # numbers written out, on both sides
    "premier": "1",
    "deux": "2",
    "trois": "3",
    "quatre": "4",
    "cinq": "5",
    "six": "6",
    "huit": "8",
    "dix": "10",
    "onze": "11",
    "douze": "12",
    "treize": "13",
    "quatorze": "14",
    "quinze": "15",
    "seize": "16",
}
"""One spelling for each word; no value is itself an abbreviation, so expanding twice changes
nothing. « sept » and « neuf » are left alone: they are also September and new."""

SUFFIXES = {
    "b": "bis",
    "bis": "b",
    "t": "ter",
    "ter": "t",
    "q": "quater",
    "quater": "q",
}
"""Two ways of writing the same repetition of a house number."""

KIND_WORDS = {
    "cinema": ("cinema", "salle"),
    "college": ("college",),
    "health_centre": ("pmi", "centre de sante", "protection maternelle et infantile"),
    "high_school": ("lycee",),
    "hospital": ("hopital", "clinique"),
    "kindergarten": ("creche",),
    "library": ("bibliotheque", "mediatheque"),
    "market": ("marche",),
    "music_school": ("conservatoire", "ecole de musique"),
    "neighbourhood": ("quartier",),
    "park": ("parc", "jardin"),
    "pharmacy": ("pharmacie",),
    "post_office": ("poste", "bureau de poste"),
    "school": ("ecole", "groupe scolaire", "ecole elementaire", "ecole maternelle"),
    "social_centre": ("centre social", "maison de quartier"),
    "social_facility": ("residence", "foyer"),
    "sports_centre": ("gymnase", "complexe sportif"),
    "stadium": ("stade",),
    "station": ("gare", "station", "metro", "tram", "tramway", "rer", "arret"),
    "swimming_pool": ("piscine",),
    "theatre": ("theatre",),
    "town_hall": ("mairie", "hotel de ville"),
}
"""How people call the kinds of landmarks of `resources/territories`."""

KIND_LEADERS = frozenset(
    word for spoken in KIND_WORDS.values() for phrase in spoken for word in phrase.split()
) | _words("elementaire maternelle primaire prive privee publique departementale")
"""Words that say what a landmark is before its own name comes."""
