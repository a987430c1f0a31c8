"""Parse all data once and keep the result beside it, as every build and install of privet does (``make pack``)."""

from __future__ import annotations

from privet.packing import pack

if __name__ == "__main__":
    pack()
