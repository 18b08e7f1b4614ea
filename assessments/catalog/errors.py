"""What goes wrong when catalogue data is not as it must be."""

from __future__ import annotations


class CatalogError(ValueError):
    """The catalogue cannot be used. The text names the file and the key and says what to do."""


class UnknownEditionError(LookupError):
    """Nobody wrote an edition of that id."""


class UnknownRequirementError(LookupError):
    """The edition has no requirement of that key or alias."""
