import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

ADMINISTRATORS = "('system_admin', 'security_admin', 'auditor')"
SQLITE = """
CREATE TRIGGER grant_powers_apart_{when} BEFORE {act} ON bureaus_grant
WHEN EXISTS (
    SELECT 1 FROM bureaus_grant AS held
    WHERE held.user_id = NEW.user_id AND held.id IS NOT NEW.id
    AND (held.role IN {administrators}) <> (NEW.role IN {administrators})
)
BEGIN SELECT RAISE(ABORT, 'who administers holds no figures'); END
"""
POSTGRES_FUNCTION = f"""
CREATE FUNCTION refuse_mixed_powers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM bureaus_user WHERE id = NEW.user_id FOR NO KEY UPDATE;  -- two grants at once would not see each other
    IF EXISTS (
        SELECT 1 FROM bureaus_grant AS held
        WHERE held.user_id = NEW.user_id AND held.id IS DISTINCT FROM NEW.id
        AND (held.role IN {ADMINISTRATORS}) <> (NEW.role IN {ADMINISTRATORS})
    ) THEN
        RAISE EXCEPTION 'who administers holds no figures' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER grant_powers_apart BEFORE INSERT OR UPDATE ON bureaus_grant
FOR EACH ROW EXECUTE FUNCTION refuse_mixed_powers()
"""


def keep_powers_apart(apps, editor):
    """The database itself refuses figures and administration in one hand, in whatever order they are given."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES_FUNCTION, params=None)
        editor.execute(POSTGRES_TRIGGER)
        return
    for when, act in (("added", "INSERT"), ("changed", "UPDATE")):
        editor.execute(SQLITE.format(when=when, act=act, administrators=ADMINISTRATORS))


def let_powers_mix(apps, editor):
    """Takes the triggers away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER grant_powers_apart ON bureaus_grant")
        editor.execute("DROP FUNCTION refuse_mixed_powers()")
        return
    for when in ("added", "changed"):
        editor.execute(f"DROP TRIGGER grant_powers_apart_{when}")


def give_accounts_their_area(apps, editor):
    """Accounts made before belong to the area of their first grant; their passwords count from today."""
    User, Grant = apps.get_model("bureaus", "User"), apps.get_model("bureaus", "Grant")
    User.objects.filter(password_set_at__isnull=True).update(password_set_at=timezone.now())
    first = Grant.objects.filter(user=models.OuterRef("pk")).order_by("id").values("area")[:1]
    User.objects.annotate(first_area=models.Subquery(first)).filter(first_area__isnull=False).update(area=F("first_area"))


class Migration(migrations.Migration):
    """Accounts belong to an area, signing in is counted, and nobody both administers and holds figures."""


    dependencies = [
        ('bureaus', '0003_accounts_and_change_log'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='last_login',
        ),
        migrations.AddField(
            model_name='user',
            name='area',
            field=models.ForeignKey(blank=True, help_text='The administrators of this area look after the account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='bureaus.area', verbose_name='looked after by'),
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('username', models.CharField(max_length=60)),
                ('origin', models.CharField(max_length=45)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'indexes': [models.Index(fields=['username', 'at'], name='sign_in_by_name'), models.Index(fields=['origin', 'at'], name='sign_in_by_origin')],
            },
        ),
        migrations.RunPython(give_accounts_their_area, migrations.RunPython.noop),
        migrations.RunPython(keep_powers_apart, let_powers_mix),
    ]
