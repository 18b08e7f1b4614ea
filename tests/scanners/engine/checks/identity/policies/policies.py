"""Statements of resource policies and what a check must say of each; for topics and for functions alike."""

from __future__ import annotations

from scanners.engine.facts.policies import parse_policy
from scanners.engine.facts.resource_policies import ResourcePolicies, ResourcePolicy
from tests.scanners.fact_builders import BROKEN, DENIED, HERE, SIBLING, VENDOR, policy
from tests.scanners.store_builders import arn

ORG = "o-acme"


def statement(principal, condition=None, effect="Allow"):
    found = {"Effect": effect, "Principal": principal, "Action": "sns:Publish", "Resource": "*"}
    return {**found, "Condition": condition} if condition else found


def equals(key, value):
    return {"StringEquals": {key: value}}


def arns(*accounts):
    return {"ArnLike": {"aws:SourceArn": [f"arn:aws:sns:*:{one}:*" for one in accounts]}}


def resources(*policies, unread=None):
    """One resource for each policy."""
    found = (ResourcePolicy(arn("sns", f"r{number}"), one) for number, one in enumerate(policies))
    return ResourcePolicies(tuple(found), unread)


S3 = {"Service": "s3.amazonaws.com"}
IF_EXISTS = {"StringEqualsIfExists": {"aws:PrincipalAccount": HERE}}
NOT_OURS = statement("*", {"StringNotEquals": {"aws:PrincipalOrgID": ORG}}, "Deny")
NOT_THEIRS = statement("*", {"StringNotEquals": {"aws:PrincipalOrgID": "o-vendor"}}, "Deny")
BUT_ONE = parse_policy({"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": VENDOR}, "Action": "*"}})
TABLE = {
    "none": ("pass", None),
    "everybody": ("fail", policy(statement("*"))),
    "everybody as AWS": ("fail", policy(statement({"AWS": "*"}))),
    "everybody but one": ("fail", BUT_ONE),
    "everybody over TLS": ("fail", policy(statement("*", {"Bool": {"aws:SecureTransport": "true"}}))),
    "everybody, if it says so": ("review", policy(statement("*", IF_EXISTS))),
    "everybody from an address": ("review", policy(statement("*", {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}))),
    "everybody of the own organization": ("pass", policy(statement("*", equals("aws:PrincipalOrgID", ORG)))),
    "everybody of another organization": ("review", policy(statement("*", equals("aws:PrincipalOrgID", "o-other")))),
    "what SNS writes itself": ("pass", policy(statement({"AWS": "*"}, equals("AWS:SourceOwner", HERE)))),
    "SourceOwner of somebody else": ("review", policy(statement({"AWS": "*"}, equals("AWS:SourceOwner", VENDOR)))),
    "what services write for keys": ("pass", policy(statement("*", equals("kms:CallerAccount", HERE)))),
    "an ARN of the own account": ("pass", policy(statement("*", arns(HERE)))),
    "an ARN of another account": ("review", policy(statement("*", arns(VENDOR)))),
    "own and foreign ARNs": ("review", policy(statement("*", arns(HERE, VENDOR)))),
    "a Deny keeps strangers out": ("pass", policy(statement("*"), NOT_OURS)),
    "a Deny leaves another organization in": ("review", policy(statement("*"), NOT_THEIRS)),
    "own account": ("pass", policy(statement({"AWS": f"arn:aws:iam::{HERE}:root"}))),
    "account of the organization": ("pass", policy(statement({"AWS": SIBLING}))),
    "another account": ("review", policy(statement({"AWS": f"arn:aws:iam::{VENDOR}:role/x"}))),
    "a service for any account": ("review", policy(statement(S3))),
    "a service for the own account": ("pass", policy(statement(S3, equals("aws:SourceAccount", HERE)))),
    "a denial grants nothing": ("pass", policy(statement("*", effect="Deny"))),
    "not understood": ("unknown", BROKEN),
    "refused": ("unknown", DENIED),
}
