"""Makes the organization, the customer's role and a verified connection to it, and queues a scan."""

from __future__ import annotations

import json
import sys

import django


def main(account_id: str, regions: list[str]) -> None:
    """Print the organization's id and the scan's."""
    django.setup()
    from devstack.simulated_aws.running import SimulatedAws
    from ftrportal.common.database.tenancy import organization_context
    from ftrportal.organizations.models import User
    from ftrportal.organizations.services.organizations import create_organization
    from scanners.onboarding import installation
    from scanners.services.connections.lifecycle import create_connection
    from scanners.services.connections.verification import verify_connection
    from scanners.services.scans.runs import start_run
    from scanners.services.scans.warming import warm_up

    owner = User.objects.create_user("owner@benchmark.example", None, name="Owner")
    organization = create_organization(actor=owner, name="Benchmark")
    with organization_context(organization.pk):
        connection = create_connection(organization=organization, actor=owner, account_id=account_id)
        connection.regions = regions
        connection.save(update_fields=["regions"])
    settings = installation.aws_settings()
    values = {"ExternalId": str(connection.external_id), "RoleName": connection.role_name}
    SimulatedAws(settings.endpoint_url or "").root("cloudformation", account_id).create_stack(
        StackName=connection.role_name,
        TemplateBody=installation.template().text,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    verify_connection(organization.pk, connection.pk)
    with organization_context(organization.pk):
        connection.refresh_from_db()
        run = start_run(connection=connection, actor=owner)
    warm_up()  # so that all code is compiled when the measurement begins
    print(json.dumps({"organization": str(organization.pk), "run": str(run.pk)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
