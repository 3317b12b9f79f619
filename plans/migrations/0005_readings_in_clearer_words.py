from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0004_reason_of_retirement'),
    ]

    operations = [
        migrations.AddField(
            model_name='targetrevision',
            name='clear_wording',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='in clearer words'),
        ),
        migrations.AddConstraint(
            model_name='targetrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('clear_wording', ''), ('read_by_person', False)), models.Q(('read_by_person', True), models.Q(('clear_wording', ''), _negated=True)), _connector='OR'), name='target_revision_clear_wording', violation_error_message="A reading corrected by a person stands in that person's words."),
        ),
    ]
