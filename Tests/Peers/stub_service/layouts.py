"""The manifest of bundles that have none: the platform's exports, and trees with a file for each component."""

from pathlib import Path
from typing import Any

from . import tolerant

#: Where the base of such a bundle is.
BASES = ["base.imljson", "base.iml.json"]

#: The directories of the kinds of components.
DIRECTORIES = {"connection": "connections", "module": "modules", "rpc": "rpcs", "webhook": "webhooks",
               "function": "functions"}

#: The keys of a component written as one file that hold its code.
PARTS = ["communication", "api", "params", "parameters", "staticParams", "mappableParams", "expect", "interface", "samples"]


def manifest(directory: Path) -> dict[str, Any]:
    """What `makecomapp.json` would say; code may stand in it instead of the path of its file."""
    base = next((name for name in BASES if (directory / name).is_file()), None)
    components = {kind: _components(directory, name) for kind, name in DIRECTORIES.items()}
    return {"generalCodeFiles": {"base": base}, "components": components}


def _components(bundle: Path, directory: str) -> dict[str, Any]:
    found = {}
    for one in sorted((bundle / directory).glob("*")):
        if one.is_dir():
            about = tolerant.read(one / "metadata.json") if (one / "metadata.json").is_file() else {}
            paths = {file.name.split(".")[0]: str(file.relative_to(bundle)) for file in one.glob("*.im*json")}
            if (one / "code.js").is_file():
                paths["code"] = str((one / "code.js").relative_to(bundle))
            found[about.get("name") or one.name] = {**about, "codeFiles": paths}
        elif one.name.endswith((".imljson", ".iml.json")):
            spec = tolerant.read(one)
            is_whole = isinstance(spec, dict) and ("communication" in spec or "api" in spec)
            code = {key: spec[key] for key in PARTS if key in spec} if is_whole else {"communication": spec}
            found[one.name.split(".")[0]] = {**(spec if is_whole else {}), "codeFiles": code}
    return found
