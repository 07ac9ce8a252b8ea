"""The server dies while a queue leaves, again and again: each complaint arrives exactly once."""

import pytest

from tests.browser.phone import Phone
from tests.browser.site import Site

COUNT = 8
KILLS = 4
LONG = 900  # times; two letters are needed, so that some kills fall between them


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_server_killed_again_and_again_while_a_queue_leaves_takes_each_complaint_once(
    site: Site, phone: Phone
) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    site.line.cut()
    texts = [f"{number}: {'No water. ' * LONG}".strip() for number in range(COUNT)]
    for text in texts:
        phone.register(text, "en", is_pasted=True)
    phone.waiting(COUNT)
    site.line.mend()

    for _ in range(KILLS):
        _kill_while_sending(site, phone)
    # The cruellest moment: the server has stored, and its answer is lost.
    site.line.is_deaf = True
    before = len(site.texts())
    phone.home()
    left = phone.page.locator("queue-state [data-part=send]")
    if left.is_visible():
        left.tap()
        phone.until(lambda: len(site.texts()) > before)
    site.server.kill()
    site.line.cut()
    site.line.is_deaf = False
    site.find()

    phone.send()
    assert site.texts() == sorted(texts)
    for row in site.complaints():
        assert site.happened(row.id) == ["complaint:received"]
    site.server.command("verify")


def _kill_while_sending(site: Site, phone: Phone) -> None:
    """Kill the server in the middle of a letter, and start it again."""
    phone.home()
    button = phone.page.locator("queue-state [data-part=send]")
    if not button.is_visible():
        return
    with phone.page.expect_request("**/sync/v1/sync"):
        button.tap()
    site.server.kill()
    site.server.start()
