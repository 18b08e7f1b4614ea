"""From a bare Python to an environment that can run, test and check the portal. Standard library only.

It runs as a script (`python3 devstack/bootstrap.py run`): nothing is installed yet, so the package around it
cannot be imported. It makes `.venv`, installs what the requirement files pin, and hands over to a module inside it. A
stamp remembers what was installed, so that a second run goes straight through.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEWEST_NAMED = 14
INSTALLER = "uv==0.13.9"
VERBS = {
    "run": "devstack.run",
    "stop": "devstack.stop",
    "reset": "devstack.reset",
    "test": "devstack.suite",
    "check": "devstack.quality",
    "audit": "devstack.audit",
    "manage": "devstack.manage",
}


def say(text: str) -> None:
    """One line to the person; flushed, because a child's output may follow."""
    print(text, flush=True)


def main(arguments: list[str]) -> None:
    """Prepare, then become the module that does the work."""
    if not arguments or arguments[0] not in VERBS:
        sys.exit(f"usage: python3 devstack/bootstrap.py {'|'.join(VERBS)} [arguments]")
    if sys.version_info < OLDEST:
        start_again_with_newer_python(arguments)
    verb = arguments[0]
    python = venv_python(ROOT / ".venv")
    if verb in {"stop", "reset"} and not python.exists():
        say("Nothing has been started here yet.")
        return
    if verb not in {"stop", "reset"}:
        python = ensure_environment(ROOT / ".venv", ["requirements-dev.txt", "requirements.txt"])
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(python, [str(python), "-m", VERBS[verb], *arguments[1:]])  # noqa: S606


def start_again_with_newer_python(arguments: list[str]) -> None:
    """Look on PATH for a Python that is new enough, or end with one line that says what is missing."""
    for minor in range(OLDEST[1], NEWEST_NAMED + 1):
        path = shutil.which(f"python3.{minor}")
        if path and subprocess.run([path, "-c", ""], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            os.execv(path, [path, __file__, *arguments])  # noqa: S606
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        f"FTR Portal needs Python 3.11 or newer, and this is {found}. Name another: make run PYTHON=/path/to/python3"
    )


def ensure_environment(folder: Path, requirement_files: list[str]) -> Path:
    """The Python of a virtual environment that holds what the first file pins. Milliseconds when it already does."""
    python, stamp = venv_python(folder), folder / "installed.json"
    wanted = environment_stamp(folder, requirement_files)
    if python.exists() and read_stamp(stamp) == wanted:
        return python
    with Lock(ROOT / "var" / f"{folder.name.strip('.')}.lock"):
        if python.exists() and read_stamp(stamp) == wanted:
            return python
        if folder.exists():
            say(f"Installing again into {folder.name}: its pins, its place or Python changed.")
        make_environment(folder)
        say(f"Installing {requirement_files[0]} into {folder.name} (once; about half a minute) ...")
        install(python, requirement_files[0])
        stamp.write_text(json.dumps(wanted))
    return python


def environment_stamp(folder: Path, requirement_files: list[str]) -> dict[str, str]:
    """What an environment depends on: the pins, the Python below it, and its place (its scripts name it)."""
    digest = hashlib.sha256()
    for name in requirement_files:
        digest.update((ROOT / name).read_bytes())
    return {
        "requirements": digest.hexdigest(),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "folder": str(folder),
    }


def read_stamp(path: Path) -> dict[str, str] | None:
    """What was written after the last complete installation; None when there was none."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def venv_python(folder: Path) -> Path:
    return folder / "bin" / "python"


class Lock:
    """A file lock for a `with` block; it waits, and says that it does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another installation in this folder ...")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def make_environment(folder: Path) -> None:
    """An empty virtual environment with pip; on Debian the module for it is a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        if not apt_install([package]):
            sys.exit(f"Python's venv module is missing. Install it: sudo apt-get install -y {package}")
    if folder.exists():
        shutil.rmtree(folder)
    subprocess.run([own_python(), "-m", "venv", str(folder)], check=True)


def own_python() -> str:
    """The interpreter below a virtual environment that this may itself run in."""
    return getattr(sys, "_base_executable", None) or sys.executable


def install(python: Path, requirements: str) -> None:
    """uv is four times as fast; pip goes where uv fails, and where pip has an index of its own, unknown to uv."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q"]
    uv = [str(python.with_name("uv")), "pip", "install", "-q", "--no-cache", "--python", str(python)]
    if (
        not _has_own_index(pip)
        and _runs_quietly([*pip, "install", INSTALLER])
        and _runs_quietly([*uv, "-r", requirements])
    ):
        return
    say("Installing with pip ...")
    if subprocess.run([*pip, "install", "--prefer-binary", "-r", requirements], cwd=ROOT, check=False).returncode != 0:
        sys.exit(f"Installing {requirements} failed; pip's message is above. Run the command again when it is solved.")


def _has_own_index(pip: list[str]) -> bool:
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
    return any(line.split("=")[0].endswith(".index-url") for line in listed.splitlines())


def _runs_quietly(command: list[str]) -> bool:
    sink = subprocess.DEVNULL
    return subprocess.run(command, cwd=ROOT, stdout=sink, stderr=sink, check=False).returncode == 0


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages where this process may (root, apt-get present). False where it may not or it failed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Installing system packages: {' '.join(packages)} ...")
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    said = ""
    # Without the update first: on a machine whose lists are fresh it is the slower half.
    for command in (["install"], ["update"], ["install"]):
        names = ["--no-install-recommends", *packages] if command == ["install"] else []
        done = subprocess.run(
            [*apt, *command, *names],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if command == ["install"] and done.returncode == 0:
            return True
        said = done.stderr.strip()[-300:]
    say(f"apt-get could not install them: {said}")
    return False


if __name__ == "__main__":
    main(sys.argv[1:])
