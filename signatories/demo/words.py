"""What fictitious names are made of, in three languages. `{place}` stands for a made-up place, one of thousands."""

from signatories.enums import Kind

PLACES: dict[str, tuple[list[str], list[str]]] = {
    "nl": (
        """Zuider Noorder Wester Ooster Zilver Mist Maan Sterre Wolken Regen Avond Morgen Winter Zomer Veen Duin Kiezel
        Linden Wilgen Vlier Honing Krekel Merel Zwaluw Droom Spiegel Veder Katoen""".split(),
        "licht veld brug hof poort beek wind toren gaarde kamer weg bos oever berg kade plein dal haven tuin horst".split(),
    ),
    "fr": (
        """Clair Haut Val Mont Roc Fond Grand Franc Lune Ciel Brume Vent Perle Lande Sable Prim Doux Long Beau Miel
        Rêve Songe Brise Soir""".split(),
        """lune brume étoile ciel neige prairie rivage source jardin chemin pierre feuille plume lanterne verger horloge
        marée colline nuage moulin""".split(),
    ),
    "en": (
        """Silver Amber Misty Winter Summer Willow Lantern Feather Pebble Cotton Meadow Harbour River Copper Evening
        Morning Maple Heather Swallow Honey""".split(),
        "field gate brook tower ford haven hill shore bridge garden mill vale wood stead quay moor dale green".split(),
    ),
}  # fmt: skip

NAMES: dict[str, dict[str, list[str]]] = {
    "nl": {
        Kind.COMPANY: ["Voorbeeldbedrijf {place}", "Denkbeeldige Winkel {place} nv", "{place} Voorbeeld bv"],
        Kind.PUBLIC_AUTHORITY: ["Voorbeelddienst {place}", "Verzonnen Agentschap {place}"],
        Kind.MUNICIPALITY: ["Voorbeeldstad", "Gemeente Verzonnen-{place}", "Voorbeelddorp-{place}"],
        Kind.EDUCATION: ["Voorbeeldschool {place}", "Denkbeeldige Hogeschool {place}"],
        Kind.CARE: ["Voorbeeldziekenhuis {place}", "Verzonnen Woonzorghuis {place}"],
        Kind.ASSOCIATION: ["Voorbeeldvereniging {place} vzw", "Fanfare De Verzonnen Noot {place}"],
        Kind.FEDERATION: ["Voorbeeldfederatie {place}", "Denkbeeldige Bond {place}"],
        Kind.MEDIA: ["De Voorbeeldkrant van {place}", "Radio Denkbeeldig {place}"],
        Kind.AGENCY: ["Voorbeeldbureau {place}", "Verzonnen Communicatie {place}"],
        Kind.PLATFORM: ["Voorbeeldplatform {place}", "Denkbeeldig Forum {place}"],
    },
    "fr": {
        Kind.COMPANY: ["Exemple {place} SA", "Boutique fictive {place} SRL", "Comptoir d’Exemple {place}"],
        Kind.PUBLIC_AUTHORITY: ["Service d’exemple de {place}", "Agence fictive {place}"],
        Kind.MUNICIPALITY: ["Exempleville", "Commune fictive de {place}", "Exempleville-sur-{place}"],
        Kind.EDUCATION: ["École d’exemple {place}", "Haute École fictive {place}"],
        Kind.CARE: ["Clinique d’exemple {place}", "Maison de repos fictive {place}"],
        Kind.ASSOCIATION: ["Association d’exemple {place} ASBL", "Chorale imaginaire de {place}"],
        Kind.FEDERATION: ["Fédération d’exemple {place}", "Union fictive {place}"],
        Kind.MEDIA: ["Le Journal d’exemple de {place}", "Radio Imaginaire {place}"],
        Kind.AGENCY: ["Agence d’exemple {place}", "Communication fictive {place}"],
        Kind.PLATFORM: ["Plateforme d’exemple {place}", "Forum imaginaire {place}"],
    },
    "en": {
        Kind.COMPANY: ["Sample Company {place}", "{place} Example Works", "Imaginary Traders of {place}"],
        Kind.PUBLIC_AUTHORITY: ["Sample Office of {place}", "Imaginary Agency {place}"],
        Kind.MUNICIPALITY: ["Sampletown", "Sampleton-in-{place}", "Imaginary Borough of {place}"],
        Kind.EDUCATION: ["Example School {place}", "Imaginary College {place}"],
        Kind.CARE: ["Example Hospital {place}", "Imaginary Care Home {place}"],
        Kind.ASSOCIATION: ["Example Club of {place}", "Imaginary Choir {place}"],
        Kind.FEDERATION: ["Example Federation {place}", "Imaginary Union of {place}"],
        Kind.MEDIA: ["The {place} Example", "Radio Imaginary {place}"],
        Kind.AGENCY: ["Example Agency {place}", "Imaginary Communications {place}"],
        Kind.PLATFORM: ["Example Platform {place}", "Imaginary Forum {place}"],
    },
}

FIRST_NAMES: dict[str, list[str]] = {
    "nl": "Lies Bram Mira Joris Hanne Wout Fien Stijn Lotte Ruben Noor Pieter Elke Tuur Saar Karel Yasmin Samir".split(),
    "fr": "Chloé Hugo Inès Lucas Maëlle Théo Nora Bastien Élise Karim Lucie Rémy Zoé Antoine Aïcha Félix".split(),
    "en": "Alice Oliver Maya Henry Grace Leo Ruby Oscar Amina Noah Ivy Felix Freya Jonah".split(),
}
SURNAMES: dict[str, list[str]] = {
    "nl": ["Voorbeelds", "Van Verzonnen", "Denkbeeldig", "De Voorbeeldige", "Van Nergens", "Verzinsel"],
    "fr": ["Dexemple", "De Nullepart", "Fictive-Dupond", "Limaginaire", "Del’Exemple", "Inventé"],
    "en": ["Sampleton", "Exampleby", "Madeup", "Of-Nowhere", "Imaginary", "Storybook"],
}
ROLES: dict[str, list[str]] = {
    "nl": ["communicatieverantwoordelijke", "community manager", "hoofd communicatie", "medewerker sociale media"],
    "fr": ["responsable de la communication", "community manager", "porte-parole", "chargée des réseaux sociaux"],
    "en": ["head of communication", "community manager", "social media officer", "spokesperson"],
}
# Goes into a mail beside the reason, in the applicant's language.
OWN_WORDS: dict[str, list[str]] = {
    "nl": ["We belden op maandag en op woensdag, telkens zonder antwoord.", "Laat gerust weten als er iets verandert."],
    "fr": ["Nous avons appelé lundi et mercredi, sans réponse.", "Écrivez-nous si la situation change."],
    "en": ["We called on Monday and on Wednesday, without an answer.", "Do write to us if anything changes."],
}
