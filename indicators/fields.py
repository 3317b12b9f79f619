"""A decimal column that is exact on every database."""

from decimal import Decimal

from django.db import models


class FigureField(models.DecimalField):
    """A DecimalField kept as text on SQLite, whose own decimals are floats that lose digits beyond the fifteenth.

    SQL must not compare or sum it there (text order is not number order); the house does both in Python anyway.
    Equality works: every value is written with all its decimal places.
    """

    def get_internal_type(self) -> str:
        """A name of its own, so that the SQLite backend does not pass values through float."""
        return "FigureField"

    def db_type(self, connection) -> str:
        """text on SQLite, numeric(max_digits, decimal_places) elsewhere."""
        if connection.vendor == "sqlite":
            return "text"
        return f"numeric({self.max_digits}, {self.decimal_places})"

    def from_db_value(self, value, expression, connection) -> Decimal | None:
        """A Decimal with the column's decimal places, or None."""
        return None if value is None else Decimal(value)
