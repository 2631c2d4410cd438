"""The gallery of components: where design is looked at, on a developer's machine only."""

import pytest
from django.test import Client

from tests.site.documents import Document


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_gallery_shows_every_component_on_a_valid_page(client: Client, settings, language):
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.site.local_urls"

    response = client.get("/componenten/", headers={"accept-language": language})

    page = Document(response.content.decode())
    assert response.status_code == 200
    leading_nowhere = "<a> points at #, which is not there"  # fine for samples
    assert [problem for problem in page.problems if problem != leading_nowhere] == []
    assert len(page.main.all("section")) > 8
