from django.db import migrations

from bureaus.append_only import guard, unguard


class Migration(migrations.Migration):
    """From here on the database itself refuses to change or delete a row of this table."""

    dependencies = [("bureaus", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: guard(editor, "bureaus_auditevent"),
            lambda apps, editor: unguard(editor, "bureaus_auditevent"),
        )
    ]
