import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0005_readings_in_clearer_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='YearlyTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('wording', models.CharField(max_length=500, verbose_name='wording')),
                ('meaning_json', models.JSONField(verbose_name='reading')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='yearly', to='plans.target')),
            ],
            options={
                'ordering': ['target', 'year'],
                'constraints': [
                    models.UniqueConstraint(fields=('target', 'year'), name='yearly_target_once', violation_error_message='This year has its target already.'),
                    models.CheckConstraint(condition=models.Q(('year__range', (1949, 2200))), name='yearly_target_year', violation_error_message='The year is out of range.'),
                    models.CheckConstraint(condition=models.Q(('wording', ''), _negated=True), name='yearly_target_wording', violation_error_message='A yearly target has a wording.'),
                ],
            },
        ),
    ]
