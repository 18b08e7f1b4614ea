"""Writes the license report of the installed Python packages: name, version, license, and the texts they ship.

Run as `python -m ftrportal.build.licenses FILE` while the image is built.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

_NAMES = ("licen", "copying", "notice", "authors")


def report() -> str:
    """One part per package, in the order of their names. Packages that declare no license say so."""
    found = {(one.metadata["Name"] or "").lower(): one for one in distributions()}
    return "\n\n".join(_part(one) for _, one in sorted(found.items()))


def _part(one: Distribution) -> str:
    rule = "=" * 80
    head = f"{rule}\n{one.metadata['Name']} {one.version}\nLicense: {declared(one)}\n{rule}"
    return "\n".join([head, *_texts(one)])


def declared(one: Distribution) -> str:
    """The license a package declares: its expression, else its classifiers, else its free text, in one line."""
    expression = one.metadata["License-Expression"] or ""
    classifiers = [
        line.rsplit(" :: ", 1)[-1] for line in one.metadata.get_all("Classifier", []) if "License ::" in line
    ]
    text = (one.metadata["License"] or "").strip().splitlines()
    return expression or ", ".join(classifiers) or (text[0] if text else "not declared")


def _texts(one: Distribution) -> Iterator[str]:
    for file in one.files or ():
        if ".dist-info" in str(file) and any(name in file.name.lower() for name in _NAMES):
            yield Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip()


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(report(), encoding="utf-8")
