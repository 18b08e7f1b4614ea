from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scanners", "0008_declarations"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="opt_ins",
            field=models.JSONField(default=list),
        ),
    ]
