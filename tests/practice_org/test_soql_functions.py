from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import pytest

HOME = ZoneInfo("America/Los_Angeles")  # of the sync user


def message(reply: list[dict[str, str]]) -> tuple[str, str]:
    return reply[0]["errorCode"], reply[0]["message"].rpartition("\n")[2]


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("+0000", "+00:00"))


class TestAggregates:
    def test_agree_with_the_records(self, seeded):
        leads = seeded.records("SELECT AnnualRevenue, NumberOfEmployees, Status FROM Lead")
        revenues = [row["AnnualRevenue"] for row in leads if row["AnnualRevenue"] is not None]

        found = seeded.records(
            "SELECT COUNT(Id), COUNT(AnnualRevenue) some, COUNT_DISTINCT(Status), SUM(AnnualRevenue) total, "
            "AVG(AnnualRevenue), MIN(AnnualRevenue), MAX(AnnualRevenue) FROM Lead"
        )[0]

        assert list(found) == ["attributes", "expr0", "some", "expr1", "total", "expr2", "expr3", "expr4"]
        assert (found["expr0"], found["some"]) == (len(leads), len(revenues))
        assert found["expr1"] == len({row["Status"] for row in leads})
        assert found["total"] == pytest.approx(sum(revenues))
        assert found["expr2"] == pytest.approx(sum(revenues) / len(revenues))
        assert (found["expr3"], found["expr4"]) == (min(revenues), max(revenues))

    def test_are_grouped_as_the_recording_shows(self, seeded, recording):
        recorded = recording("query/aggregate-result.swiftly.json")
        statement = "SELECT WhatId, ActivityDate, Status, COUNT(Id) MyCount FROM Task "

        found = seeded.query(statement + "GROUP BY WhatId, ActivityDate, Status LIMIT 7")

        assert list(found) == list(recorded)
        assert [list(row) for row in found["records"]] == [list(row) for row in recorded["records"]]
        assert found["records"][0]["attributes"] == recorded["records"][0]["attributes"]

    def test_keep_groups_that_have_enough(self, seeded):
        counts = Counter(row["LeadSource"] for row in seeded.records("SELECT LeadSource FROM Lead"))
        least = sorted(counts.values())[1]

        found = seeded.records(
            f"SELECT LeadSource, COUNT(Id) n FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > {least}"
        )

        assert {row["LeadSource"]: row["n"] for row in found} == {
            key: number for key, number in counts.items() if number > least
        }

    def test_add_up_the_levels_of_a_rollup(self, seeded):
        rows = seeded.records(
            "SELECT Status, Rating, COUNT(Id) n, GROUPING(Rating) r, GROUPING(Status) s FROM Lead "
            "GROUP BY ROLLUP(Status, Rating)"
        )

        whole = [row for row in rows if row["s"] == 1]
        by_status = [row for row in rows if (row["s"], row["r"]) == (0, 1)]
        assert len(whole) == 1
        assert whole[0]["n"] == sum(row["n"] for row in by_status)
        sums: dict[str, int] = defaultdict(int)
        for row in rows:
            if row["r"] == 0:
                sums[row["Status"]] += row["n"]
        assert sums == {row["Status"]: row["n"] for row in by_status}

    def test_cross_all_groups_of_a_cube(self, seeded):
        rows = seeded.records(
            "SELECT Status, Rating, GROUPING(Status) s, GROUPING(Rating) r FROM Lead GROUP BY CUBE(Status, Rating)"
        )

        assert {(row["s"], row["r"]) for row in rows} == {(0, 0), (0, 1), (1, 0), (1, 1)}

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("SELECT Name, COUNT(Id) FROM Lead", "Field must be grouped or aggregated: Name"),
            (
                "SELECT COUNT(Id) FROM Lead GROUP BY Status ORDER BY Name",
                "Ordered field must be grouped or aggregated: Name",
            ),
            ("SELECT SUM(Name) FROM Lead", "field Name does not support aggregate operator SUM"),
            ("SELECT MAX(IsConverted) FROM Lead", "field IsConverted does not support aggregate operator MAX"),
            ("SELECT Id n FROM Lead", "only aggregate expressions use field aliasing"),
            ("SELECT DISTINCT Name FROM Lead", "only aggregate expressions use field aliasing"),
            (
                "SELECT CreatedDate FROM Lead GROUP BY CreatedDate",
                "field 'CreatedDate' can not be grouped in a query call",
            ),
            ("SELECT COUNT(), Id FROM Lead", "unexpected token: 'COUNT'"),
            ("SELECT NOSUCH(Id) FROM Lead", "unexpected token: 'NOSUCH'"),
        ],
    )
    def test_are_refused_in_words(self, seeded, statement, words):
        assert message(seeded.query(statement)) == ("MALFORMED_QUERY", words)

    def test_have_no_second_page(self, seeded):
        reply = seeded.call(
            "GET",
            "/query",
            params={"q": "SELECT Id, COUNT(Email) FROM Lead GROUP BY Id"},
            headers={"Sforce-Query-Options": "batchSize=200"},
        ).json()

        assert reply[0]["errorCode"] == "EXCEEDED_ID_LIMIT"


class TestCount:
    def test_is_the_whole_size_and_no_records(self, seeded):
        assert seeded.query("select count() from Lead") == {"totalSize": 1_200, "done": True, "records": []}

    def test_keeps_to_a_limit(self, seeded):
        assert seeded.query("SELECT COUNT() FROM Lead LIMIT 7")["totalSize"] == 7


