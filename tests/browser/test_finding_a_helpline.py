"""Somebody needs help: by region and language, who is open now, and a number to call, with and without script."""

import pytest

from guidance.models import Helpline
from hierniet.languages import LANGUAGES

from .applying import address


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_can_help_me_here_in_my_language(open_page, language, script):
    page = open_page(address("guidance:helplines", language), language=language, script=script)
    everybody = page.locator(".helpline").count()

    page.locator("main summary").click()
    page.locator("select[name=need]").select_option("talk")
    page.locator("select[name=region]").select_option("wallonia")
    page.locator("select[name=language]").select_option("fr")
    page.locator("main form button").click()
    page.wait_for_load_state()

    assert 0 < page.locator(".helpline").count() < everybody
    assert page.locator("a[href='tel:107']").is_visible()
    assert page.locator("a[href='tel:106']").count() == 0
    assert page.locator("select[name=region]").input_value() == "wallonia"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_who_is_open_now_is_one_press_away(open_page, script):
    page = open_page(address("guidance:helplines", "nl"), script=script)
    assert page.locator(".open-now").count() == 0

    page.locator("main nav a").first.click()
    page.wait_for_load_state()

    always = Helpline.objects.filter(opening="always", to_verify=False).count()
    assert page.locator(".open-now").count() >= always > 5
    assert page.locator("a[href='tel:112']").is_visible()
    assert page.locator("input[name=open]").is_checked()
