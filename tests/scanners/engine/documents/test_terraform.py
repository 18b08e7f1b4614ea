"""Terraform files: what the file says is judged, what only Terraform can compute is unknown."""

from __future__ import annotations

import pytest

from tests.scanners.engine.documents.templates import outcomes

TRUST = """
variable "external_id" { type = string }
resource "aws_iam_role" "reader" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { %s }
    }]
  })
}
"""
GOOD = TRUST % 'StringEquals = { "sts:ExternalId" = var.external_id }'
DOCUMENT = """
data "aws_iam_policy_document" "reads" {
  statement {
    actions   = ["%s"]
    resources = ["*"]
  }
}
resource "aws_iam_role_policy" "reads" {
  role   = aws_iam_role.reader.id
  policy = data.aws_iam_policy_document.reads.json
}
"""
HEREDOC = """
resource "aws_iam_policy" "all" {
  policy = <<-EOT
  {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
  EOT
}
"""


def scoped(text):
    return outcomes("template_role_scoped", "role.tf", text)


def trusted(text):
    return outcomes("template_requires_external_id", "role.tf", text)


def test_trust_in_jsonencode():
    assert trusted(GOOD) == ["pass"]
    assert trusted(TRUST % "") == ["fail"]


def test_trust_in_a_policy_document():
    text = """
variable "external_id" {}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}
resource "aws_iam_role" "reader" { assume_role_policy = data.aws_iam_policy_document.trust.json }
"""

    assert trusted(text) == ["pass"]
    assert trusted(text.replace('"StringEquals"', '"StringEqualsIfExists"')) == ["fail"]


def test_permissions_in_documents_and_here_documents():
    assert scoped(GOOD + DOCUMENT % "s3:ListAllMyBuckets") == ["pass"]
    assert scoped(GOOD + DOCUMENT % "s3:GetObject") == ["review"]
    assert scoped(GOOD + HEREDOC) == ["fail"]


def test_attached_managed_policies():
    attachment = """
resource "aws_iam_role_policy_attachment" "more" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
"""

    assert scoped(GOOD + attachment) == ["fail"]


@pytest.mark.parametrize(
    "more",
    [
        'resource "aws_iam_role_policy" "x" { policy = file("policy.json") }',
        'resource "aws_iam_role_policy" "x" { policy = var.policy }',
        'module "role" { source = "./role" }',
        DOCUMENT.replace("resources = ", "dynamic = {}\n    resources = ") % "s3:ListAllMyBuckets",
    ],
)
def test_what_terraform_computes_is_unknown(more):
    found = scoped(f"{GOOD}\n{more}\n")

    assert "unknown" in found
    assert "pass" not in found
