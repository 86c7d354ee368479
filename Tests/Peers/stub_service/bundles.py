"""What a bundle's files say about its components, as far as an API that plays along has to know."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from . import layouts, tolerant

#: Older spellings of the keys of code files.
ALIASES = {"communication": ["communication", "api"], "params": ["params", "parameters"],
           "staticParams": ["staticParams", "parameters"], "mappableParams": ["mappableParams", "expect"],
           "interface": ["interface"], "samples": ["samples"]}

#: The directives of connection specs that send requests.
DIRECTIVES = ["requestToken", "accessToken", "preauthorize", "token", "info", "refresh", "invalidate"]


@dataclass
class Component:
    """A module, an RPC or a connection."""

    app: str
    kind: str
    name: str
    type: str
    #: The name of the connection it uses.
    connection: Optional[str]
    #: Its requests, the base merged in.
    requests: list[dict[str, Any]]
    parameters: list[Any] = field(default_factory=list)
    interface: list[Any] = field(default_factory=list)
    samples: Any = None
    #: The code of the app's own functions, by name.
    functions: dict[str, str] = field(default_factory=dict)


class Bundle:
    """One app."""

    def __init__(self, directory: Path):
        self.directory, self.name = directory, directory.name
        written = directory / "makecomapp.json"
        self.manifest = tolerant.read(written) if written.is_file() else layouts.manifest(directory)
        general = self.manifest.get("generalCodeFiles") or {}
        self.base = self._read(general.get("base")) or {}

    def component(self, kind: str, name: str) -> Optional[Component]:
        """`kind` is `module`, `rpc` or `connection`; `None` when there is no such component."""
        known = self._components(kind)
        if known.get(name) is None:
            return None
        about, files = known[name], known[name].get("codeFiles") or {}
        spec = self._code(files, "communication")
        return Component(
            self.name, kind, name, about.get("moduleType") or about.get("type") or "", about.get("connection"),
            self._requests(kind, spec),
            parameters=[one for key in ("params", "staticParams", "mappableParams")
                        for one in as_list(self._code(files, key, kind))],
            interface=as_list(self._code(files, "interface")), samples=self._code(files, "samples"),
            functions=self.functions)

    @cached_property
    def functions(self) -> dict[str, str]:
        """The code of the app's own functions, by name."""
        paths = {name: self.directory / ((one or {}).get("codeFiles") or {}).get("code", "")
                 for name, one in self._components("function").items()}
        return {name: path.read_text("utf-8") for name, path in paths.items() if path.is_file()}

    @staticmethod
    def is_at(directory: Path) -> bool:
        """Whether a directory holds a bundle, with a manifest or without."""
        return any((directory / name).is_file() for name in ("makecomapp.json", *layouts.BASES))

    def _components(self, kind: str) -> dict[str, Any]:
        known = (self.manifest.get("components") or {}).get(kind) or {}
        return {one["name"]: one for one in known} if isinstance(known, list) else known

    def _code(self, files: dict[str, Any], key: str, kind: str = "module") -> Any:
        if key == "params" and kind == "module":
            return None
        path = next((files[alias] for alias in ALIASES[key] if files.get(alias)), None)
        return self._read(path)

    def _read(self, code: Any) -> Any:
        """The content of a code file; what is no path stands for itself."""
        return tolerant.read(self.directory / code) if code and isinstance(code, str) else code

    def _requests(self, kind: str, spec: Any) -> list[dict[str, Any]]:
        if kind == "connection":
            named = [spec[key] for key in DIRECTIVES if isinstance(spec, dict) and spec.get(key)]
            return [one for directive in (named or [spec]) for one in as_list(directive)]
        base = self.base if isinstance(self.base, dict) else (self.base[-1] if self.base else {})
        return [merged(base, one) for one in as_list(spec)]


def merged(under: Any, over: Any) -> Any:
    """Objects merge deeply, everything else is replaced."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{key: merged(under.get(key), value) for key, value in over.items()}}


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
