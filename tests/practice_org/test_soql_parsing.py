from __future__ import annotations

import pytest
from hypothesis import given, settings

from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import parsing, tree
from apps.practice_org.soql.carets import located
from tests.practice_org import soql_text


class TestParse:
    @given(soql_text.SELECTS)
    @settings(max_examples=150, deadline=None)
    def test_reads_back_what_any_query_says(self, select):
        assert parsing.parse(soql_text.text(select)) == select

    def test_takes_keywords_and_names_in_any_case(self):
        shouted = parsing.parse("SELECT ID FROM LEAD WHERE NAME LIKE 'a' ORDER BY NAME DESC NULLS LAST LIMIT 1")
        whispered = parsing.parse("select ID from LEAD where NAME like 'a' order by NAME desc nulls last limit 1")

        assert shouted == whispered

    def test_takes_words_of_clauses_as_names_where_they_can_be(self):
        select = parsing.parse("SELECT Id, Group.Name, From.Id FROM Group")

        assert [item.operand.name.text for item in select.items] == ["Id", "Group.Name", "From.Id"]

    def test_lets_purposes_pass(self):
        assert parsing.parse("SELECT Id FROM Lead FOR VIEW UPDATE TRACKING") == parsing.parse("SELECT Id FROM Lead")

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("SELECT Id, FROM Lead", "unexpected token: 'FROM'"),
            ("SELECT Id FROM Lead WHERE", "unexpected token: '<EOF>'"),
            ("SELECT Id FROM Lead WHERE a = 1 AND b = 2 OR c = 3", "unexpected token: 'OR'"),
            ("SELECT Id FROM Lead WHERE a = 1 OR b = 2 AND c = 3", "unexpected token: 'AND'"),
            ("SELECT Id FROM Lead WHERE Name = liam@example.com", "unexpected token: '@'"),
            ("SELECT Id /* all */ FROM Lead", "unexpected token: '/'"),
            ("SELECT Id FROM Lead -- all", "unexpected token: '-'"),
            ("SELECT Id FROM Lead WHERE Name = :name", "Bind variables only allowed in Apex code"),
            ("SELECT Id FROM Lead WHERE Name IN :names", "Bind variables only allowed in Apex code"),
            ("SELECT Id FROM Lead LIMIT 1.5", "unexpected token: '1.5'"),
            ("SELECT Id FROM Lead HAVING Id = 1", "unexpected token: 'HAVING'"),
            ("SELECT Id FROM Lead WHERE Id = 'a' LIMIT 1 WHERE", "unexpected token: 'WHERE'"),
        ],
    )
    def test_refuses_what_is_no_query(self, statement, words):
        with pytest.raises(Refusal) as refused:
            parsing.parse(statement)

        assert refused.value.code == "MALFORMED_QUERY"
        assert refused.value.message.endswith(words)

    def test_refuses_statements_that_are_too_long(self):
        with pytest.raises(Refusal, match="longer than 100000 characters"):
            parsing.parse("SELECT Id FROM Lead WHERE Name = '" + "x" * 100_000 + "'")

    def test_takes_long_lists(self):
        listed = ",".join(f"'{number:05}'" for number in range(12_000))

        select = parsing.parse(f"SELECT Id FROM Lead WHERE Name IN ({listed})")

        assert isinstance(select.where, tree.Membership)
        assert len(select.where.values) == 12_000

    def test_calls_brackets_without_end_too_complicated(self):
        depth = 5_000

        with pytest.raises(Refusal) as refused:
            parsing.parse("SELECT Id FROM Lead WHERE " + "NOT (" * depth + "Id = null" + ")" * depth)

        assert refused.value.code == "QUERY_TOO_COMPLICATED"


class TestLocated:
    """The pieces are those of replies that other clients' authors have published."""

    @pytest.mark.parametrize(
        ("statement", "word", "piece", "spaces"),
        [
            ("select count() from XYZZY", "XYZZY", "select count() from XYZZY", 20),
            (
                "SELECT Id,Name,BillingCity,IsDeleted FROM Accout",
                "Accout",
                "Name,BillingCity,IsDeleted FROM Accout",
                32,
            ),
            (
                "select Id, Company,Email,LastName,SF_date__c, ConvertedContactId from Lead where Id != null",
                "SF_date__c",
                "select Id, Company,Email,LastName,SF_date__c, ConvertedContactId from",
                34,
            ),
            (
                "SELECT Id, DepProbeField__c FROM Account LIMIT 1",
                "DepProbeField__c",
                "SELECT Id, DepProbeField__c FROM Account LIMIT",
                11,
            ),
        ],
    )
    def test_shows_whole_words_around_the_place(self, statement, word, piece, spaces):
        at = statement.index(word)

        refusal = located("INVALID_FIELD", statement, at, "words")

        assert refusal.message == f"\n{piece}\n{' ' * spaces}^\nERROR at Row:1:Column:{at + 1}\nwords"

    def test_counts_rows(self):
        refusal = located("INVALID_FIELD", "SELECT Id\nFROM Lad", 15, "words")

        assert refusal.message == "\nSELECT Id FROM Lad\n               ^\nERROR at Row:2:Column:6\nwords"
