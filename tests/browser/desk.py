"""A person at a desk, or a resident at a borrowed screen: pages without an app behind them.

Separate from the phone, which keeps things; a desk keeps nothing.
"""

from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.factories import Person

SIZE = {"width": 1280, "height": 900}  # px


class Desk:
    """One window of a person, in a language."""

    def __init__(self, browser: Browser, origin: str, language: str, **options: Any) -> None:
        self.context = browser.new_context(
            base_url=origin, **{"viewport": SIZE, **options}, locale=language
        )
        self.page: Page = self.context.new_page()
        self.page.goto("/track")
        self.submit(self.page.locator(f".languages button[value={language}]"))

    def close(self) -> None:
        """Leave."""
        self.context.close()

    def sign_in(self, person: Person) -> "Desk":
        """Sign in; the person's first page opens."""
        self.page.goto("/accounts/login")
        self.page.fill("#username", person.username)
        self.page.fill("#password", person.password)
        self.submit(self.page.locator("main button[type=submit]"))
        return self

    def submit(self, button: Locator) -> None:
        """Press a button and wait for the page that answers."""
        with self.page.expect_navigation():
            button.click()

    def open_case(self, reference: str) -> None:
        """Choose a complaint from the list."""
        self.page.goto("/review/")
        row = self.page.locator("main .row", has_text=reference)
        for tab in range(self.page.locator(".tabs a").count()):
            if row.count():
                break
            self.submit(self.page.locator(".tabs a").nth(tab))
        self.submit(row.locator("a"))
        expect(self.page.locator("h1")).to_contain_text(reference)

    def decide(self, noun: str, **answers: str) -> None:
        """Take a decision with its words."""
        form = self.page.locator(f"form[action$='/{noun}']")
        if not form.is_visible():
            form.locator("xpath=..").locator("summary").click()
        for name, value in answers.items():
            field = form.locator(f"[id='{noun}-{name}']")
            if field.evaluate("(field) => field.localName") == "select":
                field.select_option(value)
            else:
                field.fill(value)
        self.submit(form.locator("button[type=submit]"))
        expect(self.page.locator(".error-summary")).to_have_count(0)

    def track(self, slip: str) -> None:
        """Ask by slip."""
        self.page.goto("/track")
        self.page.fill("#slip", slip)
        self.submit(self.page.locator("main form button[type=submit]"))
