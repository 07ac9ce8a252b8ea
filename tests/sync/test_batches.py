"""`POST sync`: a batch in which every item stands for itself."""

from flask import Flask

from tests.sync.phone import HEADERS, Phone, packed


def test_a_bad_item_never_stops_the_others(app: Flask, phone: Phone) -> None:
    good = [phone.complaint() for _ in range(4)]
    bad = [
        phone.complaint(slip="1234"),
        phone.complaint() | {"schema": 99},
        phone.complaint() | {"account": "not-an-account"},
        phone.act("dance", good[0]["id"]),
    ]
    order = [good[0], bad[0], good[1], bad[1], bad[2], good[2], bad[3], good[3]]
    answer = phone.sync(order)
    assert answer.status_code == 200
    results = {r["id"]: r for r in answer.get_json()["results"]}
    assert [results[i["id"]]["status"] for i in good] == [201] * 4
    assert [results[i["id"]]["status"] for i in bad] == [422] * 4
    assert results[bad[3]["id"]]["problem"]["code"] == "act-unknown"
    assert {c["id"] for c in answer.get_json()["changes"]} == {i["id"] for i in good}


def test_a_batch_tells_which_items_the_server_has(phone: Phone) -> None:
    sent, unsent = phone.complaint(), phone.complaint()
    phone.put(sent)
    answer = phone.sync([], ask=[sent["id"], unsent["id"]]).get_json()
    assert (answer["known"], answer["unknown"]) == ([sent["id"]], [unsent["id"]])


def test_another_accounts_items_are_refused_in_a_batch(phone: Phone, other_phone: Phone) -> None:
    answer = phone.sync([other_phone.complaint()]).get_json()
    assert answer["results"][0]["problem"]["code"] == "wrong-account"


def test_a_damaged_item_is_asked_for_again(phone: Phone) -> None:
    item = packed(phone.complaint()) | {"sha256": "0" * 64}
    answer = phone.client.post(
        "/sync/v1/sync", json={"account": phone.account, "put": [item]}, headers=HEADERS
    )
    problem = answer.get_json()["results"][0]["problem"]
    assert (problem["code"], problem["retry"]) == ("digest-mismatch", "now")


def test_more_than_ten_items_are_refused_whole(phone: Phone) -> None:
    answer = phone.sync([phone.complaint() for _ in range(11)])
    assert (answer.status_code, answer.get_json()["code"]) == (422, "not-a-complaint")


def test_the_feed_pages_through_everything_once(phone: Phone) -> None:
    items = [phone.complaint() for _ in range(7)]
    for item in items:
        phone.put(item)
    seen, cursor = [], None
    while True:
        query = f"?limit=3&cursor={cursor or ''}"
        page = phone.client.get(f"/sync/v1/changes{query}", headers=HEADERS).get_json()
        seen += [line["id"] for line in page["changes"]]
        cursor = page["next"]
        if not page["more"]:
            break
    assert seen == [item["id"] for item in items]
    assert phone.changes(cursor)["changes"] == []


def test_an_unknown_cursor_asks_for_a_full_pull(phone: Phone) -> None:
    answer = phone.client.get("/sync/v1/changes?cursor=rubbish", headers=HEADERS)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "cursor-expired")
