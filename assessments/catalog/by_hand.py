"""What a person judges and no scan or file check can, by the ids under which requirements name it."""

from __future__ import annotations

TITLES = {
    "doc_application_audit_log": "The application logs who read sensitive data",
    "doc_compliance_process": "The advertised standards are kept by a process",
    "doc_cross_account_roles": "Customers' accounts are reached through a role",
    "doc_customer_credentials": "Customers' credentials are encrypted, passwords hashed",
    "doc_data_inventory": "Sensitive data are listed and classified",
    "doc_dr_test": "Disaster recovery was tested",
    "doc_external_id_generated": "The product makes the external ids",
    "doc_external_id_read_only": "Nobody can edit an external id",
    "doc_external_id_used": "Every call sends the external id",
    "doc_identity_audit_quarterly": "Identities are audited every quarter",
    "doc_joiner_mover_leaver": "Access follows joining, moving and leaving",
    "doc_legacy_keys_deprecated": "Keys of customers are being replaced by roles",
    "doc_phi_services": "Health data stay on HIPAA eligible services",
    "doc_restore_test": "Restoring was tested",
    "doc_root_ir_runbook": "There is a runbook for stolen root credentials",
    "doc_rpo_defined": "The recovery point objective is set",
    "doc_rto_defined": "The recovery time objective is set",
    "doc_secret_scanning": "Code is scanned for secrets",
    "doc_setup_guidance": "Customers have a guide to the role",
    "doc_transit_encryption": "Sensitive data are encrypted in transit",
    "idp_password_policy_attested": "The identity provider demands strong passwords",
    "phi_accounts_declared": "The accounts with health data are named",
}
