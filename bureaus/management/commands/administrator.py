"""manage.py administrator: an administrator's account from the server itself, where no administrator can make it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from bureaus.actions import add_account, give_initial_password, give_right, unlock
from bureaus.models import ADMIN_ROLES, Area, User, normal_username


class Command(BaseCommand):
    """Adds an administrator, or gives one a new initial password. It stands in the trail as the system's act."""

    help = (
        "Adds an administrator with one of the three powers, for the first ones of an installation; of an account that "
        "exists: unlocks it and gives it a new initial password. The password is printed once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The login name; for a new account also name, power and area."""
        parser.add_argument("username")
        parser.add_argument("--name", help="the person's name")
        parser.add_argument("--power", choices=[str(role) for role in ADMIN_ROLES])
        parser.add_argument("--area", help="code or Chinese name of the area that is administered, with all below it")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Print the initial password. Raises CommandError with what is missing or refused."""
        user = User.objects.filter(username=normal_username(options["username"])).first()
        password = self._again(user) if user else self._new(options)
        self.stdout.write(f"{normal_username(options['username'])}  {password}")
        self.stdout.write("It must be changed at the first sign-in and ends after seven days.")

    def _again(self, user: User) -> str:
        if not user.grants.filter(role__in=ADMIN_ROLES).exists():
            raise CommandError(
                "This is no administrator; the system administrator gives the password in the application."
            )
        unlock(by=None, user=user)
        return give_initial_password(by=None, user=user)

    def _new(self, options: dict) -> str:
        if not (options["name"] and options["power"] and options["area"]):
            raise CommandError("A new account needs --name, --power and --area.")
        area = Area.objects.filter(code=options["area"]).first() or Area.objects.filter(name=options["area"]).first()
        if area is None:
            raise CommandError(f"There is no area with the code or name {options['area']}.")
        try:
            user, password = add_account(by=None, username=options["username"], name=options["name"], area=area)
            give_right(by=None, user=user, role=options["power"], area=area, reason="manage.py administrator")
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        return password
