"""Writes every stored secret anew with the newest key, and counts what each key still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

from apps.tenants import encryption
from apps.tenants.encryption import EncryptedTextField

BATCH = 500


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every encrypted column of the portal."""
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 - Django's documented way to a model's fields
            if isinstance(field, EncryptedTextField):
                yield model, str(field.column)


def rotate() -> Counter[str]:
    """Rows written anew, by the key that they had."""
    newest = settings.FIELD_KEYS[0].partition(":")[0]
    moved: Counter[str] = Counter()
    for model, column in columns():
        while batch := _older(model, column, newest):
            with transaction.atomic():
                moved.update(_write(model, column, pk, stored) for pk, stored in batch)
    return moved


def held() -> Counter[str]:
    """Secrets in the database, by key."""
    found: Counter[str] = Counter()
    for model, column in columns():
        query = sql.SQL("SELECT split_part({0}, ':', 1), count(*) FROM {1} WHERE {0} <> '' GROUP BY 1")
        with connection.cursor() as cursor:
            cursor.execute(query.format(sql.Identifier(column), sql.Identifier(model._meta.db_table)))  # noqa: SLF001
            found.update(dict(cursor.fetchall()))
    return found


def _older(model: type[models.Model], column: str, newest: str) -> list[tuple[int, str]]:
    query = sql.SQL(
        "SELECT {pk}, {column} FROM {table} WHERE {column} <> '' AND split_part({column}, ':', 1) <> %s LIMIT %s"
    )
    names = {"pk": sql.Identifier(str(model._meta.pk.column)), "column": sql.Identifier(column)}  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **names), [newest, BATCH])  # noqa: SLF001
        return list(cursor.fetchall())


def _write(model: type[models.Model], column: str, pk: int, stored: str) -> str:
    # only if nobody wrote the secret in the meantime
    query = sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s")
    names = {"pk": sql.Identifier(str(model._meta.pk.column)), "column": sql.Identifier(column)}  # noqa: SLF001
    with connection.cursor() as cursor:
        fresh = encryption.encrypt(encryption.decrypt(stored))
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **names), [fresh, pk, stored])  # noqa: SLF001
    return stored.partition(":")[0]
