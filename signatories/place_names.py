"""Names that Belgium has in two or three languages, as they look when folded: each line is one place or word.

The first of a line stands for all. Several words joined by `+` are one name, in whatever order they come.
"""

LINES = """
aalst alost
aarlen arlon arel
antwerpen anvers antwerp
aat ath
bastenaken bastogne
bergen mons
bitsingen bassenge
borgworm waremme
bosvoorde boitsfort
brugge bruges
brussel bruxelles brussels bruessel
dendermonde termonde
diksmuide dixmude
doornik tournai
edingen enghien
eigenbrakel braine+alleud
elsene ixelles
elzele ellezelles
genesius genese
gent gand ghent
geraardsbergen grammont
gillis gilles
graven grez
hannuit hannut
henegouwen hainaut
hoei huy
ieper ypres
itter ittre
jan jans jean
joost josse
agatha agathe
kasteelbrakel braine+chateau
komen comines
kortrijk courtrai
kraainem crainhem
lambrecht lambrechts lambert
lessen lessines
leuven louvain
lier lierre
limburg limbourg
luik liege luettich luttich
luxemburg luxembourg
mechelen malines mechlin
menen menin
mesen messines
moeskroen mouscron
namen namur
nieuwpoort nieuport
nijvel nivelles
node noode
oostende ostende ostend
oudenaarde audenarde
oudergem auderghem
pieter pieters pierre
rode rhode
roeselare roulers
ronse renaix
schaarbeek schaerbeek
sint saint sainte sankt st ste
gravenbrakel braine+comte
helkijn helchin
spiere espierres
tienen tirlemont
tongeren tongres
truiden trond
tubeke tubize
ukkel uccle
veurne furnes
vilvoorde vilvorde
vloesberg flobecq
voeren fourons
vorst forest
waals wallon wallonne walloon
wallonie wallonia
vlaams vlaamse flamand flamande flemish
vlaanderen flandre flandres flanders
oostvlaanderen oost+vlaanderen orientale+flandre east+flanders
westvlaanderen west+vlaanderen occidentale+flandre west+flanders
waasten warneton
watermaal watermael
waver wavre
wervik wervicq
wezet vise
zinnik soignies
zoutleeuw leau
provincie province provincial provinciale provinciaal provinces
ocmw cpas
politiezone police+zone politie+zone
universiteit universite university
hogeschool haute+ecole
federatie federation
vereniging association
"""


def _read(lines: str) -> tuple[dict[str, str], tuple[tuple[frozenset[str], str], ...]]:
    """Single words first: the names of several words are then told by what their words stand for."""
    rows = [line.split() for line in lines.split("\n") if line]
    words = {other: first for first, *others in rows for other in others if "+" not in other}
    sets = [
        (frozenset(words.get(word, word) for word in other.split("+")), first)
        for first, *others in rows
        for other in others
        if "+" in other
    ]
    return words, tuple(sets)


CANONICAL, CANONICAL_SETS = _read(LINES)
