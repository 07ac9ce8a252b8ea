"""A new version of the app while somebody writes: offered, not forced, and cheap."""

import shutil
from pathlib import Path

from playwright.sync_api import expect

from intermediary.core import paths
from tests.browser.phone import Phone
from tests.browser.site import Site

WORDS = "The bridge to our village fell"
MORE = " in the flood of August."
SHARED = """async (build) => {
    const { files } = await (await fetch(`/static/${build}/manifest.json`)).json();
    return files.find((file) => file.path === 'js/shared.js').url;
}"""


def new_version(folder: Path) -> Path:
    """Return a copy of the product as a later release would be: one stylesheet is another."""
    copy = folder / "next"
    for source in (paths.PACKAGE, paths.STATIC, paths.TEMPLATES, paths.TRANSLATIONS):
        inside = source.relative_to(paths.PACKAGE.parent)
        shutil.copytree(source, copy / inside, ignore=shutil.ignore_patterns("__pycache__"))
    sheet = copy / paths.STATIC.relative_to(paths.PACKAGE.parent) / "css" / "card.css"
    sheet.write_text(sheet.read_text() + "\n.card { outline-color: transparent; }\n")
    return copy


def test_new_version_waits_for_the_writer_and_fetches_only_what_changed(
    site: Site, phone: Phone, tmp_path: Path
) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    build = str(phone.page.get_attribute("html", "data-build"))
    shared = str(phone.page.evaluate(SHARED, build))
    form = phone.begin()
    phone.next("what")
    words = form.locator("[name=text]")
    words.press_sequentially(WORDS)
    expect(form.locator("[data-part=saved]")).to_have_text("Kept on this phone.")

    site.lose()
    site.server.environment["GUNICORN_CMD_ARGS"] = f"--chdir {new_version(tmp_path)}"
    site.find()
    site.line.reset()
    phone.page.reload()
    phone.ready()
    offer = phone.page.locator("update-offer")
    expect(offer).to_be_visible()
    assert phone.page.get_attribute("html", "data-build") == build
    expect(words).to_have_value(WORDS)
    words.press_sequentially(MORE)
    assert phone.page.get_attribute("html", "data-build") == build  # offered, not forced

    with phone.page.expect_navigation():
        offer.locator("[data-part=take]").tap()
    phone.ready()
    newer = str(phone.page.get_attribute("html", "data-build"))
    assert newer != build
    expect(words).to_have_value(WORDS + MORE)
    # What the worker imports keeps its address: the browser asks only whether it changed (304).
    static = {path for path in site.line.traffic.asked if path.startswith("/static/")} - {shared}
    assert static == {f"/static/{newer}/{name}" for name in ("manifest.json", "app.css")}

    site.lose()
    phone.page.reload()
    phone.ready()
    assert phone.page.get_attribute("html", "data-build") == newer
    expect(words).to_have_value(WORDS + MORE)
