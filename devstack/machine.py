"""What the portal needs beside Python packages: libraries for PDF, fonts, and a browser for the tests."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

from devstack.bootstrap import apt_install, say
from ftrportal.build import static_files
from ftrportal.build.static_files import StaticFilesFailed

PANGO_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
PANGO_LIBRARIES = {
    "linux": ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libfontconfig.so.1"),
    "darwin": ("libgobject-2.0.0.dylib", "libpango-1.0.0.dylib", "libpangoft2-1.0.0.dylib"),
}
HOMEBREW = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"))
DRIVER_LIBRARY = "libatomic.so.1"  # of the Node.js that drives the browser; a bare Debian lacks it
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

UNPACKERS = {"unzip": "unzip", "7z": "p7zip-full"}  # programs the tests of ZIP packs run, by their Debian packages

__all__ = ["StaticFilesFailed", "ensure_browser", "ensure_pdf_libraries", "ensure_static_files", "ensure_unpackers"]


def ensure_static_files() -> None:
    """Fill `static/vendor/` unless it is up to date. Raises StaticFilesFailed."""
    if not static_files.is_fresh():
        say("Fetching the fonts ...")
        static_files.fetch()


def ensure_pdf_libraries() -> bool:
    """Install Pango where this process may; otherwise name the line that does. The rest of the portal works without."""
    if not missing_libraries():
        return True
    if sys.platform == "linux" and apt_install(list(PANGO_DEBIAN)) and not missing_libraries():
        return True
    line = "brew install pango" if sys.platform == "darwin" else f"sudo apt-get install -y {' '.join(PANGO_DEBIAN)}"
    say(f"PDF packs cannot be made until Pango is installed: {line}")
    return False


def missing_libraries() -> list[str]:
    """Names of the system libraries WeasyPrint loads that are not there."""
    return [name for name in PANGO_LIBRARIES.get(sys.platform, ()) if not _loads(name)]


def _loads(name: str) -> bool:
    for candidate in (name, *(str(folder / name) for folder in HOMEBREW if sys.platform == "darwin")):
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def browser() -> str | None:
    """A Chromium that can be driven, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def ensure_browser() -> str | None:
    """Install Debian's Chromium, and what its driver loads, where this process may.

    Ubuntu's package of that name is not a browser.
    """
    packages = ["chromium"] if browser() is None and _is_debian() else []
    if sys.platform == "linux" and not _loads(DRIVER_LIBRARY):
        packages.append("libatomic1")
    if packages:
        apt_install(packages)
    return browser()


def ensure_unpackers() -> None:
    """Install the programs that unpack ZIP packs in the tests where this process may; their tests skip without them."""
    missing = [package for program, package in UNPACKERS.items() if shutil.which(program) is None]
    if missing and sys.platform == "linux":
        apt_install(missing)


def _is_debian() -> bool:
    try:
        return "ID=debian" in Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False
