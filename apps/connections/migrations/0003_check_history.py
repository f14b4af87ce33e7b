import django.db.models.deletion
from django.db import migrations, models


def _of_instance(name):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to='tenants.instance')


def _key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')


class Migration(migrations.Migration):

    dependencies = [
        ('connections', '0002_renewed_at'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckChange',
            fields=[
                ('id', _key()),
                ('code', models.SlugField(max_length=40)),
                ('subject', models.CharField(blank=True, max_length=80)),
                ('was', models.CharField(max_length=8)),
                ('became', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('instance', _of_instance('check_changes')),
            ],
            options={
                'verbose_name': 'change of a check',
                'verbose_name_plural': 'changes of checks',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['instance', '-at'], name='check_change_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='CheckRound',
            fields=[
                ('id', _key()),
                ('why', models.CharField(choices=[('step', 'the step'), ('person', 'Check again'), ('daily', 'once a day'), ('failure', 'after a failed sync')], max_length=8)),
                ('is_whole', models.BooleanField()),
                ('asked_at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('calls', models.PositiveIntegerField()),
                ('passed', models.PositiveIntegerField()),
                ('warned', models.PositiveIntegerField()),
                ('failed', models.PositiveIntegerField()),
                ('unknown', models.PositiveIntegerField()),
                ('instance', _of_instance('check_rounds')),
            ],
            options={
                'verbose_name': 'round of checks',
                'verbose_name_plural': 'rounds of checks',
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(fields=['instance', '-asked_at'], name='check_round_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', _key()),
                ('due_at', models.DateTimeField(db_index=True)),
                ('asked_at', models.DateTimeField()),
                ('after_failure', models.BooleanField(default=False)),
                ('instance', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recheck', to='tenants.instance')),
            ],
            options={
                'verbose_name': 'next round of checks',
                'verbose_name_plural': 'next rounds of checks',
            },
        ),
    ]
