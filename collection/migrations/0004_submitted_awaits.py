from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("collection", "0003_levels_returns_reminders")]

    operations = [
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('awaits__isnull', False), ('state', 'submitted')), models.Q(models.Q(('state', 'submitted'), _negated=True), ('awaits__isnull', True)), _connector='OR'), name='submission_awaits', violation_error_message="A submitted form waits for one bureau's reviewers, no other does."),
        ),
    ]
