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

    # The cruellest moment: the server has stored a letter, and its answer is lost.
    site.line.is_deaf = True
    _begin_sending(phone)
    phone.until(lambda: len(site.texts()) > 0)
    site.server.kill()
    site.line.cut()
    phone.home()
    phone.waiting(COUNT)  # without a receipt nothing leaves the phone
    site.line.is_deaf = False
    site.find()

    for _ in range(KILLS):
        _begin_sending(phone)
        site.server.kill()
        site.server.start()
    phone.send()
    assert site.texts() == sorted(texts)
    for row in site.complaints():
        assert site.happened(row.id) == ["complaint:received"]
    site.server.command("verify")


def _begin_sending(phone: Phone) -> None:
    """Open the app, which tries at once, and wait until a letter is on its way."""
    with phone.page.expect_request("**/sync/v1/sync"):
        phone.home()
