"""Keys of a demonstration: made once, kept beside its database. A real site gives its own."""

import base64
import json
import secrets
from pathlib import Path
from typing import Any


def demo_keys(folder: Path) -> dict[str, Any]:
    """The keys in folder/keys.json, which is made on first use and readable by its owner only."""
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(_new_keys()))
    keys: dict[str, Any] = json.loads(path.read_text())
    return keys


def _new_keys() -> dict[str, Any]:
    return {
        "secret_key": secrets.token_urlsafe(50),
        "sealing_keys": {"1": _key()},
        "index_key": _key(),
        "audit_key": _key(),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
