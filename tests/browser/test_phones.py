"""A phone is shared: two windows, two teachers, somebody who signs out with work unsent."""

from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.browser.site import Site

WORDS = [
    "The tube well of our village has been dry for three weeks.",
    "The road to the school has been washed away since August.",
    "The transformer has burnt out and nobody comes to repair it.",
]


def test_two_windows_are_one_outbox_and_send_nothing_twice(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    site.line.cut()
    other = phone.context.new_page()
    phone.home(other)

    form = phone.begin()
    phone.next("what")
    form.locator("[name=text]").fill(WORDS[0])
    expect(form.locator("[data-part=saved]")).to_have_text("Kept on this phone.")
    draft = other.locator("home-screen [data-part=drafts] a")
    draft.tap()
    taken = other.locator("complaint-form [data-part=taken]")
    expect(taken).to_be_visible()
    expect(other.locator("complaint-form form")).to_be_hidden()
    phone.page.close()
    expect(taken).to_be_hidden()
    expect(other.locator("[name=text]")).to_have_value(WORDS[0])
    phone.page = other
    other.locator(".steps button[data-step=who]").tap()
    other.locator("[name='resident.name']").fill("Gul Khan")
    other.locator(".steps button[data-step=consent]").tap()
    other.locator("[name='consent.witness']").fill("Zarin Khan")
    other.locator(".steps button[data-step=check]").tap()
    phone.save()
    for text in WORDS[1:]:
        phone.register(text, "en")

    second = phone.context.new_page()
    phone.home(second)
    windows = [other, second]
    for window in windows:
        phone.waiting(3, window)
    site.line.mend()
    for window in windows:
        window.locator("queue-state [data-part=send]").tap()
    for window in windows:
        phone.waiting(0, window)
        expect(window.locator("[data-part=cards] .card")).to_have_count(3)
    assert site.texts() == sorted(WORDS)
    delivered = [row.id for row in site.complaints()]
    assert sorted(phone.answered) == sorted(delivered)


def test_unsent_work_stays_its_teachers_on_a_shared_phone(site: Site, phone: Phone) -> None:
    first, second = site.person("intermediary"), site.person("intermediary")
    phone.sign_in(first, "ps")
    site.line.cut()
    phone.register(WORDS[0], "en")
    phone.go("more")
    phone.page.locator("sign-out [data-part=leave]").tap()
    expect(phone.page.locator("home-screen [data-part=sign-in]")).to_be_visible()
    expect(phone.page.locator("home-screen [data-part=none]")).to_be_visible()

    phone.page.context.clear_cookies(name=f"submit-{first.id}")  # so that it cannot leave yet
    site.line.mend()
    phone.sign_in(second, "ps")
    expect(phone.page.locator("home-screen [data-part=none]")).to_be_visible()
    phone.go("complaints")
    expect(phone.page.locator("complaint-list [data-part=none]")).to_be_visible()
    phone.go("home")
    phone.waiting(0)
    phone.register(WORDS[1], "en")
    phone.waiting(0)
    assert site.texts() == [WORDS[1]]
    assert site.complaint(WORDS[1]).intermediary_id == second.id

    phone.go("more")
    phone.page.locator("sign-out [data-part=leave]").tap()
    expect(phone.page.locator("home-screen [data-part=sign-in]")).to_be_visible()
    phone.sign_in(first, "ps")
    phone.waiting(0)
    expect(phone.cards("sent")).to_have_count(1)
    assert site.complaint(WORDS[0]).intermediary_id == first.id
    one, two = site.complaint(WORDS[0]).id, site.complaint(WORDS[1]).id
    assert phone.sent_as == {first.id: {one}, second.id: {two}}


def test_queue_of_who_left_goes_in_their_name_while_another_is_signed_in(
    site: Site, phone: Phone
) -> None:
    first, second = site.person("intermediary"), site.person("intermediary")
    phone.sign_in(first, "ur")
    site.line.cut()
    phone.register(WORDS[0], "en")
    phone.go("more")
    phone.page.locator("sign-out [data-part=leave]").tap()
    expect(phone.page.locator("home-screen [data-part=sign-in]")).to_be_visible()
    site.line.mend()
    phone.sign_in(second, "ur")
    phone.home()
    phone.until(lambda: site.texts() == [WORDS[0]])
    expect(phone.page.locator("home-screen [data-part=none]")).to_be_visible()
    assert site.complaint(WORDS[0]).intermediary_id == first.id
    assert set(phone.sent_as[first.id]) == {site.complaint(WORDS[0]).id}
    assert not phone.sent_as.get(second.id)


def test_who_signs_out_with_unsent_work_is_warned_and_loses_nothing(
    site: Site, phone: Phone
) -> None:
    teacher = site.person("intermediary")
    phone.sign_in(teacher, "en")
    site.line.cut()
    phone.register(WORDS[0], "en")
    phone.begin()
    phone.page.locator("[name='resident.name']").fill("Begun Khan")
    expect(phone.page.locator("[data-part=saved]")).to_have_text("Kept on this phone.")
    phone.go("more")
    expect(phone.page.locator("sign-out [data-part=unsent]")).to_contain_text(
        "1 complaint or answer was not sent yet."
    )
    expect(phone.page.locator("sign-out [data-part=begun]")).to_contain_text(
        "1 complaint is begun and not saved yet."
    )
    phone.page.locator("sign-out [data-part=leave]").tap()
    expect(phone.page.locator("home-screen [data-part=sign-in]")).to_be_visible()
    phone.waiting(1)

    site.line.mend()
    phone.send()  # nobody is signed in; the submit credential is enough
    assert site.texts() == [WORDS[0]]
    assert site.complaint(WORDS[0]).intermediary_id == teacher.id
    expect(phone.page.locator("home-screen [data-part=none]")).to_be_visible()
    answer = phone.page.goto("/accounts/change")
    assert answer is not None
    assert answer.status == 401  # the session ended at the server, too

    phone.sign_in(teacher, "en")
    expect(phone.cards("sent")).to_have_count(1)
    phone.go("home")
    phone.page.locator("home-screen [data-part=drafts] a").tap()
    expect(phone.page.locator("[name='resident.name']")).to_have_value("Begun Khan")


def test_language_is_switched_without_a_signal(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    site.lose()
    headings = set()
    for language, direction in (("ps", "rtl"), ("ur", "rtl"), ("en", "ltr")):
        phone.go("more")
        phone.page.locator(f"language-choice [data-lang={language}]").tap()
        phone.page.wait_for_selector(f"html[lang={language}][dir={direction}]")
        phone.ready()
        phone.go("home")
        headings.add(phone.page.locator("h1").inner_text())
        phone.begin()
        phone.next("what")
        phone.page.locator(".picture[data-code=WATER]").tap()
        chosen = phone.page.locator("[data-part=chosen]").inner_text()
        headings.add(chosen)
        phone.home()
        expect(phone.page.locator(f"html[lang={language}]")).to_have_count(1)
    assert len(headings) == 6
    assert {c["value"] for c in phone.context.cookies() if c["name"] == "language"} == {"en"}
