from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_compliance_standards_may_be_unknown")]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pack_pdf", "Evidence pack (PDF)"),
                    ("gap_pdf", "Gap report (PDF)"),
                    ("pack_zip", "Evidence pack with files (ZIP)"),
                ],
                default="pack_pdf",
                max_length=20,
            ),
        )
    ]
