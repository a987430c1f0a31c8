"""A mail server to fail with: it takes mail, or does one of the things that mail servers do."""

from __future__ import annotations

import email
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message

KINDS = ("take", "busy", "later", "never", "lose", "cut", "slow")
"""Take it; 421 at the door; 451 or 550 for the address; take the text and hang up before or after keeping it; say nothing."""


@dataclass
class PostOffice:
    """What it was told to do, in turn (the last for good), and what it holds."""

    port: int
    ways: list[str] = field(default_factory=lambda: ["take"])
    held: list[Message] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Every line of the senders."""

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        """The Message-ID of everything held, as often as it came."""
        return [str(message["Message-ID"]) for message in self.held]

    def next_way(self) -> str:
        return self.ways.pop(0) if len(self.ways) > 1 else self.ways[0]

    def talk(self, line: socket.socket) -> None:
        """One sender, from greeting to goodbye."""
        way = self.next_way()
        with suppress(OSError), line, line.makefile("rb") as heard:
            if way == "slow":
                time.sleep(3)
                return
            line.sendall(b"421 busy\r\n" if way == "busy" else b"220 here\r\n")
            for raw in heard:
                word = raw.decode("latin-1").strip()
                self.said.append(word)
                if word.upper() == "DATA":
                    line.sendall(b"354 go on\r\n")
                    if not self.take(heard, line, way):
                        return
                else:
                    line.sendall(self.reply(word.upper(), way))
                if word.upper() == "QUIT":
                    return

    @staticmethod
    def reply(word: str, way: str) -> bytes:
        if word.startswith("RCPT") and way in ("later", "never"):
            return b"451 come back\r\n" if way == "later" else b"550 nobody\r\n"
        return b"221 bye\r\n" if word == "QUIT" else b"502 no\r\n" if word == "STARTTLS" else b"250 fine\r\n"

    def take(self, heard: Iterator[bytes], line: socket.socket, way: str) -> bool:
        """The text of a mail; False where the line is cut."""
        lines = []
        for raw in heard:
            if raw == b".\r\n":
                break
            lines.append(raw)
        if way != "cut":
            self.held.append(email.message_from_bytes(b"".join(lines)))
        if way in ("cut", "lose"):
            return False
        line.sendall(b"250 taken\r\n")
        return True


@contextmanager
def post_office(*ways: str) -> Iterator[PostOffice]:
    """It is open meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        found = PostOffice(door.getsockname()[1], list(ways) or ["take"])

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = door.accept()
                    threading.Thread(target=found.talk, args=(line,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield found
        door.shutdown(socket.SHUT_RDWR)
