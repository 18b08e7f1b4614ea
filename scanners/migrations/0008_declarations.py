import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ftrportal.common.database.rls import TenantTable

ORGANIZATION = ("organization", models.ForeignKey(
    editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.organization",
))  # fmt: skip
ID = ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))
ROLES = [
    ("primary", "Irreplaceable data"),
    ("replica", "Replica of another data store"),
    ("cache", "Cache"),
    ("log", "Logs"),
    ("artefact", "Build artifacts"),
    ("public_asset", "Public files with another copy"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_company_declarations"),
        ("scanners", "0007_scan_rejudged_and_facts_forgotten"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountDeclaration",
            fields=[
                ID,
                ("account_id", models.CharField(max_length=12)),
                ("source", models.CharField(max_length=80)),
                ("source_name", models.CharField(max_length=120)),
                ("facts", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ORGANIZATION,
            ],
            options={
                "ordering": ["account_id", "source"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "account_id", "source"), name="one_declaration_per_source"
                    )
                ],
            },
        ),
        TenantTable("AccountDeclaration"),
        migrations.CreateModel(
            name="StoreDeclaration",
            fields=[
                ID,
                ("account_id", models.CharField(max_length=12)),
                ("arn", models.CharField(max_length=600)),
                ("role", models.CharField(blank=True, choices=ROLES, max_length=20)),
                ("is_sensitive", models.BooleanField(blank=True, null=True)),
                ("keep_days", models.PositiveIntegerField(default=0)),
                ("declared_at", models.DateTimeField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ORGANIZATION,
            ],
            options={
                "ordering": ["arn"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "account_id", "arn"), name="one_declaration_per_store"
                    )
                ],
            },
        ),
        TenantTable("StoreDeclaration"),
        migrations.AddField("connection", "declared_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("connection", "declarations_end_on", models.DateField(blank=True, null=True)),
        migrations.AddField("scanrun", "declared", models.JSONField(default=list)),
        migrations.AddField("scanrun", "speaks_for", models.JSONField(default=list)),
    ]
