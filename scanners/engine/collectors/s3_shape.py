"""What S3's answers about buckets and access points have in common."""

from __future__ import annotations

from scanners.engine.collectors.shape import Fields, flag_or, structure
from scanners.engine.facts.s3 import PublicAccessBlock
from scanners.engine.facts.unknown import Unknown

Block = PublicAccessBlock | None | Unknown


def parse_block(answer: Fields, *, name: str = "PublicAccessBlockConfiguration") -> PublicAccessBlock | None:
    """The four switches; one that AWS leaves out is off."""
    switches = structure(answer, name)
    return PublicAccessBlock(
        block_public_acls=flag_or(switches, "BlockPublicAcls", False),
        ignore_public_acls=flag_or(switches, "IgnorePublicAcls", False),
        block_public_policy=flag_or(switches, "BlockPublicPolicy", False),
        restrict_public_buckets=flag_or(switches, "RestrictPublicBuckets", False),
    )


def parse_is_public(answer: Fields) -> bool | None:
    """S3's own judgement of a policy."""
    return flag_or(structure(answer, "PolicyStatus"), "IsPublic", False)


def ignores_acls(*blocks: Block) -> bool:
    """Some level surely ignores public ACLs."""
    return any(isinstance(block, PublicAccessBlock) and block.ignore_public_acls for block in blocks)


def restricts_policies(*blocks: Block) -> bool:
    """Some level surely restricts public policies."""
    return any(isinstance(block, PublicAccessBlock) and block.restrict_public_buckets for block in blocks)


def closes_everything(block: Block) -> bool:
    """Nothing below this level can be public, whatever it says."""
    return ignores_acls(block) and restricts_policies(block)
