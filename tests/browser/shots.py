"""`make shots`: every page × language × width as a picture under build/shots/, to be looked at."""

import html
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page

from intermediary.core.languages import LANGUAGES
from tests.browser.tour import PHONE, Tour, chromium, demo_server

FOLDER = Path("build/shots")
SIZES = (PHONE, {"width": 1280, "height": 900})  # px


class Album:
    """The pictures taken so far: page → language → files."""

    def __init__(self) -> None:
        self.taken: dict[str, dict[str, list[str]]] = {}

    def take(self, page: Page, name: str, language: str) -> None:
        """Take the page as it stands, in every width."""
        for size in SIZES:
            page.set_viewport_size(size)
            file = f"{name}-{language}-{size['width']}.png"
            page.screenshot(path=FOLDER / file, full_page=True)
            self.taken.setdefault(name, {}).setdefault(language, []).append(file)
        page.set_viewport_size(PHONE)

    def write_index(self) -> None:
        """Write the page on which all pictures stand beside each other."""
        rows = []
        for name, languages in self.taken.items():
            pictures = "".join(
                f'<a href="{file}"><img src="{file}" alt="{name} {language}" loading="lazy"></a>'
                for language, files in languages.items()
                for file in files
            )
            rows.append(f"<h2>{html.escape(name)}</h2><div>{pictures}</div>")
        page = f"<!doctype html><meta charset=utf-8><title>Shots</title><style>{STYLE}</style>"
        (FOLDER / "index.html").write_text(page + "".join(rows), encoding="utf-8")


STYLE = (
    "body{font:1rem system-ui}div{display:flex;gap:1rem;overflow:auto;align-items:start}"
    "img{inline-size:18rem;border:1px solid #999}"
)


def main() -> None:
    """Take all pictures, or those of the languages named on the command line."""
    wanted = [code for code in sys.argv[1:] if code in LANGUAGES] or list(LANGUAGES)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    album = Album()
    with demo_server() as server, chromium() as browser:
        tour = Tour(server, browser, album.take)
        for language in wanted:
            tour.app(language)
        for language in wanted:
            tour.pages(language)
    album.write_index()
    count = sum(len(files) for languages in album.taken.values() for files in languages.values())
    print(f"{count} pictures, all on {FOLDER / 'index.html'}")
    for trouble in tour.troubles:
        print("LOOK:", trouble)


if __name__ == "__main__":
    main()
