"""What tags tell of a region: which services have resources there, and which stages and what data they name."""

from __future__ import annotations

from dataclasses import dataclass

# Services whose resources are looked into one by one only where a tag speaks of their data.
CLASSIFIED_SERVICES = frozenset({"kinesis", "sns", "sqs"})
_LEVEL_KEYS = frozenset({"classification", "confidentiality", "dataclass", "dataclassification", "sensitivity"})
_LEVEL_KEYS |= {"datasensitivity", "datatype", "informationclassification"}
_FLAG_KEYS = frozenset({"containsphi", "containspii", "pci", "phi", "pii", "sensitive", "sensitivedata"})
_SENSITIVE = frozenset({"confidential", "critical", "high", "highlyconfidential", "pci", "personal", "phi", "pii"})
_SENSITIVE |= {"private", "restricted", "secret", "sensitive", "strictlyconfidential", "true", "yes", "1"}
_OPEN = frozenset({"", "0", "false", "low", "no", "none", "nonsensitive", "notsensitive", "open", "public"})


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """How many tagged (or formerly tagged) resources a service has; `service` is the ARN's word."""

    service: str
    count: int


@dataclass(frozen=True, slots=True)
class StageTag:
    """One value of a tag that speaks of stages, on how many resources, with a few of their ARNs."""

    key: str
    value: str
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataTag:
    """A tag of one queue, topic or stream that speaks of the data in it."""

    arn: str
    key: str
    value: str

    @property
    def is_sensitive(self) -> bool | None:
        """What the value says in common words; None where only the customer knows what it means."""
        word = plain_word(self.value)
        return False if word in _OPEN else True if word in _SENSITIVE else None

    @property
    def label(self) -> str:
        """The tag as a person writes it."""
        return f"{self.key}: {self.value}"


@dataclass(frozen=True, slots=True)
class TagFacts:
    """The tagged resources of one region, counted. Tags about anything but stages and data are not kept."""

    services: tuple[ServiceCount, ...]
    stages: tuple[StageTag, ...]
    data: tuple[DataTag, ...] = ()

    def data_tag(self, arn: str) -> DataTag | None:
        """The tag that says most of a resource's data: one that calls it sensitive before one that is unclear."""
        own = [one for one in self.data if one.arn == arn and one.is_sensitive is not False]
        return max(own, key=lambda one: one.is_sensitive is True, default=None)


def speaks_of_data(key: str) -> bool:
    """A key like "data-classification", "DataSensitivity" or "pii"."""
    return plain_word(key) in _LEVEL_KEYS | _FLAG_KEYS


def plain_word(text: str) -> str:
    """A key or value without case and separators."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
