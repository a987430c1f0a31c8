"""The outbox: no mail is lost and none comes twice, whatever the mail server does and whenever we are killed (W-31, W-33)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.mail import BadHeaderError, EmailMessage, send_mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from privet.web import chores
from privet.web.api import once
from privet.web.outbox import carrier, delivery
from privet.web.outbox.models import Mail
from web.postoffice import PostOffice, post_office
from web.serving import environment

BODY = "Come in:\n\nhttp://127.0.0.1:8000/invitations/abc/\n"


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    """The tests of Django keep mail in a list; here it goes where it goes."""
    settings.EMAIL_BACKEND = "privet.web.outbox.backend.Outbox"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as found:
        yield found


def posted(to: str = "bob@example.org") -> Mail:
    send_mail("An invitation", BODY, None, [to])
    return Mail.objects.get(to=to)


def tried(office: PostOffice, after: timedelta = timedelta()) -> Mail:
    """One round of delivery, so much later; the one mail there is."""
    way = carrier.carrier(office.address)
    assert way
    delivery.deliver(way, timezone.now() + after)
    return Mail.objects.get()


# ---- it works


def test_a_mail_is_kept_sent_once_and_then_holds_no_link_any_more(office: PostOffice) -> None:
    mail = posted()
    assert (mail.sent, mail.body) == (None, BODY)
    sent = tried(office)
    again = tried(office, timedelta(days=1))

    assert sent.sent and again.sent == sent.sent
    assert sent.body == ""
    assert office.ids == [f"<{mail.pk}@127.0.0.1>"]
    held = office.held[0]
    assert (held["To"], held["Subject"], held["Auto-Submitted"]) == (
        "bob@example.org",
        "An invitation",
        "auto-generated",
    )
    assert "/invitations/abc/" in str(held.get_payload())


def test_everybody_gets_a_mail_of_their_own(office: PostOffice) -> None:
    """No one sees who else was written to."""
    EmailMessage("Hello", "x", None, ["a@example.org"], bcc=["b@example.org"], cc=["c@example.org"]).send()

    assert set(Mail.objects.values_list("to", flat=True)) == {"a@example.org", "b@example.org", "c@example.org"}


def test_letters_of_every_language_arrive(office: PostOffice) -> None:
    send_mail("Vérifié – ça va ?", "Où ? Ça.\n", None, ["bob@example.org"])
    tried(office)
    from email.header import decode_header, make_header

    assert str(make_header(decode_header(office.held[0]["Subject"]))) == "Vérifié – ça va ?"


# ---- it fails


@pytest.mark.parametrize("way", ["busy", "later", "cut", "slow"])
def test_what_fails_for_now_is_tried_again_later_and_later(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is there to be seen, and one mail arrives in the end."""
    monkeypatch.setattr(carrier, "PATIENCE", 0.3)
    with post_office(way) as office:
        posted()
        waits = []
        for _ in range(4):
            before = Mail.objects.get()
            after = before.next_try - timezone.now() + timedelta(seconds=1)
            mail = tried(office, after)
            assert mail.sent is None and mail.refused is None and mail.fault
            waits.append((mail.next_try - before.next_try).total_seconds())
        assert mail.tries == 4
        assert waits[1] > waits[0] * 1.5 and waits[3] > waits[2] * 1.5
        office.ways = ["take"]
        assert tried(office).sent is None, "its time has not come"
        assert tried(office, timedelta(hours=1)).sent
        assert len(office.held) == 1


def test_a_server_that_is_not_there_is_waited_for() -> None:
    with post_office() as closed:
        pass
    posted()
    mail = tried(closed)

    assert mail.sent is None and "refused" in mail.fault.lower()


def test_an_address_that_does_not_exist_is_given_up_at_once() -> None:
    with post_office("never") as office:
        posted()
        mail = tried(office)
        assert mail.refused and mail.fault == "550 nobody"
        office.ways = ["take"]
        assert tried(office, timedelta(days=1)).sent is None


def test_after_four_days_nobody_tries_any_more() -> None:
    with post_office("later") as office:
        posted()
        Mail.objects.update(made=timezone.now() - delivery.GIVEN_UP - timedelta(hours=1))

        assert tried(office).refused


def test_a_server_that_takes_a_mail_and_hangs_up_gets_the_same_one_again() -> None:
    """We cannot know that it was kept; its Message-ID tells the reader's mail program that it is one mail."""
    with post_office("lose", "take") as office:
        posted()
        assert tried(office).sent is None
        assert tried(office, timedelta(hours=1)).sent
        assert len(office.ids) == 2 and len(set(office.ids)) == 1


def test_a_line_that_should_be_safe_is_safe_or_not_used() -> None:
    """A server without STARTTLS never sees the password."""
    with post_office() as office:
        posted()
        way = carrier.carrier(office.address.replace("smtp://", "smtp+tls://user:sesame@"))
        assert way and "sesame" not in repr(way)
        delivery.deliver(way)

        assert Mail.objects.get().sent is None
        assert not office.held
        assert not any("AUTH" in line for line in office.said)


# ---- headers


