"""Person accounts: one contact in five has a company record of its own that is really the person."""

from __future__ import annotations

import duckdb

from apps.practice_org.seed.plan import Plan

EVERY = 5
SHARED = ("FirstName", "LastName", "Salutation", "Name", "OwnerId", "IsDeleted", "Phone", "Fax", "Description")
STAMPS = ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp", "LastActivityDate")
# Columns of the account that repeat a column of the contact.
COPIED = {
    "PersonEmail": "Email",
    "PersonMobilePhone": "MobilePhone",
    "PersonTitle": "Title",
    "PersonDepartment": "Department",
    "PersonLeadSource": "LeadSource",
    "PersonBirthdate": "Birthdate",
    "PersonHasOptedOutOfEmail": "HasOptedOutOfEmail",
    "PersonMailingStreet": "MailingStreet",
    "PersonMailingCity": "MailingCity",
    "PersonMailingState": "MailingState",
    "PersonMailingPostalCode": "MailingPostalCode",
    "PersonMailingCountry": "MailingCountry",
}


def make(connection: duckdb.DuckDBPyConnection, counts: Plan) -> None:
    """Their accounts come after those that the plan counts."""
    plain = ", ".join(f'"{name}"' for name in (*SHARED, *STAMPS))
    copied = ", ".join(f'"{source}" AS "{name}"' for name, source in COPIED.items())
    connection.execute(
        'CREATE TEMP TABLE person AS SELECT *, row_number() OVER (ORDER BY "Id") - 1 AS number '
        f'FROM "Contact" WHERE NOT "IsDeleted" QUALIFY number % {EVERY} = 0'
    )
    connection.execute(
        f'INSERT INTO "Account" BY NAME SELECT account_id({counts["Account"]} + number) AS "Id", '
        f'true AS "IsPersonAccount", "Id" AS "PersonContactId", \'Pending\' AS "CleanStatus", {plain}, {copied} '
        "FROM person"
    )
    connection.execute(
        f'UPDATE "Contact" SET "IsPersonAccount" = true, "AccountId" = account_id({counts["Account"]} + person.number) '
        'FROM person WHERE person."Id" = "Contact"."Id"'
    )
    connection.execute("DROP TABLE person")
