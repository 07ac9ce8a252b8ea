"""The static build: one tree, one version, named by its hash; served by WhiteNoise for ever.

Separate because the phone's worker trusts its manifest: every file is listed with its SHA-256
(SYNC.md 7). A page's stylesheets and modules are joined, for every request costs a phone time.
"""

import hashlib
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import minify
from flask import Flask, current_app
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from intermediary.core import paths
from intermediary.core.scripts import APP, SHARED, SHARED_ADDRESS, WORKER, join_scripts

EXTENSION = "intermediary_assets"
URL_PREFIX = "/static/"
STYLESHEET = "app.css"
FIRST_STYLES = ("tokens.css", "base.css", "layout.css", "forms.css")  # order of the layers
MINIFIED = {".css": "text/css", ".js": "application/javascript", ".svg": "image/svg+xml"}
COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
MIME_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}
MANIFEST = "manifest.json"
WORKERS = {"on": WORKER, "off": "field/retired-worker.js"}
#: Fetched by the browser itself at an update, past the worker: what the worker imports, and icons.
OWN_ADDRESS = re.compile(r"js/shared\.js|icons/[\w-]+\.png")
VERSION_LENGTH = 12  # hexadecimal digits
KEEP_OLD_SECONDS = 180 * 24 * 3600  # a phone may come back half a year later (SYNC.md 7)


def _sources() -> dict[str, bytes]:
    """Return path → content of all files to serve, stylesheets and modules joined."""
    files = {}
    styles = {}
    scripts = {}
    for path in sorted(paths.STATIC.rglob("*")):
        name = path.relative_to(paths.STATIC).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in Path(name).parts):
            continue
        if path.suffix == ".css":
            styles[path.name] = path.read_bytes()
        elif path.suffix == ".js":
            scripts[name] = path.read_text()
        else:
            files[name] = path.read_bytes()
    later = sorted(name for name in styles if name not in FIRST_STYLES)
    ordered = [name for name in FIRST_STYLES if name in styles] + later
    files[STYLESHEET] = b"\n".join(styles[name] for name in ordered)
    files |= {name: script.encode() for name, script in join_scripts(scripts).items()}
    return files


def _minified(name: str, content: bytes) -> bytes:
    mime = MINIFIED.get(Path(name).suffix)
    return minify.string(mime, content.decode()).encode() if mime else content


def _tree_version(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:VERSION_LENGTH]


def build_static(folder: Path) -> dict[str, Any]:
    """Build the tree into `folder`/<version>/ and return its manifest; repeated runs do nothing.

    Manifest: {"build": version, "files": [{"path", "url", "size" (bytes), "sha256" (hex)}]}.
    Versions unused for 180 days are deleted.
    """
    sources = _sources()
    version = _tree_version(sources)
    target = folder / version
    if not (target / MANIFEST).exists():
        _write_version(sources, version, folder)
    (folder / "current").write_text(version)
    manifest: dict[str, Any] = json.loads((target / MANIFEST).read_text())
    _drop_old(folder, {version, *(file["url"].split("/")[2] for file in manifest["files"])})
    return manifest


def _addresses(built: dict[str, bytes], version: str) -> dict[str, str]:
    """Return under which folder each file is served: the build's, or one named by its digest.

    What the browser itself fetches at every update must keep its address while it is unchanged.
    """
    return {
        name: _sha256(content)[:VERSION_LENGTH] if OWN_ADDRESS.fullmatch(name) else version
        for name, content in built.items()
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_version(sources: dict[str, bytes], version: str, folder: Path) -> None:
    making = folder / f".{version}-{time.monotonic_ns()}"
    built = {name: _minified(name, content) for name, content in sources.items()}
    places = _addresses(built, version)
    for name in (APP, WORKER):
        own = SHARED_ADDRESS.replace("DIGEST", places.get(SHARED, version))
        built[name] = built[name].replace(SHARED_ADDRESS.encode(), own.encode())
    compressor = Compressor(quiet=True)
    for name, content in built.items():
        path = (making if places[name] == version else folder / places[name]) / name
        if path.exists():
            continue  # under its digest already; rewritten it would get another ETag
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in COMPRESSED:
            list(compressor.compress(str(path)))
    manifest = {
        "build": version,
        "files": [
            {
                "path": name,
                "url": f"{URL_PREFIX}{places[name]}/{name}",
                "size": len(content),
                "sha256": _sha256(content),
            }
            for name, content in sorted(built.items())
        ],
    }
    (making / MANIFEST).write_text(json.dumps(manifest))
    list(compressor.compress(str(making / MANIFEST)))
    shutil.rmtree(folder / version, ignore_errors=True)
    making.rename(folder / version)


def _drop_old(folder: Path, in_use: set[str]) -> None:
    for path in folder.iterdir():
        is_old = time.time() - path.stat().st_mtime > KEEP_OLD_SECONDS
        if path.is_dir() and path.name not in in_use and is_old:
            shutil.rmtree(path)


def manifest() -> dict[str, Any]:
    """Return the manifest of the build that this process serves."""
    found: dict[str, Any] = current_app.extensions[EXTENSION]["manifest"]
    return found


def address_of(name: str) -> str:
    """Return the address of one file of this build; KeyError for a file that is not in it."""
    return str({file["path"]: file["url"] for file in manifest()["files"]}[name])


def service_worker_source() -> bytes:
    """Return the built service worker; it is served under /field/, outside the versioned tree.

    With FIELD_WORKER off it is the one that ends itself: the kill switch of SYNC.md 7.
    """
    folder: Path = current_app.extensions[EXTENSION]["folder"]
    name = WORKERS[current_app.config["FIELD_WORKER"]]
    return (folder / str(manifest()["build"]) / name).read_bytes()


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _is_immutable(_path: str, _url: str) -> bool:
    return True  # every address carries the version


def init_app(app: Flask) -> None:
    """Serve the build; where there is none yet, make it."""
    folder = Path(app.config["STATIC_BUILD"])
    folder.mkdir(parents=True, exist_ok=True)
    built = build_static(folder)
    app.extensions[EXTENSION] = {"manifest": built, "folder": folder}
    app.add_url_rule(
        f"{URL_PREFIX}{built['build']}/<path:filename>", endpoint="static", build_only=True
    )
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap it
        app.wsgi_app,
        root=str(folder),
        prefix=URL_PREFIX,
        immutable_file_test=_is_immutable,
        mimetypes=MIME_TYPES,
        add_headers_function=_add_headers,
    )
