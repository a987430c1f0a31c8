"""The JSON interface: keys and scopes, one effect for a request, nobody overwrites unseen, and whatever is sent, no slip."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from privet.rewriting import BEGINNING
from privet.web.access import table
from privet.web.api import keys, said
from privet.web.api import once as one_effect
from privet.web.api.models import Request, Token
from privet.web.api.routes import api
from privet.web.people.models import Membership, Role
from privet.web.plans.models import Plan
from privet.web.trail.models import Event
from web.team.town import CSRF, VISITORS, Town, samples

ROOT = "/api/v1"
SHOP = 'schema = 1\n\n[organisation]\nname = "The Corner Shop"\nkind = "shop"\nplaces = ["NL"]\n'
TOML = "application/toml"
Body = Mapping[str, object]


@dataclass
class Program:
    """A program with a key, or with none."""

    key: str = ""
    language: str = "en"

    def ask(
        self, method: str, path: str, body: bytes | str = b"", kind: str = "application/json", **headers: str
    ) -> Any:
        """One request; ``_`` in the name of a header stands for a hyphen."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Accept-Language"] = self.language
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        return client.generic(method, f"{ROOT}{path}", body, kind, headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def begin(self, body: Body, key: str = "") -> Any:
        return self.ask("POST", "/plans", json.dumps(body), Idempotency_Key=key or uuid.uuid4().hex)

    def push(self, plan: Plan, text: str | bytes, seen: str, key: str = "") -> Any:
        sent = {"If_Match": seen} if seen else {}
        path = f"/plans/{plan.pk}/privacy.toml"
        return self.ask("PUT", path, text, TOML, Idempotency_Key=key or uuid.uuid4().hex, **sent)

    def etag(self, plan: Plan) -> str:
        return str(self.get(f"/plans/{plan.pk}/privacy.toml")["ETag"])


def made(there: Town, *scopes: str, days: int = 30) -> Program:
    return Program(keys.make(there.bakery, there.users["owner"], "CI", scopes or keys.SCOPES, days)[1])


@pytest.fixture
def program(there: Town) -> Program:
    """A program that may read and write the bakery's plans."""
    return made(there)


def codes(response: HttpResponse) -> list[str]:
    """What it says is wrong."""
    return [fault["code"] for fault in json.loads(response.content)["faults"]]


# ---- who may


def api_routes() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Method, address and who may, for every row of the table."""
    for name, row in table().items():
        if row.group == "api" and "anyone" not in row.see:
            yield from ((method, name, row.see) for method in ("GET", "HEAD"))
            yield from ((method, name, row.change) for method in ("POST", "PUT", "DELETE", "PATCH"))


def path_of(name: str, there: Town, plan: Plan) -> str:
    from django.urls import reverse

    values = {**samples(there), "plan": plan.pk}
    pattern = {"api:plans": (), "api:document": ("plan", "kind", "name", "language", "form")}.get(name, ("plan",))
    return reverse(name, kwargs={slot: values[slot] for slot in pattern}).removeprefix(ROOT)


def test_every_address_obeys_the_table_for_every_kind_of_key(there: Town) -> None:
    """No key, a made-up one, one that ended, one of another organisation, and each scope."""
    other = Program(keys.make(there.elsewhere, there.users["other-owner"], "CI", keys.SCOPES, 30)[1])
    ended, scoped = made(there, days=-1), {scope: made(there, scope) for scope in keys.SCOPES}
    for method, name, wanted in api_routes():
        path = path_of(name, there, there.plan)
        due = 401 if wanted else 405
        for nobody in (Program(), Program("privet_" + "x" * 43), Program("x"), ended):
            assert nobody.ask(method, path).status_code == due, (method, name)
        if wanted and "plan" in name and name != "api:plans":
            assert other.ask(method, path).status_code == 404, (method, name)
        for scope, holder in scoped.items():
            found = holder.ask(method, path, Idempotency_Key="k").status_code
            may = f"token-{scope}" in wanted
            assert (found not in (401, 403, 404)) if may else found in (403, 405), (method, name, scope, found)


def test_what_another_organisation_has_looks_like_what_is_not_there(program: Program, there: Town) -> None:
    """Same status, same body (W-10)."""
    for plan in (there.other_plan, there.guest_plan, Plan(pk=uuid.uuid4())):
        response = program.get(f"/plans/{plan.pk}")
        assert (response.status_code, codes(response)) == (404, ["api-missing"])
        assert program.push(plan, SHOP, '"x"').content == response.content
    assert [plan["id"] for plan in program.get("/plans").json()["plans"]] == [str(there.plan.pk)]


@pytest.mark.parametrize("visitor", VISITORS)
def test_cookies_open_nothing(there: Town, visitor: str) -> None:
    """The interface takes no cookie: so a page of somebody else can do nothing with one (W-02)."""
    browser, path = there.visitor(visitor), f"{ROOT}/plans/{there.plan.pk}/privacy.toml"

    assert browser.get(path).status_code == 401
    assert browser.put(path, SHOP, TOML, headers={"X-CSRFToken": CSRF}).status_code == 401
    assert browser.post(f"{ROOT}/plans", "{}", "application/json").status_code == 401


def test_no_answer_sets_a_cookie(program: Program, there: Town) -> None:
    for path in ("/plans", f"/plans/{there.plan.pk}/privacy.toml", "/openapi.json", "/nowhere"):
        assert not program.get(path).cookies


def test_a_key_dies_with_its_end_its_owner_and_by_hand(there: Town) -> None:
    """At the next request (W-14, W-22)."""
    program = made(there)
    token = Token.objects.get(organisation=there.bakery)
    assert program.get("/plans").status_code == 200

    Token.objects.update(revoked=True)
    assert program.get("/plans").status_code == 401
    Token.objects.update(revoked=False, ends=timezone.now() - timedelta(seconds=1))
    assert program.get("/plans").status_code == 401
    Token.objects.update(ends=timezone.now() + timedelta(days=1))
    assert program.get("/plans").status_code == 200
    for change in ({"suspended": True}, {"suspended": False, "role": Role.EDITOR}):
        Membership.objects.filter(user=token.made_by).update(**change)
        assert program.get("/plans").status_code == 401
    Membership.objects.filter(user=token.made_by).update(role=Role.OWNER)
    assert program.get("/plans").status_code == 200
    there.users["owner"].delete()
    assert program.get("/plans").status_code == 401


def test_only_the_hash_of_a_key_is_kept_and_its_use_is_known(there: Town) -> None:
    program = made(there)
    token = Token.objects.get()

    assert program.key not in json.dumps(list(Token.objects.values()), default=str)
    assert len(program.key) > 40
    assert token.used is None
    program.get("/plans")
    token.refresh_from_db()
    assert token.used is not None


# ---- the page with the keys


def test_an_owner_makes_a_key_which_is_shown_once(there: Town) -> None:
    owner, path = there.visitor("owner"), f"/organisations/{there.bakery.pk}/tokens/"
    sent = {"csrfmiddlewaretoken": CSRF, "id": str(uuid.uuid4()), "name": "CI\n", "scope": ["read"], "days": "90"}
    shown = owner.post(path, sent).content.decode()
    key = shown.split('id="key" value="')[1].split('"')[0]

    assert Program(key).get("/plans").status_code == 200
    assert key not in owner.get(path).content.decode()
    assert owner.post(path, sent).status_code == 302, "the same form once more makes no second key"
    token = Token.objects.get()
    assert (token.name, token.scopes, token.ends is not None) == ("CI", "read", True)
    revoked = owner.post(path, {"csrfmiddlewaretoken": CSRF, "revoke": str(token.pk)})
    assert revoked.status_code == 302
    assert Program(key).get("/plans").status_code == 401
    assert set(Event.objects.values_list("action", flat=True)) >= {"made-key", "revoked-key"}


def test_a_key_wants_a_name_and_a_scope_and_is_revoked_by_its_own_owners(there: Town) -> None:
    path = f"/organisations/{there.bakery.pk}/tokens/"
    for fields in ({"name": "", "scope": ["read"]}, {"name": "CI"}, {"name": "CI", "scope": ["root"]}):
        response = there.visitor("owner").post(path, {"csrfmiddlewaretoken": CSRF, **fields})
        assert response.status_code == 422
    assert not Token.objects.exists()
    made(there)
    elsewhere = f"/organisations/{there.elsewhere.pk}/tokens/"
    for id in (str(Token.objects.get().pk), "no-id"):
        there.visitor("other-owner").post(elsewhere, {"csrfmiddlewaretoken": CSRF, "revoke": id})
    assert not Token.objects.get().revoked


# ---- plans and answers


def test_a_program_begins_a_plan_pushes_answers_and_fetches_documents(program: Program) -> None:
    """What a build job does."""
    begun = program.begin({"name": "Shop", "answers": SHOP})
    assert begun.status_code == 201
    plan = Plan.objects.get(pk=begun.json()["id"])
    assert begun["Location"] == f"{ROOT}/plans/{plan.pk}"
    fetched = program.get(f"/plans/{plan.pk}/privacy.toml")
    assert fetched.content.decode() == SHOP
    assert fetched["ETag"] == begun["ETag"] == program.get(f"/plans/{plan.pk}")["ETag"]

    pushed = program.push(plan, SHOP.replace("shop", "club"), fetched["ETag"])
    assert (pushed.status_code, pushed.json()["revision"]) == (200, 2)
    assert pushed["ETag"] == program.etag(plan) != fetched["ETag"]
    papers = program.get(f"/plans/{plan.pk}/documents?language=nl").json()["documents"]
    assert {"plan", "notice"} <= {paper["kind"] for paper in papers}
    assert next(paper for paper in papers if paper["kind"] == "notice")["lacks"]
    document = program.get(f"/plans/{plan.pk}/documents/plan/plan.nl.md")
    assert (document.status_code, document["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    assert "The Corner Shop" in document.content.decode()
    assert [event.action for event in Event.objects.filter(plan=plan.pk).order_by("id")][:2] == ["began", "saw"]


def test_a_document_that_waits_for_answers_says_for_which(program: Program, there: Town) -> None:
    response = program.get(f"/plans/{there.plan.pk}/documents/notice/notice.en.html")

    assert response.status_code == 409
    assert all(fault["key"] and fault["message"] for fault in response.json()["faults"])


@pytest.mark.parametrize(
    "path",
    [
        "plan/plan.xx.md",
        "plan/plan.en.exe",
        "nothing/plan.en.md",
        "plan/other.en.md",
        "../etc/passwd",
        "plan/%2e%2e.en.md",
    ],
)
def test_a_document_that_there_is_not(program: Program, there: Town, path: str) -> None:
    assert program.get(f"/plans/{there.plan.pk}/documents/{path}").status_code == 404


def test_findings_and_tasks_are_those_of_the_command_line(program: Program, there: Town, tmp_path: Any) -> None:
    """The same answers, looked at by ``privet check``."""
    from click.testing import CliRunner

    from privet.cli.app import app

    program.push(there.plan, SHOP, program.etag(there.plan))
    (tmp_path / "privacy.toml").write_text(SHOP)
    on = timezone.localdate().isoformat()
    told = CliRunner().invoke(app, ["check", str(tmp_path / "privacy.toml"), "--format", "json", "--on", on], standalone_mode=False)  # fmt: skip
    asked = program.get(f"/plans/{there.plan.pk}/findings?language=en").json()
    expected = json.loads(told.stdout.replace(str(tmp_path / "privacy.toml"), "privacy.toml"))
    assert asked == expected

    tasks = program.get(f"/plans/{there.plan.pk}/tasks?language=fr").json()
    assert tasks["tasks"] and tasks["open_questions"]
    assert program.get(f"/plans/{there.plan.pk}/tasks?language=xx").status_code == 422


def test_faults_come_as_on_the_command_line_in_the_language_asked_for(program: Program, there: Town) -> None:
    """Line, key and message for each, nothing changed."""
    seen = program.etag(there.plan)
    wrong = SHOP.replace('"shop"', '"clubb"').replace("name", "nmae")
    faults = program.push(there.plan, wrong, seen).json()["faults"]
    assert [(fault["line"], fault["key"]) for fault in faults] == [(4, "organisation.nmae"), (5, "organisation.kind")]
    assert "did you mean" in faults[1]["message"]
    dutch = Program(program.key, "nl").push(there.plan, wrong, seen).json()["faults"]
    assert dutch[1]["message"] != faults[1]["message"]
    assert program.etag(there.plan) == seen


def test_a_secret_in_what_was_sent_is_not_repeated(program: Program, there: Town) -> None:
    secret = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    response = program.push(there.plan, f'schema = 1\n[organisation]\nkind = "{secret}"\n', program.etag(there.plan))

    assert response.status_code == 422
    assert secret not in response.content.decode()


def test_nobody_overwrites_what_they_have_not_seen(program: Program, there: Town) -> None:
    """No mark: 428; an old one: 412, and the newer text stays (W-05)."""
    first = program.etag(there.plan)
    assert program.push(there.plan, SHOP, first).status_code == 200
    for seen, status in (("", 428), ("*", 428), (first, 412), (f'{first}, "x"', 412), ("x" * 2000, 422)):
        assert program.push(there.plan, BEGINNING, seen).status_code == status, seen
    assert program.get(f"/plans/{there.plan.pk}/privacy.toml").content.decode() == SHOP
    assert program.push(there.plan, BEGINNING, f'"x", {program.etag(there.plan)}').status_code == 200


def test_comments_count_as_well(program: Program, there: Town) -> None:
    """Somebody added only a comment: to overwrite it unseen would be a loss too."""
    first = program.etag(there.plan)
    program.push(there.plan, BEGINNING + "# looked at in March\n", first)

    assert program.push(there.plan, SHOP, first).status_code == 412


# ---- one effect


def test_ten_thousand_duplicates_have_one_effect_and_one_answer(there: Town) -> None:
    """W-04."""
    token, _ = keys.make(there.bakery, there.users["owner"], "CI", keys.SCOPES, 30)
    request = RequestFactory().post(f"{ROOT}/plans", "{}", "application/json")
    effects: list[int] = []

    def act() -> HttpResponse:
        effects.append(1)
        return HttpResponse(f"number {len(effects)}", status=201, headers={"ETag": '"a"'})

    answers = [one_effect.once(request, token, "a", act) for _ in range(10_000)]

    assert len(effects) == 1
    assert {(a.status_code, a.content, a["ETag"], a["Content-Type"]) for a in answers} == {
        (201, b"number 1", '"a"', "text/html; charset=utf-8")
    }
    assert Request.objects.count() == 1


def test_a_request_sent_again_over_the_whole_way_begins_one_plan(program: Program, there: Town) -> None:
    before = Plan.objects.count()
    answers = [program.begin({"name": "Shop", "answers": SHOP}, "again") for _ in range(20)]

    assert {(a.status_code, a.content, a["Location"], a["ETag"]) for a in answers} == {
        (201, answers[0].content, answers[0]["Location"], answers[0]["ETag"])
    }
    assert Plan.objects.count() == before + 1
    assert Event.objects.filter(action="began", about="Shop").count() == 1


def test_an_answer_that_was_lost_comes_again_though_the_plan_has_moved_on(program: Program, there: Town) -> None:
    """The retry of a change that was made gets its success, not a 412."""
    first = program.etag(there.plan)
    done = program.push(there.plan, SHOP, first, "k")
    program.push(there.plan, BEGINNING, program.etag(there.plan))
    again = program.push(there.plan, SHOP, first, "k")

    assert (again.status_code, again.content) == (done.status_code, done.content) == (200, done.content)
    assert program.get(f"/plans/{there.plan.pk}/privacy.toml").content.decode() == BEGINNING


def test_a_key_of_a_request_is_for_that_request_only(program: Program, there: Town) -> None:
    """Another body, address or base: 422; another program may use the same key."""
    program.begin({"name": "A"}, "k")
    assert codes(program.begin({"name": "B"}, "k")) == ["api-other-request"]
    assert codes(program.push(there.plan, SHOP, program.etag(there.plan), "k")) == ["api-other-request"]
    assert made(there).begin({"name": "B"}, "k").status_code == 201


def test_a_refusal_is_remembered_and_our_own_slip_is_not(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a slip the same request can be sent again; nothing of the first is left."""
    wrong = {"answers": "schema = 1\nx"}
    assert program.begin(wrong, "a").content == program.begin(wrong, "a").content
    before, body = Plan.objects.count(), {"name": "Later"}
    with monkeypatch.context() as patched:
        patched.setattr("privet.web.api.routes.did", lambda *rest: 1 / 0)
        broken = program.begin(body, "b")
    assert (broken.status_code, codes(broken)) == (500, ["api-broken"])
    assert "ZeroDivision" not in broken.content.decode()
    assert Plan.objects.count() == before
    assert program.begin(body, "b").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é"])
def test_a_write_wants_a_key_of_its_own(program: Program, there: Town, key: str) -> None:
    sent = {"Idempotency_Key": key} if key else {}
    assert program.ask("POST", "/plans", "{}", **sent).status_code == 422
    assert program.ask("PUT", f"/plans/{there.plan.pk}/privacy.toml", SHOP, TOML, **sent).status_code == 422


def test_a_key_changes_so_much_in_an_hour_and_no_more(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered before is still answered; an hour later it goes on."""
    monkeypatch.setattr(one_effect, "MOST", 2)
    assert [program.begin({}, key).status_code for key in ("a", "b", "c", "a")] == [201, 201, 429, 201]
    Request.objects.update(at=timezone.now() - timedelta(hours=2))
    assert program.begin({}, "c").status_code == 201


def test_keys_of_requests_are_forgotten_in_the_end(program: Program) -> None:
    program.begin({}, "old")
    Request.objects.update(at=timezone.now() - one_effect.REMEMBERED - timedelta(days=1))
    program.begin({}, "new")
    one_effect.forget()

    assert list(Request.objects.values_list("key", flat=True)) == ["new"]


# ---- whatever is sent


def test_what_is_too_large_is_refused(program: Program, there: Town) -> None:
    big = "#" * 1_000_001
    assert program.push(there.plan, big, program.etag(there.plan)).status_code == 422
    assert program.push(there.plan, "#" * 1_600_000, program.etag(there.plan)).status_code == 413
    assert program.begin({"answers": big}).status_code == 422
    assert program.begin({"name": "x" * 201}).status_code == 422
    assert program.get("/plans?limit=201").status_code == 422


def test_fields_that_are_not_asked_for_are_refused(program: Program, there: Town) -> None:
    """W-13."""
    assert program.begin({"name": "A", "organisation": str(there.elsewhere.pk)}).status_code == 422


def test_a_name_is_kept_on_one_line(program: Program) -> None:
    program.begin({"name": "A\r\nB\x00\u202e"})

    assert Plan.objects.filter(name="AB").exists()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(
        ["\x00", "\ud800", "'; --", "{{7*7}}", "%00", "../..", "privet_", SHOP, "schema = 1\n[a]\nb = [[[["]
    ),
)
JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=80),
    JSON.map(lambda found: json.dumps(found).encode()),
    st.fixed_dictionaries({}, optional={"name": JSON, "answers": TEXTS, "x": JSON}).map(lambda found: json.dumps(found).encode()),
    TEXTS.map(lambda text: text.encode(errors="surrogatepass")),
)  # fmt: skip
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
QUERIES = st.dictionaries(st.sampled_from(["limit", "offset", "language", "x"]), st.one_of(TEXTS, st.integers().map(str)), max_size=3)  # fmt: skip


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failure is told at once; making it smaller would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_whatever_is_sent_there_is_no_slip_of_ours(there: Town, data: st.DataObject) -> None:
    """Every operation that the description names, with bodies, queries and headers nobody would write; faults are JSON."""
    program = made(there)
    described = api.get_openapi_schema()
    paths = [(method, path) for path, operations in described["paths"].items() for method in operations]
    method, pattern = data.draw(st.sampled_from(paths))
    name = data.draw(st.sampled_from(["plan", "notice", "requests"]))
    slots = {"plan": there.plan.pk, "kind": name, "name": name, "language": data.draw(st.sampled_from(["en", "xx"])), "form": data.draw(st.sampled_from(["json", "md", "csv", "q"]))}  # fmt: skip
    path = pattern.format(**slots).removeprefix(ROOT)
    headers = data.draw(
        st.dictionaries(st.sampled_from(["Idempotency_Key", "If_Match", "Content_Type"]), HEADER, max_size=2)
    )
    if data.draw(st.booleans()):
        headers = {"Idempotency_Key": "k", "If_Match": program.etag(there.plan)}
    query = urlencode(data.draw(QUERIES), errors="surrogatepass")
    response = program.ask(method.upper(), f"{path}?{query}", data.draw(BODIES), data.draw(st.sampled_from(["application/json", TOML, "text/plain", "multipart/form-data; boundary=x"])), **headers)  # fmt: skip

    assert response.status_code < 500, (method, path, response.content)
    assert response.status_code in described["paths"][pattern][method]["responses"], (
        method,
        path,
        response.status_code,
    )
    if response.status_code >= 400:
        assert all(set(fault) == {"code", "line", "key", "message"} for fault in response.json()["faults"])


# ---- the description


def test_the_description_is_open_and_names_every_address(program: Program) -> None:
    """OpenAPI 3.1, for tools; without a page that fetches its script from elsewhere."""
    described = Program().get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) == len({name for name, row in table().items() if row.group == "api"}) - 2
    assert described["components"]["securitySchemes"]
    assert Program().get("/docs").status_code == 404
    assert Program().get("/").status_code == 404


def test_answers_have_the_form_that_the_description_promises(program: Program, there: Town) -> None:
    """Each successful answer, held against its schema."""
    from jsonschema import Draft202012Validator

    described = Program().get("/openapi.json").json()
    program.push(there.plan, SHOP, program.etag(there.plan))
    plan = f"/plans/{there.plan.pk}"
    for path, form in (
        ("/plans", "Plans"), (plan, "Plan"), (f"{plan}/documents", "Papers"), (f"{plan}/findings", "Findings"), (f"{plan}/tasks", "Tasks"), ("/nowhere", "Faults"),
    ):  # fmt: skip
        schema = {"$ref": f"#/components/schemas/{form}", "components": described["components"]}
        Draft202012Validator(schema).validate(program.get(path).json())


def test_every_refusal_has_words(program: Program) -> None:
    """A code that has no sentence would be a slip at the worst moment."""
    from privet.web import shelf

    words = shelf.words().strings
    assert [name for name in ("api-no-key", "api-scope", "api-method", "api-format", "api-large") if f"fault.{name}" not in words] == []  # fmt: skip
    assert said.answer(ModuleNotFoundError()).status_code == 501
