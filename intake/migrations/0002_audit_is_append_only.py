from django.db import migrations

from intake.migrations import _append_only


class Migration(migrations.Migration):
    dependencies = [("feltsense_intake", "0001_initial")]

    operations = [migrations.RunPython(_append_only.install, _append_only.remove)]
