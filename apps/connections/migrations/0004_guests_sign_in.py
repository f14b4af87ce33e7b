import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_guest_links'),
        ('connections', '0003_check_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='signin',
            name='guest',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.guestlink'),
        ),
        migrations.AddField(
            model_name='signin',
            name='purpose',
            field=models.CharField(choices=[('connect', 'Connect'), ('fields', 'Create fields')], default='connect', max_length=8),
        ),
        migrations.AlterField(
            model_name='signin',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('guest__isnull', False)), models.Q(('by__isnull', False), ('guest', None)), _connector='OR'), name='sign_in_by_one_person'),
        ),
    ]
