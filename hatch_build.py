"""Hatch's hook: parsed data go into every wheel and every editable install.

Should packing fail, the build goes on: privet without a pack is privet, only slower."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKS = "src/privet/data/packed"


class Packing(BuildHookInterface):  # type: ignore[type-arg]  # its configuration is hatchling's own affair
    """Packs the data before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from privet.packing import pack

            pack()
        except Exception as error:  # whatever it is, it must not stop an installation
            self.app.display_warning(f"privet's data are not packed: {error!r}")
        finally:
            sys.path.pop(0)
        build_data["artifacts"].append(f"/{PACKS}/*")
