"""Towns which, standing where a town stands, say that an address lies elsewhere.

Not complete: an unknown word after the street counts against a match anyway. It serves where the
town comes first, and where neither comma nor postcode sets it apart. Written as `text.fold` leaves
them: the communes of Seine-Saint-Denis, those around, and the largest of France.
"""

_NAMES = """
aubervilliers, aulnay sous bois, bagnolet, le blanc mesnil, bobigny, bondy, le bourget, clichy
sous bois, coubron, la courneuve, drancy, dugny, epinay sur seine, gagny, gournay sur marne, l
ile saint denis, les lilas, livry gargan, montfermeil, montreuil, neuilly plaisance, neuilly sur
marne, noisy le grand, noisy le sec, pantin, les pavillons sous bois, pierrefitte sur seine, le
pre saint gervais, le raincy, romainville, rosny sous bois, saint denis, saint ouen, saint ouen
sur seine, sevran, stains, tremblay en france, vaujours, villemomble, villepinte, villetaneuse,
paris, argenteuil, boulogne billancourt, cachan, cergy, champigny sur marne, chelles, clamart,
clichy, colombes, courbevoie, creteil, deuil la barre, enghien les bains, evry courcouronnes,
fontenay sous bois, garges les gonesse, gennevilliers, gentilly, goussainville, issy les
moulineaux, ivry sur seine, joinville le pont, levallois perret, maisons alfort, malakoff,
massy, meaux, melun, montmagny, montrouge, nanterre, neuilly sur seine, nogent sur marne,
puteaux, rueil malmaison, saint gratien, saint maur des fosses, sarcelles, suresnes, torcy,
versailles, villejuif, villeneuve la garenne, villiers sur marne, vincennes, vitry sur seine,
marseille, lyon, toulouse, nice, nantes, montpellier, strasbourg, bordeaux, lille, rennes,
reims, toulon, saint etienne, le havre, grenoble, dijon, angers, villeurbanne, nimes, clermont
ferrand, le mans, aix en provence, brest, tours, amiens, limoges, annecy, perpignan, metz,
besancon, orleans, rouen, mulhouse, caen, nancy, tourcoing, roubaix, avignon, poitiers, la
rochelle, pau, calais, cannes, antibes, beziers, colmar, bourges, quimper, valence, troyes,
chambery, lorient, niort, beauvais, saint nazaire
"""

OTHER_TOWNS = frozenset(" ".join(name.split()) for name in _NAMES.split(","))
