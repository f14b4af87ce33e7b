"""Changing people on pages: edit, type in by hand, import a file, make a lead, choose directions."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.sync import directions
from tests.sync import two_ways
from tests.sync.conftest import PlayedOrg, sign_in
from tests.sync.two_ways import cycle, here, there


@pytest.fixture
def org(practice_org):
    return PlayedOrg(practice_org.url, practice_org.org())


@pytest.fixture
def synced(cast, placement, org):
    sign_in(cast.instance, org)
    two_ways.sync(cast.instance)
    return cast


@pytest.fixture
def people(synced):
    return Pages(synced.browser("operator"), f"/instances/{synced.instance.key}/people/")


class Pages:
    def __init__(self, browser, base):
        self.browser = browser
        self.base = base

    def get(self, rest=""):
        return self.browser.get(self.base + rest).content.decode()

    def post(self, rest, **data):
        return self.browser.post(self.base + rest, data, follow=True)


def made_lead(org, instance, **values):
    found = org.create("Lead", **{"LastName": "Ray", "Company": "Ray & Co", **values})
    cycle(instance)
    return found


def shown(page):
    """What a browser would send back of a form that nobody touched."""
    form = page.context["form"]
    initial = {f"initial-{name}": form[name].initial for name in form.fields}
    both = {**initial, **{name: form[name].initial for name in form.fields}}
    return {name: value for name, value in both.items() if value not in (None, False)}


def upload(people, text):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("people.csv", content, content_type="text/csv")
    return people.browser.post(f"{people.base}import/", {"file": file})


class TestTheEditPage:
    def test_changes_what_was_changed_and_sends_it(self, people, synced, org):
        lead = made_lead(org, synced.instance, Phone="1", Email="ray@edit.example")
        page = people.browser.get(f"{people.base}{lead}/edit/")

        answer = people.post(f"{lead}/edit/", **{**shown(page), "phone_number": "2"})
        cycle(synced.instance)

        assert "1 value changed" in answer.content.decode()
        assert there(org, "Lead", lead, "Phone") == "2"
        assert "In Salesforce" in people.get(f"{lead}/")

    def test_does_not_undo_what_a_colleague_changed_meanwhile(self, people, synced, org):
        lead = made_lead(org, synced.instance, Phone="1")
        page = people.browser.get(f"{people.base}{lead}/edit/")
        two_ways.edit(synced.instance, lead, first_name="Bea")

        people.post(f"{lead}/edit/", **{**shown(page), "phone_number": "2"})

        assert here(synced.instance, lead, "first_name") == "Bea"
        assert here(synced.instance, lead, "phone_number") == "2"

    def test_says_what_is_no_value(self, people, synced, org):
        lead = made_lead(org, synced.instance)

        answer = people.post(f"{lead}/edit/", num_employees="many")

        assert answer.status_code == 422
        assert "Enter a number" in answer.content.decode()

    def test_does_not_empty_what_salesforce_wants_on_every_record(self, people, synced, org):
        lead = made_lead(org, synced.instance)

        answer = people.post(f"{lead}/edit/", last_name="")

        assert answer.status_code == 422
        assert "This field is required" in answer.content.decode()
        assert here(synced.instance, lead, "last_name") == "Ray"

    def test_takes_no_opt_out_back(self, people, synced, org):
        lead = made_lead(org, synced.instance, HasOptedOutOfEmail=True)

        people.post(f"{lead}/edit/", phone_number="2")

        assert here(synced.instance, lead, "unsubscribed") == "true"


class TestAPersonTypedInByHand:
    def test_shows_who_has_the_address_before_another_is_made(self, people, synced, org):
        lead = made_lead(org, synced.instance, Email="ray@hand.example")
        typed = {"last_name": "Ray", "email_address": "RAY@hand.example"}

        first = people.post("new/", **typed)
        second = people.post("new/", **typed, seen="1")

        assert first.status_code == 422
        assert lead in first.content.decode()
        assert "Only here" in second.content.decode()

    def test_is_not_pushed_by_a_cycle_but_on_demand(self, people, synced, org):
        answer = people.post("new/", last_name="Solo", email_address="solo@hand.example", unsubscribed="on")
        key = answer.redirect_chain[-1][0].strip("/").split("/")[-1]
        cycle(synced.instance)
        before = org.colleague.query("SELECT Id FROM Lead WHERE Email = 'solo@hand.example'")["records"]

        pushed = people.post(f"{key}/salesforce/", company="Solo & Co", owner="")

        (found,) = org.colleague.query("SELECT Id, Company FROM Lead WHERE Email = 'solo@hand.example'")["records"]
        assert before == []
        assert found["Company"] == "Solo & Co"
        assert pushed.redirect_chain[-1][0].endswith(f"{found['Id']}/")
        assert here(synced.instance, found["Id"], "unsubscribed") == "true"
        assert "Stays here" not in pushed.content.decode()

    def test_is_found_as_the_lead_by_whoever_comes_back_to_the_old_page(self, people, synced, org):
        answer = people.post("new/", last_name="Twice", email_address="twice@hand.example")
        key = answer.redirect_chain[-1][0].strip("/").split("/")[-1]

        first = people.post(f"{key}/salesforce/", company="Twice & Co", owner="")
        second = people.post(f"{key}/salesforce/", company="Twice & Co", owner="")

        assert first.redirect_chain[-1][0] == second.redirect_chain[-1][0]
        assert "is a lead in Salesforce already" in second.content.decode()
        assert people.browser.get(f"{people.base}{key}/").status_code == 302
        assert len(org.colleague.query("SELECT Id FROM Lead WHERE Email = 'twice@hand.example'")["records"]) == 1

    def test_hears_why_salesforce_refuses(self, people, synced):
        answer = people.post("new/", last_name="Solo", email_address="nowhere@hand.example")
        key = answer.redirect_chain[-1][0].strip("/").split("/")[-1]

        refused = people.post(f"{key}/salesforce/", owner="")

        assert refused.status_code == 422
        assert "Required fields are missing: [Company]" in refused.content.decode()


class TestAFileOfPeople:
    def test_shows_what_it_would_do_and_then_does_it(self, people, synced, org):
        lead = made_lead(org, synced.instance, Email="known@file.example", Phone="1")
        text = (
            "Email;Phone;NumberOfEmployees;Shoe size\n"
            "Known@file.example;2;;43\n"
            "new@file.example;3;7;\n"
            "bad@file.example;4;many;\n"
            "known@file.example;5;;\n"
            ";6;;\n"
        )

        preview = upload(people, text)
        untouched = here(synced.instance, lead, "phone_number")
        people.post("import/", text=text, is_accepted="on")
        cycle(synced.instance)

        counts, found = preview.context["counts"], preview.context["found"]
        assert (counts.new, counts.matched, counts.changed) == (1, 1, 1)
        assert [(each.line, each.column) for each in found.faults] == [(4, "NumberOfEmployees"), (5, ""), (6, "")]
        assert found.unknown == ["Shoe size"]
        assert untouched == "1"
        assert there(org, "Lead", lead, "Phone") == "2"
        assert "new@file.example" in people.get("?q=new@file.example")

    @pytest.mark.parametrize("form", ["utf-16", "cp949"])
    def test_may_come_from_a_korean_excel(self, people, synced, org, form):
        made_lead(org, synced.instance, Email=f"{form}@file.example")

        preview = upload(people, f"Email\tFirstName\n{form}@file.example\t길동\n".encode(form))

        assert preview.context["counts"].changed == 1
        assert preview.context["found"].rows[0].values["first_name"] == "길동"

    @pytest.mark.parametrize(
        "text",
        ["", "a,b\n1,2\n", "\0\n", "Email\n\0a@file.example\n", "Email\nMüller@file.example\n".encode("latin-1")],
    )
    def test_that_is_none_changes_nothing(self, people, text):
        assert upload(people, text).status_code == 422

    def test_whose_quotation_mark_is_never_closed_is_told_so(self, people):
        answer = upload(people, 'Email,Phone\na@file.example,"1\n' + "b@file.example,2\n" * 20_000)

        assert answer.status_code == 422
        assert "quotation mark that is not closed" in answer.content.decode()

    def test_leaves_out_a_line_whose_cells_have_moved(self, people):
        found = upload(people, "Email,Company,Phone\na@file.example,Ray, Lee & Co,1\n").context["found"]

        assert found.rows == []
        assert [(fault.line, fault.value) for fault in found.faults] == [(2, "1")]

    def test_of_the_largest_size_comes_back_from_its_preview(self, people):
        """Written as an address is, three times as long, it would be too large for a request."""
        text = "Email,Notes\r\n" + "".join(f"{number}@file.example,{'가' * 340}\r\n" for number in range(2000))

        answer = people.browser.post(f"{people.base}import/", {"text": text})

        assert 2_000_000 < len(text.encode()) < 2 * 1024 * 1024
        assert 'enctype="multipart/form-data"><input' in answer.content.decode()
        assert "Import 2,000 people" in answer.content.decode()


class TestARefusedChange:
    RULE = {"object": "Lead", "name": "No", "condition": "Phone = '0000'", "message": "Not this one.", "field": "Phone"}

    @pytest.fixture
    def refused(self, synced, org):
        rule = org.trainer("POST", "validation-rules", self.RULE)
        lead = made_lead(org, synced.instance, Phone="1")
        two_ways.edit(synced.instance, lead, phone_number="0000")
        cycle(synced.instance)
        yield lead
        org.trainer("DELETE", f"validation-rules/{rule['id']}")

    def test_is_given_up_on_the_persons_page(self, people, synced, refused):
        before = people.get(f"{refused}/")
        data = {"chosen": f"Lead:{refused}:Phone", "person": refused}

        answer = people.browser.post(f"/instances/{synced.instance.key}/sync/row-errors/theirs/", data, follow=True)

        assert "Not this one." in before
        assert "There it is: 1" in before
        assert answer.redirect_chain[-1][0].endswith(f"/people/{refused}/")
        assert "Salesforce’s value was taken instead" in answer.content.decode()
        assert here(synced.instance, refused, "phone_number") == "1"

    def test_is_tried_again_from_the_persons_page(self, people, synced, refused):
        data = {"chosen": f"Lead:{refused}:Phone", "person": refused}

        answer = people.browser.post(f"/instances/{synced.instance.key}/sync/row-errors/read-again/", data, follow=True)

        assert answer.redirect_chain[-1][0].endswith(f"/people/{refused}/")
        assert "Goes to Salesforce with the next cycle" in answer.content.decode()

    def test_is_chosen_in_the_list_of_row_errors(self, people, synced, refused):
        address = f"/instances/{synced.instance.key}/sync/row-errors/"
        page = people.browser.get(address).content.decode()

        empty = people.browser.post(f"{address}theirs/", {}, follow=True).content.decode()
        taken = people.browser.post(f"{address}theirs/", {"chosen": f"Lead:{refused}:Phone"}, follow=True)

        assert f"Lead:{refused}:Phone" in page
        assert f"/people/{refused}/edit/" in page
        assert "Nothing was given up" in empty
        assert "1 value of Salesforce was taken" in taken.content.decode()
        assert "Not this one." not in taken.content.decode()


class TestTheDirections:
    def test_are_changed_by_admins(self, synced):
        data = {
            "Lead-way": "both",
            "Lead-winner": "salesforce",
            "Contact-way": "read",
            "Contact-winner": "salesforce",
            "new-company": "Unknown",
        }

        synced.browser("admin").post(f"/instances/{synced.instance.key}/settings/directions/", data)

        assert directions.of(synced.instance)["Lead"].winner == "salesforce"
        assert not directions.of(synced.instance)["Contact"].is_both