@pytest.mark.parametrize("place", ["subject", "to", "from"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_break_in_a_header_is_refused_on_the_way_in(place: str, end: str) -> None:
    """W-31."""
    fields = {"subject": "Hello", "from": "a@example.org", "to": "b@example.org"}
    fields[place] += f"{end}Bcc: c@example.org"
    with pytest.raises(BadHeaderError):
        send_mail(fields["subject"], "x", fields["from"], [fields["to"]])

    assert not Mail.objects.exists()


@pytest.mark.parametrize("place", ["subject", "to"])
def test_and_refused_again_on_the_way_out(office: PostOffice, place: str) -> None:
    posted()
    Mail.objects.update(**{place: "b@example.org\r\nBcc: c@example.org"})
    mail = tried(office)

    assert mail.refused and not office.held


# ---- many servers, and a kill at any moment


def test_of_two_servers_that_see_a_mail_one_takes_it() -> None:
    posted()
    one, other = Mail.objects.get(), Mail.objects.get()
    now = timezone.now()

    assert (delivery.taken(one, now), delivery.taken(other, now)) == (True, False)


SERVER = """
import os, signal, sys
import django
django.setup()
from datetime import timedelta
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone
from privet.web.outbox import carrier, delivery
what, address = sys.argv[1:3]
way = carrier.carrier(address)
if what == "fill":
    call_command("migrate", verbosity=0)
    for number in range(int(sys.argv[3])):
        send_mail(str(number), "x", None, [f"{number}@example.org"])
    sys.exit()
carry = carrier.Carrier.carry
def deadly(self, message):
    if what == "kill-after":
        carry(self, message)
    os.kill(os.getpid(), signal.SIGKILL)
if what.startswith("kill"):
    carrier.Carrier.carry = deadly
delivery.deliver(way, timezone.now() + (delivery.LEASE if what == "later" else timedelta()))
"""


def server(folder: Path, what: str, address: str, *rest: str) -> subprocess.Popen[bytes]:
    """A server of its own on a database that is a file."""
    told = {"DJANGO_SETTINGS_MODULE": "privet.web.settings", "PRIVET_DATA": str(folder), "PRIVET_SECRET_KEY": "s" * 40}
    env = {**os.environ, "DATABASE_URL": "", **told}
    return subprocess.Popen([sys.executable, "-c", SERVER, what, address, *rest], env=env)


def test_a_kill_between_sending_and_noting_it_loses_nothing_and_doubles_nothing(
    office: PostOffice, tmp_path: Path
) -> None:
    """W-33: killed before the mail went, killed after; the reader has one mail."""
    assert server(tmp_path, "fill", office.address, "1").wait() == 0
    assert server(tmp_path, "kill-before", office.address).wait() == -signal.SIGKILL
    assert office.held == []
    assert server(tmp_path, "go", office.address).wait() == 0
    assert office.held == [], "it may still be on its way: nobody takes it before its time"
    assert server(tmp_path, "later", office.address).wait() == 0
    assert len(office.ids) == 1


def test_a_kill_after_sending_sends_the_same_mail_not_another(office: PostOffice, tmp_path: Path) -> None:
    assert server(tmp_path, "fill", office.address, "1").wait() == 0
    assert server(tmp_path, "kill-after", office.address).wait() == -signal.SIGKILL
    assert server(tmp_path, "later", office.address).wait() == 0

    assert len(office.ids) == 2 and len(set(office.ids)) == 1


def test_two_servers_at_once_send_each_mail_once(office: PostOffice, tmp_path: Path) -> None:
    assert server(tmp_path, "fill", office.address, "40").wait() == 0
    both = [server(tmp_path, "go", office.address) for _ in range(2)]

    assert [process.wait() for process in both] == [0, 0]
    assert len(office.ids) == len(set(office.ids)) == 40


# ---- the setting, the list, the chores


@pytest.mark.parametrize(
    ("address", "port", "security"),
    [
        ("smtp://mail.example.org", 25, "none"),
        ("smtp+tls://u:p%40ss@mail.example.org", 587, "starttls"),
        ("smtps://u:p@mail.example.org:2465", 2465, "tls"),
    ],
)
def test_the_setting_names_a_server(address: str, port: int, security: str) -> None:
    found = carrier.carrier(address)

    assert found and (found.host, found.port, found.security) == ("mail.example.org", port, security)
    assert found.password in ("", "p", "p@ss")


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:b", "smtp://a/b"]
)
def test_a_setting_that_names_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        carrier.carrier(address)
    assert carrier.carrier("") is None


def test_without_a_mail_server_somebody_can_pass_a_link_on(tmp_path: Path) -> None:
    """``privet mails`` lists what waits, with the link and why it is still here."""
    from privet.cli.mails import mails, told

    line = told(timezone.now(), "bob@example.org\x1b[2J", "An invitation", BODY, "550 nobody", 3)
    assert "http://127.0.0.1:8000/invitations/abc/" in line
    assert "550 nobody" in line and "\x1b" not in line
    server(tmp_path, "fill", "smtp://x", "2").wait()
    command = [sys.executable, "-m", "privet", "mails", "--data", str(tmp_path)]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert (done.returncode, "1@example.org" in done.stdout, "2 mails" in done.stderr) == (0, True, True), done.stderr
    assert CliRunner().invoke(mails, ["--data", str(tmp_path / "nowhere")]).exception


def test_old_mail_is_forgotten(office: PostOffice) -> None:
    posted("old@example.org")
    Mail.objects.update(made=timezone.now() - delivery.KEPT - timedelta(days=1))
    posted("new@example.org")
    delivery.forget()

    assert [mail.to for mail in Mail.objects.all()] == ["new@example.org"]


def test_a_chore_that_fails_stops_no_other_and_tidying_is_done_once_a_day(
    settings: Settings, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL = office.address
    monkeypatch.setattr(once, "forget", lambda: 1 / 0)
    posted()
    here = chores.Chores()
    first = list(here.due())
    for chore in first:
        here.done(chore)

    assert Mail.objects.get().sent
    assert len(first) >= 4 and len(list(here.due())) == 1
