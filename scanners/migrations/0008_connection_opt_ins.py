from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scanners", "0007_scan_rejudged_and_facts_forgotten"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="opt_ins",
            field=models.JSONField(default=list),
        ),
    ]
