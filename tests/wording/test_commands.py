"""The translators' commands: what is missing, filling a table in, collecting, building."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intermediary.core import paths
from intermediary.wording import extraction
from intermediary.wording.cli import wording_group
from intermediary.wording.exchange import fill_catalog, missing_sentences, read_table
from intermediary.wording.messages import po_path, read_catalog

POT = """\
msgid ""
msgstr ""

msgid "Save %(name)s"
msgstr ""

msgid "%(num)d slip"
msgid_plural "%(num)d slips"
msgstr[0] ""
msgstr[1] ""
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two sentences that nobody has translated."""
    monkeypatch.setattr(paths, "TRANSLATIONS", tmp_path)
    (tmp_path / "messages.pot").write_text(POT)
    for language in ("ps", "ur"):
        extraction.write_if_changed(
            po_path(language),
            extraction.as_bytes(
                extraction.merged(read_catalog(tmp_path / "messages.pot", None), language)
            ),
        )
    return tmp_path


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(wording_group, arguments, input=given)


def test_each_command_explains_itself() -> None:
    for name in ("extract", "compile", "missing", "fill"):
        assert name in run("--help").output
        assert run(name, "--help").exit_code == 0


def test_a_table_goes_out_and_comes_back_filled() -> None:
    assert run("missing").output == "ps: 2 of 2\nur: 2 of 2\n"
    table = run("missing", "--language", "ps", "--format", "tsv").output
    rows = read_table(table)
    assert [row["english"] for row in rows] == ["Save %(name)s", "%(num)d slip"]
    filled = table.rstrip("\n").split("\n")
    filled = [
        filled[0],
        f"{filled[1][:-1]}%(name)s خوندي\t",
        f"{filled[2][:-1]}یوه پرچه\t%(num)d پرچې",
    ]
    result = run("fill", "-", "--language", "ps", given="\n".join(filled))
    assert result.exit_code == 0, result.output
    assert missing_sentences("ps") == []
    assert "2 filled" in result.output
    again = run("fill", "-", "--language", "ps", given="\n".join(filled))
    assert "0 filled, 2 as before" in again.output


def test_a_row_that_breaks_a_rule_is_named_and_left_out() -> None:
    table = "english\ttext\nSave %(name)s\t<b>خوندي\nNo such sentence\tx\n"
    result = run("fill", "-", "--language", "ur", given=table)
    assert result.exit_code == 1
    assert "placeholder-missing %(name)s" in result.output
    assert "unknown-sentence" in result.output
    assert len(missing_sentences("ur")) == 2


def test_only_looking_writes_nothing() -> None:
    before = po_path("ps").read_bytes()
    rows = [{"english": "Save %(name)s", "text": "%(name)s خوندي"}]
    assert fill_catalog("ps", rows, only_check=True).filled == 1
    assert po_path("ps").read_bytes() == before


def test_a_table_without_a_header_is_refused() -> None:
    result = run("fill", "-", "--language", "ps", given="x\ty\n")
    assert result.exit_code == 1
    assert "The first line must name the columns" in result.output


def test_compiling_builds_what_the_server_reads(folder: Path) -> None:
    result = run("compile")
    assert result.exit_code == 0
    assert (folder / "ps" / "LC_MESSAGES" / "messages.mo").exists()
    assert "0 sentences" in result.output


def test_collecting_loses_no_translation_and_is_the_same_every_time(folder: Path) -> None:
    fill_catalog("ps", [{"english": "Save %(name)s", "text": "%(name)s خوندي"}])
    first = run("extract")
    assert first.exit_code == 0, first.output
    assert "changed" in first.output
    text = po_path("ps").read_text("utf-8")
    assert '#~ msgid "Save %(name)s"' in text
    second = run("extract")
    assert second.output.count("as it was") == 3
