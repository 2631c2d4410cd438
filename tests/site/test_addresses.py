"""Addresses that people print and quote: they never change by accident, whatever a translator does."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories

ADDRESSES = {
    ("signatories:home", ()): ("/nl/", "/fr/", "/en/"),
    ("guidance:rules", ()): ("/nl/regels/", "/fr/regles/", "/en/rules/"),
    ("guidance:rule", (("slug", "x"),)): ("/nl/regels/x/", "/fr/regles/x/", "/en/rules/x/"),
    ("signatories:rule_on_behalf", (("slug", "x"), ("signatory", "y"))): ("/nl/regels/x/y/", "/fr/regles/x/y/", "/en/rules/x/y/"),
    ("guidance:helplines", ()): ("/nl/hulplijnen/", "/fr/aide/", "/en/helplines/"),
    ("guidance:checklist", ()): ("/nl/bewijslijst/", "/fr/liste-des-preuves/", "/en/evidence-checklist/"),
    ("guidance:checklist_offline", ()): ("/nl/bewijslijst/offline.js", "/fr/liste-des-preuves/offline.js", "/en/evidence-checklist/offline.js"),
    ("guidance:search", ()): ("/nl/zoeken/", "/fr/recherche/", "/en/search/"),
    ("guidance:sent_here", ()): ("/nl/hierheen-gestuurd/", "/fr/on-vous-a-envoye-ici/", "/en/sent-here/"),
    ("guidance:page", (("slug", "x"),)): ("/nl/x/", "/fr/x/", "/en/x/"),
    ("signatories:directory", ()): ("/nl/ondertekenaars/", "/fr/signataires/", "/en/signatories/"),
    ("signatories:numbers", ()): ("/nl/cijfers/", "/fr/chiffres/", "/en/numbers/"),
    ("signatories:numbers_download", (("file", "visits"),)): ("/nl/cijfers/visits/", "/fr/chiffres/visits/", "/en/numbers/visits/"),
    ("signatories:my_kit", (("token", "t"),)): ("/nl/mijn-dossier/t/pakket/", "/fr/mon-dossier/t/kit/", "/en/my-file/t/kit/"),
    ("signatories:my_code", (("token", "t"), ("word", "x"), ("ending", "svg"))): ("/nl/mijn-dossier/t/pakket/x.svg", "/fr/mon-dossier/t/kit/x.svg", "/en/my-file/t/kit/x.svg"),
    ("signatories:my_replies", (("token", "t"), ("file_format", "csv"))): ("/nl/mijn-dossier/t/pakket/antwoorden/csv/", "/fr/mon-dossier/t/kit/reponses/csv/", "/en/my-file/t/kit/replies/csv/"),
    ("signatories:my_certificate", (("token", "t"),)): ("/nl/mijn-dossier/t/certificaat/", "/fr/mon-dossier/t/certificat/", "/en/my-file/t/certificate/"),
    ("signatories:certificate", (("seal", "s"),)): ("/nl/certificaat/s/", "/fr/certificat/s/", "/en/certificate/s/"),
    ("signatories:my_numbers", (("token", "t"),)): ("/nl/mijn-dossier/t/aantallen/", "/fr/mon-dossier/t/chiffres/", "/en/my-file/t/numbers/"),
    ("signatories:signatory", (("slug", "y"),)): ("/nl/ondertekenaars/y/", "/fr/signataires/y/", "/en/signatories/y/"),
    ("signatories:join", ()): ("/nl/meedoen/", "/fr/participer/", "/en/join/"),
    ("signatories:sent", (("token", "t"),)): ("/nl/meedoen/verzonden/t/", "/fr/participer/envoye/t/", "/en/join/sent/t/"),
    ("signatories:confirm_code", ()): ("/nl/meedoen/bevestigen/", "/fr/participer/confirmer/", "/en/join/confirm/"),
    ("signatories:confirm", (("token", "t"),)): ("/nl/meedoen/bevestigen/t/", "/fr/participer/confirmer/t/", "/en/join/confirm/t/"),
    ("signatories:second_person", (("token", "t"),)): ("/nl/meedoen/tweede-persoon/t/", "/fr/participer/deuxieme-personne/t/", "/en/join/second-person/t/"),
    ("signatories:my_file", (("token", "t"),)): ("/nl/mijn-dossier/t/", "/fr/mon-dossier/t/", "/en/my-file/t/"),
    ("signatories:logo", (("token", "t"),)): ("/nl/mijn-dossier/t/logo/", "/fr/mon-dossier/t/logo/", "/en/my-file/t/logo/"),
    ("signatories:logo_of_mine", (("token", "t"), ("file", "f"))): ("/nl/mijn-dossier/t/logo/f", "/fr/mon-dossier/t/logo/f", "/en/my-file/t/logo/f"),
    ("logo_file", (("file", f"{'0' * 32}-160.png"),)): (f"/logo/{'0' * 32}-160.png",) * 3,
    ("preview", (("language", "nl"), ("word", "x"), ("digest", "0" * 12))): (f"/preview/nl/x-{'0' * 12}.png",) * 3,
    ("preview_on_behalf", (("language", "nl"), ("word", "x"), ("signatory", "y"), ("digest", "0" * 12))): (f"/preview/nl/x/y-{'0' * 12}.png",) * 3,
    ("signatories:hand_over", (("token", "t"),)): ("/nl/mijn-dossier/t/contact/", "/fr/mon-dossier/t/contact/", "/en/my-file/t/contact/"),
    ("signatories:renew", (("token", "t"),)): ("/nl/klopt-nog/t/", "/fr/toujours-exact/t/", "/en/still-true/t/"),
    ("signatories:claim", (("slug", "y"),)): ("/nl/ondertekenaars/y/contact/", "/fr/signataires/y/contact/", "/en/signatories/y/contact/"),
    ("signatories:accept_contact", (("token", "t"),)): ("/nl/nieuw-contact/t/", "/fr/nouveau-contact/t/", "/en/new-contact/t/"),
    ("signatories:object_contact", (("token", "t"),)): ("/nl/klopt-niet/t/", "/fr/pas-exact/t/", "/en/not-right/t/"),
    ("signatories:lost_link", ()): ("/nl/mijn-dossier/nieuwe-link/", "/fr/mon-dossier/nouveau-lien/", "/en/my-file/new-link/"),
    ("signatories:my_corrections", (("token", "t"),)): ("/nl/mijn-dossier/t/verbeteringen/", "/fr/mon-dossier/t/corrections/", "/en/my-file/t/corrections/"),
    ("signatories:my_change", (("token", "t"),)): ("/nl/mijn-dossier/t/wijziging/", "/fr/mon-dossier/t/modification/", "/en/my-file/t/change/"),
    ("badge", (("language", "nl"), ("theme", "dark"), ("slug", "x"), ("ending", "svg"))): ("/badge/nl/dark/x.svg",) * 3,
    ("guidance:changed_rules", ()): ("/nl/regels/gewijzigd.atom", "/fr/regles/modifiees.atom", "/en/rules/changed.atom"),
    ("signatories:new_signatories", ()): ("/nl/ondertekenaars/nieuw.atom", "/fr/signataires/nouveaux.atom", "/en/signatories/new.atom"),
    ("count_badge", (("language", "fr"),)): ("/badge/count-fr.svg",) * 3,
    ("api:signatories", ()): ("/api/v1/signatories",) * 3,
    ("api:proof_by_domain", ()): ("/api/v1/proof",) * 3,
    ("api:openapi", ()): ("/api/v1/openapi.json",) * 3,
    ("refer", (("word", "x"),)): ("/x", "/x", "/x"),
    ("refer_on_behalf", (("word", "x"), ("signatory", "y"))): ("/x/y", "/x/y", "/x/y"),
    ("front_door", ()): ("/", "/", "/"),
    ("healthz", ()): ("/healthz",) * 3,
    ("readyz", ()): ("/readyz",) * 3,
    ("robots", ()): ("/robots.txt",) * 3,
    ("sitemap", ()): ("/sitemap.xml",) * 3,
    ("security", ()): ("/.well-known/security.txt",) * 3,
    ("admin:index", ()): ("/beheer/",) * 3,
}  # fmt: skip


@pytest.mark.parametrize(("place", "language"), [(0, "nl"), (1, "fr"), (2, "en")])
def test_addresses(place, language):
    with translation.override(language):
        found = {(name, parts): reverse(name, kwargs=dict(parts)) for name, parts in ADDRESSES}

    assert found == {key: addresses[place] for key, addresses in ADDRESSES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "/nl",
        "/fr",
        "/en",
        "/nl/regels",
        "/fr/participer",
        "/en/rules/insults",
        "/nl/regels/schelden/een",
        "/beheer",
        "/nl/over-ons",
    ],
)
def test_slash_that_nobody_types_is_added(client: Client, typed):
    response = client.get(f"{typed}?fbclid=x")

    assert (response.status_code, response["Location"]) == (301, f"{typed}/?fbclid=x")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["/nlx", "/enough", "/france", "/beheerder", "/nlx/een"])
def test_word_may_begin_like_an_address_of_the_site(client: Client, typed):
    word = typed.split("/")[1]
    factories.create_rule(words={"nl": word})

    assert client.get(typed)["Location"] == f"/nl/regels/{word}/"