class TestDates:
    @pytest.mark.parametrize(
        ("function", "expected"),
        [
            ("CALENDAR_YEAR", lambda day: day.year),
            ("CALENDAR_QUARTER", lambda day: (day.month + 2) // 3),
            ("FISCAL_MONTH", lambda day: day.month),
            ("DAY_IN_WEEK", lambda day: day.isoweekday() % 7 + 1),
            ("DAY_IN_YEAR", lambda day: day.timetuple().tm_yday),
            ("WEEK_IN_MONTH", lambda day: (day.day + 6) // 7),
            ("WEEK_IN_YEAR", lambda day: (day.timetuple().tm_yday + 6) // 7),
            ("HOUR_IN_DAY", lambda day: day.hour),
            ("DAY_ONLY", lambda day: f"{day:%Y-%m-%d}"),
        ],
    )
    def test_are_parts_of_the_moment_in_utc(self, seeded, function, expected):
        days = [moment(row["CreatedDate"]) for row in seeded.records("SELECT CreatedDate FROM Lead")]

        call = f"{function}(CreatedDate)"
        found = seeded.records(f"SELECT {call} part, COUNT(Id) n FROM Lead GROUP BY {call}")

        assert {row["part"]: row["n"] for row in found} == Counter(expected(day) for day in days)

    def test_are_local_when_converted(self, seeded):
        days = [moment(row["CreatedDate"]) for row in seeded.records("SELECT CreatedDate FROM Lead")]
        function = "HOUR_IN_DAY(convertTimezone(CreatedDate))"

        found = seeded.records(f"SELECT {function} part, COUNT(Id) n FROM Lead GROUP BY {function}")

        assert {row["part"]: row["n"] for row in found} == Counter(day.astimezone(HOME).hour for day in days)

    def test_filter(self, seeded):
        year = seeded.query("SELECT COUNT() FROM Lead WHERE CALENDAR_YEAR(CreatedDate) = 2024")["totalSize"]
        span = "CreatedDate >= 2024-01-01T00:00:00Z AND CreatedDate < 2025-01-01T00:00:00Z"

        assert year == seeded.query(f"SELECT COUNT() FROM Lead WHERE {span}")["totalSize"] > 0


class TestTexts:
    def test_for_people(self, seeded):
        record = seeded.records(
            "SELECT FORMAT(AnnualRevenue) money, FORMAT(NumberOfEmployees) people, AnnualRevenue, NumberOfEmployees "
            "FROM Lead WHERE AnnualRevenue >= 1000 AND NumberOfEmployees >= 1000 LIMIT 1"
        )[0]

        assert record["money"] == f"USD {record['AnnualRevenue']:,.2f}"
        assert record["people"] == f"{record['NumberOfEmployees']:,}"

    def test_of_picklists_are_labels(self, seeded):
        values = {row["TaskSubtype"] for row in seeded.records("SELECT TaskSubtype FROM Task")}
        labels = {row["TaskSubtype"] for row in seeded.records("SELECT toLabel(TaskSubtype) FROM Task")}

        assert {str(value).replace("ListEmail", "List Email") for value in values} == {str(label) for label in labels}


class TestFields:
    def test_name_all_custom_or_standard_ones(self, seeded):
        described = seeded.call("GET", "/sobjects/Lead/describe").json()["fields"]
        custom = {field["name"] for field in described if field["custom"]}
        standard = {field["name"] for field in described} - custom

        def keys(which: str) -> set[str]:
            return set(seeded.records(f"SELECT FIELDS({which}) FROM Lead LIMIT 200")[0]) - {"attributes"}

        assert keys("CUSTOM") == custom
        assert keys("STANDARD") == standard
        assert keys("ALL") == custom | standard

    @pytest.mark.parametrize("statement", ["FIELDS(ALL) FROM Lead", "FIELDS(CUSTOM) FROM Lead LIMIT 201"])
    def test_need_a_limit(self, seeded, statement):
        words = "The SOQL FIELDS function must have a LIMIT of at most 200"

        assert seeded.query(f"SELECT {statement}") == [{"message": words, "errorCode": "MALFORMED_QUERY"}]

    def test_came_with_version_51(self, seeded):
        statement = "SELECT FIELDS(ALL) FROM Account LIMIT 1"

        reply = seeded.session.get(f"{seeded.base}/services/data/v50.0/query", params={"q": statement}).json()

        assert reply[0]["errorCode"] == "UNSUPPORTED_API_VERSION"
        assert reply[0]["message"].endswith("The SOQL FIELDS function is not supported in this version of the API")

    def test_do_not_repeat_a_field(self, seeded):
        expected = [{"message": "duplicate field selected: Id", "errorCode": "INVALID_FIELD"}]

        assert seeded.query("SELECT Id, FIELDS(ALL) FROM Lead LIMIT 200") == expected


class TestScope:
    def test_of_mine_are_the_records_that_the_asker_owns(self, org):
        before = org.query("SELECT COUNT() FROM Lead USING SCOPE mine")["totalSize"]
        org.call("POST", "/sobjects/Lead", json={"LastName": "Mine", "Company": "Mine"})

        assert org.query("SELECT COUNT() FROM Lead USING SCOPE mine")["totalSize"] == before + 1
        assert org.query("SELECT COUNT() FROM Lead USING SCOPE everything")["totalSize"] > before + 1
