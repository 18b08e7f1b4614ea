"""The portal's version. pyproject.toml and CHANGELOG.md name the same, and a test holds them together."""

VERSION = "0.9.0"
