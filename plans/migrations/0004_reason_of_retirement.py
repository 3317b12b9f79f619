from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_plan_before_and_plan_above'),
    ]

    operations = [
        migrations.AddField(
            model_name='target',
            name='retired_reason',
            field=models.CharField(blank=True, default='', max_length=1000, verbose_name='reason'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('retired_on__isnull', True), models.Q(('retired_reason', ''), _negated=True), _connector='OR'), name='target_retired_reason', violation_error_message='A target is retired for a reason: write it down.'),
        ),
    ]
