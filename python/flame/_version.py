"""Which version of Flame the module stands for."""

from __future__ import annotations

from cresset_table import FLAME_VERSION

from ._bridge import request


def get_version() -> str:
    """The version of Flame whose calls are meant: `2026.0.0`."""
    return FLAME_VERSION


def _part(index):
    parts = get_version().split(".")
    return parts[index] if index < len(parts) else "0"


def get_version_major() -> str:
    """`2026`."""
    return _part(0)


def get_version_minor() -> str:
    """`0`."""
    return _part(1)


def get_version_patch() -> str:
    """`0`."""
    return _part(2)


def get_version_stamp() -> str:
    """Version of Cresset that stands in for it."""
    return "cresset %s" % request("flame.session")["cressetVersion"]


def get_home_directory() -> str:
    """The folder of Cresset's own data."""
    return request("flame.session")["home"]
