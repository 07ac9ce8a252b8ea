"""Modules joined into page scripts: the same program in fewer files, or a clear refusal."""

import pytest

from intermediary.core.scripts import ScriptError, join_scripts
from tests.phone_modules import Run

MODULES = {
    "js/page.js": "import { double as twice } from './lib/a.js';\n"
    "import * as b from './lib/b.js';\nimport './lib/c.js';\n"
    "globalThis.said = [twice(b.one), b.Two.name, globalThis.first];\n",
    "js/lib/a.js": "const hidden = 2;\nexport function double(n) { return n * hidden; }\n",
    "js/lib/b.js": "const hidden = 9;\nexport const one = 1 + hidden;\nexport class Two {}\n",
    "js/lib/c.js": "export * from './a.js';\nglobalThis.first = typeof hidden;\n",
}


def test_the_joined_script_does_what_the_modules_do(in_chromium: Run) -> None:
    joined = join_scripts(MODULES)
    assert list(joined) == ["js/page.js"], "parts do not stand alone"
    run = "(source) => { (0, eval)(source); return globalThis.said; }"
    said = in_chromium(run, joined["js/page.js"])
    assert said == [20, "Two", "undefined"]


def test_what_the_app_and_its_worker_both_use_is_one_file() -> None:
    joined = join_scripts(
        {
            "js/field.js": "import { a } from './lib/a.js';\na();\n",
            "field/service-worker.js": "import { a } from '../js/lib/a.js';\na(1);\n",
            "js/lib/a.js": "export function a() {}\n",
        }
    )
    assert joined["js/shared.js"].count("function a()") == 1
    assert "function a()" not in joined["js/field.js"]
    for page in ("js/field.js", "field/service-worker.js"):
        assert "from '/static/DIGEST/js/shared.js'" in joined[page]


@pytest.mark.parametrize(
    "source",
    [
        "export default 1;\n",
        "export let changing = 1;\n",
        "import thing from './a.js';\n",
        "const a = await import('./a.js');\n",
        "import { a } from './missing.js';\n",
        "import './page.js';\n",
    ],
)
def test_a_form_that_is_not_understood_stops_the_build(source: str) -> None:
    with pytest.raises(ScriptError):
        join_scripts({"js/page.js": source, "js/a.js": ""})
