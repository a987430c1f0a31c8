"""``python -m privet.web.probe``: exit code 0 if the server on this machine is up; for the container's health check."""

from __future__ import annotations

import http.client
import os
import sys
from urllib.parse import urlsplit

PORT = 8000
PATIENCE = 4.0


def is_up(port: int, host: str) -> bool:
    """Whether ``/up`` answers, asked under the name that the server answers to."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", "/up", headers={"Host": host})
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    address = urlsplit(os.environ.get("PRIVET_URL", ""))
    sys.exit(0 if is_up(PORT, address.netloc or "127.0.0.1") else 1)
