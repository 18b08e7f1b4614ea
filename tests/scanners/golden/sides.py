"""What a golden scan cannot show of a check, because the check's definition does not have it."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Checks whose definition says that they never fail: readable facts that a person has to explain are their other side.
NEVER_FAIL = _names(
    """
    account_mixed_stage_signals admin_access_without_root alternate_contacts_are_groups alternate_contacts_distinct
    always_encrypted_services athena_results_encrypted baa_active backup_plan_healthy backup_reporting_info
    backup_vault_protection cache_snapshots cloudtrail_kms cloudtrail_lake_alternative compute_uses_roles
    confused_deputy_service_roles
    credential_misuse_detection data_stores_unclassified database_master_secret_managed database_tls_enforced
    dr_exercises_recorded ebs_default_encryption external_access_analyzer_on federated_access_used federation_in_place
    hipaa_eligible_services_only human_access_answer_agrees human_keys_without_mfa_condition iam_certificates_active
    identity_backlog_contradiction legacy_customer_keys_suspected macie_discovery_info multi_az_critical_stores
    org_root_credentials_centralised password_expiry_info primary_contact_company_owned privilege_escalation_paths
    product_principals_assume_roles resilience_hub_targets restore_jobs_last_year root_mfa_kind root_use_alert_exists
    s3_account_block_public_access s3_acls_disabled s3_external_sharing s3_public_alerting secret_store_in_use
    secrets_rotation_info service_wildcards shared_users_suspected stale_roles string_parameters_look_secret
    static_credentials_answer_agrees support_production_accounts_all_seen third_parties_answer_agrees
    unused_access_analyzer_on user_directory_managed vendor_iam_users_suspected vendor_readonly_broad
    wa_high_risks_by_pillar wa_review_recorded_in_last_year wa_unanswered_questions
    workloads_use_temporary_credentials
    """
)

# Checks that have one side by definition, with its words.
_OPENS = "a contradiction between an answer and a fact opens a REVIEW; that they agree proves nothing"
ONE_SIDED = {
    "always_encrypted_services": "PASS by service default; what a contract demands beyond it is not visible to a scan",
    "cloudtrail_lake_alternative": "a store qualifies but the requirement names a bucket elsewhere: a person decides",
    "human_access_answer_agrees": _OPENS,
    "static_credentials_answer_agrees": _OPENS,
    "third_parties_answer_agrees": _OPENS,
}
