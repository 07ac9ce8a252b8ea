"""The first page of the product."""

import re

from flask.testing import FlaskClient


def test_the_ways_from_the_first_page_are_named_in_plain_words(client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    page = client.get("/").get_data(as_text=True)
    assert re.findall(r'<nav class="doors" aria-label="([^"]*)"', page) == ["Where to go"]
