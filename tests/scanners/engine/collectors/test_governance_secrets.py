from __future__ import annotations

from scanners.engine.collectors import artifact, cognito, compute, secretsmanager, ssm, wellarchitected
from scanners.engine.facts.artifact import AgreementFacts
from scanners.engine.facts.compute import InstanceFacts
from scanners.engine.facts.secrets import ParameterFacts, SecretFacts
from scanners.engine.facts.unknown import Reason
from scanners.engine.facts.wellarchitected import ReviewFacts
from tests.scanners.canned_aws import DENIED, CannedAws, Refusal, context_of, recorded_answers

EU = "eu-west-1"


def collect(module, *, is_checked=True, **answers):
    table = {
        **recorded_answers(),
        **{name.replace("__", ":").replace("_idp", "-idp"): one for name, one in answers.items()},
    }
    aws = CannedAws(table, is_checked=is_checked)
    return module.collect(context_of(aws, region=EU)), aws


def test_a_workload_has_lenses_milestones_and_pillars_but_no_notes():
    facts, aws = collect(wellarchitected)
    (workload,) = facts.workloads

    assert (workload.name, workload.reviews[0].risks.unanswered) == ("Orchard", 2)
    assert workload.milestones[0].name == "autumn"
    assert [(one.pillar, one.risks.high) for one in workload.pillars] == [("security", 2)]
    assert "private words" not in repr(facts)
    assert {region for _, region, _ in aws.made} == {EU}


def test_pillars_are_asked_only_of_awss_own_lens():
    (workload,) = recorded_answers()["wellarchitected:ListWorkloads"]["WorkloadSummaries"]

    facts, aws = collect(
        wellarchitected, wellarchitected__ListWorkloads={"WorkloadSummaries": [{**workload, "Lenses": ["serverless"]}]}
    )

    assert facts.workloads[0].pillars is None
    assert aws.calls("wellarchitected:GetLensReview") == []


def test_workloads_of_all_pages_and_none():
    page = recorded_answers()["wellarchitected:ListWorkloads"]

    facts, aws = collect(wellarchitected, wellarchitected__ListWorkloads=[{**page, "NextToken": "t"}, page])
    empty, calls = collect(wellarchitected, wellarchitected__ListWorkloads={"WorkloadSummaries": []})

    assert len(facts.workloads) == 2
    assert aws.calls("wellarchitected:ListWorkloads")[1] == {"NextToken": "t"}
    assert (empty, len(calls.made)) == (ReviewFacts(()), 1)


def test_each_part_of_a_review_may_be_refused_by_itself():
    facts, _ = collect(
        wellarchitected,
        wellarchitected__ListLensReviews=DENIED,
        wellarchitected__ListMilestones=DENIED,
        wellarchitected__GetLensReview=DENIED,
    )
    (workload,) = facts.workloads

    assert workload.name == "Orchard"
    assert [part.reason for part in (workload.reviews, workload.milestones, workload.pillars)] == [Reason.DENIED] * 3


def test_agreements_are_asked_where_the_service_lives():
    facts, aws = collect(artifact)
    page = recorded_answers()["artifact:ListCustomerAgreements"]
    both, _ = collect(artifact, artifact__ListCustomerAgreements=[{**page, "nextToken": "t"}, page])

    assert (facts.agreements[0].state, facts.agreements[0].kind) == ("ACTIVE", "DEFAULT")
    assert aws.regions("artifact:ListCustomerAgreements") == ["us-east-1"]
    assert len(both.agreements) == 2
    assert collect(artifact, artifact__ListCustomerAgreements={"customerAgreements": []})[0] == AgreementFacts(())


def test_secrets_have_names_and_dates_only():
    facts, aws = collect(secretsmanager)
    page = recorded_answers()["secretsmanager:ListSecrets"]
    both, _ = collect(secretsmanager, secretsmanager__ListSecrets=[{**page, "NextToken": "t"}, page])

    assert (facts.secrets[0].rotates, facts.secrets[0].owning_service) == (True, "rds")
    assert "private words" not in repr(facts)
    assert aws.calls("secretsmanager:ListSecrets") == [{"MaxResults": 100}]
    assert len(both.secrets) == 2
    assert collect(secretsmanager, secretsmanager__ListSecrets={"SecretList": []})[0] == SecretFacts(())


def test_parameters_have_names_and_types_only():
    facts, _ = collect(ssm)
    page = recorded_answers()["ssm:DescribeParameters"]
    both, _ = collect(ssm, ssm__DescribeParameters=[{**page, "NextToken": "t"}, page])

    assert [(one.name, one.is_encrypted) for one in facts.parameters] == [("/app/token", False), ("/app/key", True)]
    assert not any(text in repr(facts) for text in ("private words", "maria"))
    assert len(both.parameters) == 4
    assert collect(ssm, ssm__DescribeParameters={"Parameters": []})[0] == ParameterFacts(())


def test_a_pool_that_cannot_be_read_stays_in_the_list():
    facts, _ = collect(cognito)
    refused, _ = collect(cognito, cognito_idp__DescribeUserPool=DENIED)

    assert (facts.pools[0].policy.minimum_length, facts.pools[0].policy.mfa) == (12, "OPTIONAL")
    assert refused.pools[0].policy.action == "cognito-idp:DescribeUserPool"


def test_a_pool_that_is_deleted_meanwhile_is_left_out():
    facts, _ = collect(cognito, cognito_idp__DescribeUserPool=Refusal("ResourceNotFoundException"))

    assert facts.pools == ()


def test_instances_of_all_reservations_and_pages():
    page = recorded_answers()["ec2:DescribeInstances"]

    facts, aws = collect(compute, ec2__DescribeInstances=[{**page, "NextToken": "t"}, page])

    assert [one.profile_arn.rpartition("/")[2] for one in facts.instances] == ["app", "app"]
    assert aws.calls("ec2:DescribeInstances")[0]["Filters"][0]["Values"] == ["pending", "running"]
    assert collect(compute, ec2__DescribeInstances={"Reservations": []})[0] == InstanceFacts(())


def test_an_instance_of_a_service_is_marked():
    answer = {"Reservations": [{"Instances": [{"InstanceId": "i-1", "Operator": {"Managed": True}}]}]}

    facts, _ = collect(compute, ec2__DescribeInstances=answer)

    assert (facts.instances[0].is_managed, facts.instances[0].profile_arn) == (True, "")
