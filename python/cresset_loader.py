"""Loads hook files: each is a module that is imported once, by its base name."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
import re
import sys
import types
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from cresset_errors import detail_of
from cresset_signature import complaint, line_of, with_line
from cresset_table import HOOKS, SPELLINGS, outside_version

Stamp = Tuple[int, int]
_HERE = os.path.dirname(os.path.abspath(__file__))


class HookFile:
    """A file, what came of loading it, and the hooks that it defines."""

    def __init__(self, path: str, folder: str) -> None:
        self.path = path
        self.folder = folder
        self.name = ""
        self.module: Optional[types.ModuleType] = None
        self.stamp: Stamp = (0, 0)
        self.handlers: Dict[str, Callable[..., Any]] = {}
        self.error = ""
        self.warnings: List[str] = []
        self.notes: List[str] = []
        self.functions: List[Dict[str, Any]] = []

    def report(self) -> Dict[str, Any]:
        return {
            "path": self.path,
            "hooks": list(self.handlers),
            "error": self.error,
            "warnings": self.warnings,
            "notes": self.notes,
            # What is nearly the name of a hook is told by Cresset, as for other languages.
            "functions": self.functions,
        }


class Loader:
    def __init__(self) -> None:
        self.files: Dict[str, HookFile] = {}

    def add_folders(self, folders: List[str]) -> None:
        """Makes what lies beside hook files importable: after Python's own modules, before installed packages."""
        for folder in folders:
            if folder not in sys.path:
                sys.path.insert(_first_site_folder(), folder)
        importlib.invalidate_caches()

    def load(self, path: str, folder: str) -> HookFile:
        known = self.files.get(path)
        if known is not None:
            return known
        file = self.files[path] = HookFile(path, folder)
        self._load(file)
        return file

    def rescan(self, files: List[Tuple[str, str]]) -> List[HookFile]:
        """Forgets files that are gone, loads new ones and, again, those that changed."""
        folders = dict(files)
        for path in self.compare(files):
            self.again(path, folders[path])
        return self.arrange(files)

    def compare(self, files: List[Tuple[str, str]]) -> List[str]:
        """Forgets files that are gone. Returns those to load: new ones and those that changed."""
        given = dict(files)
        for path in [path for path in self.files if path not in given]:
            gone = self.files.pop(path)
            if gone.module is not None and sys.modules.get(gone.name) is gone.module:
                del sys.modules[gone.name]
        known = {path: self.files.get(path) for path in given}
        return [
            path
            for path, file in known.items()
            if file is None or file.stamp != _stamp(path) or file.module is None
        ]

    def again(self, path: str, folder: str) -> HookFile:
        return self._again(self.files.get(path) or HookFile(path, folder))

    def arrange(self, files: List[Tuple[str, str]]) -> List[HookFile]:
        """Puts them in this order, in which the first that has a function counts."""
        self.files = {path: self.files[path] for path, _ in files if path in self.files}
        for file in self.files.values():
            if file.module is not None and not file.error:
                self._find_hooks(file, file.module)
        return list(self.files.values())

    def _again(self, file: HookFile) -> HookFile:
        """In the module that others may have imported, as importlib.reload does; but what it no longer defines is gone."""
        fresh = HookFile(file.path, file.folder)
        self.files[file.path] = fresh
        if file.module is not None:
            for name, value in list(vars(file.module).items()):
                if getattr(value, "__module__", None) == file.module.__name__:
                    delattr(file.module, name)
        self._load(fresh, file.module)
        return fresh

    def _load(self, file: HookFile, again: Optional[types.ModuleType] = None) -> None:
        file.stamp = _stamp(file.path)
        try:
            module = again if again is not None else self._module_of(file)
            if module is None:
                return
            if again is not None:
                file.name = again.__name__
                _execute(again)
            file.module = module
            self._find_hooks(file, module)
        except SyntaxError as error:
            python2 = "Missing parentheses in call to" in str(error) or "multiple exception types must be" in str(error)
            file.error = detail_of(error) + ("\nThis is Python 2, which Cresset does not run." if python2 else "")
        except BaseException as error:  # noqa: B902 - sys.exit() at import stops nobody
            file.error = detail_of(error)
        if file.error and _is_library(file):
            # Modules of packages often wait for what nobody needs here; who does need one says so when it imports it.
            last = file.error.rstrip().rpartition("\n")[2]
            file.notes = ["It is not loaded: %s (It is a module of a package, and names no hook.)" % last]
            file.error = ""

    def _module_of(self, file: HookFile) -> Optional[types.ModuleType]:
        base = os.path.splitext(os.path.basename(file.path))[0]
        dotted = _package_name(file.path, file.folder)
        for name in (base, dotted):
            # Another file imported it as its helper.
            if name in sys.modules and _is_from(sys.modules[name], file.path):
                file.name = name
                return sys.modules[name]
        if dotted is not None:
            try:
                module = importlib.import_module(dotted)
            except ModuleNotFoundError as error:
                if not f"{dotted}.".startswith(f"{error.name}."):
                    raise
                module = None
            if module is not None and _is_from(module, file.path):
                file.name = dotted
                if base not in sys.modules and base != "__init__" and not _is_taken(base):
                    sys.modules[base] = module
                return module
        other = next((known for known in self.files.values() if known is not file and known.name == base), None)
        if other is not None:
            file.warnings.append(
                f"It is not loaded: {other.path} has the same module name, {base}, and comes first. "
                "Give one of them another name."
            )
            return None
        file.name = base
        if _is_taken(base) or base in sys.modules:
            file.name = f"{base} (hook file)"
            file.warnings.append(
                f'"import {base}" means another module, so that no other file can import this one. Give it another name.'
            )
        return _load_from(file.name, file.path)

    def _find_hooks(self, file: HookFile, module: types.ModuleType) -> None:
        file.handlers = {}
        told: List[str] = []
        notes: List[str] = []
        for hook, declared in HOOKS.items():
            for name in declared["names"]:
                function = vars(module).get(name)
                if function is None:
                    continue
                first = self._first_with(hook, function, file)
                outside = outside_version(function)
                if not callable(function):
                    told.append(self._at(file, name, function, f"is a {type(function).__name__}; a hook is a function"))
                elif outside is not None:
                    notes.append(f"{name} is not loaded: {outside}.")
                elif first is not None:
                    notes.append(f"{name} is that of {first.path}, which is called already.")
                elif hook not in file.handlers:
                    file.handlers[hook] = function
                    wrong = complaint(hook, function)
                    if wrong:
                        told.append(self._at(file, name, function, wrong))
                elif file.handlers[hook] is not function:
                    counts = _name_of(file.handlers[hook])
                    told.append(self._at(file, name, function, f"is defined twice in this file; {counts} counts"))
        file.notes = notes
        file.warnings = [text for text in file.warnings if "is not loaded" in text or "another module" in text] + told
        functions = {
            name: value
            for name, value in vars(module).items()
            if isinstance(value, types.FunctionType) and value.__module__ == module.__name__
        }
        # What the file itself calls is meant to have the name that it has.
        used = {name for value in functions.values() for name in _names_in(value.__code__)}
        file.functions = [
            {"name": name, "line": line_of(name, value, file.path)}
            for name, value in functions.items()
            if not name.startswith("_") and name not in SPELLINGS and name not in used
        ]

    @staticmethod
    def _at(file: HookFile, name: str, value: Any, sentence: str) -> str:
        return with_line(line_of(name, value, file.path), f"{name} {sentence}.")

    def _first_with(self, hook: str, function: Any, file: HookFile) -> Optional[HookFile]:
        """The file before this one that has the very same function: `from a import post_export`."""
        for other in self.files.values():
            if other is file:
                return None
            if other.handlers.get(hook) is function:
                return other
        return None


def _names_in(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _names_in(inner)


def _name_of(function: Any) -> str:
    return getattr(function, "__name__", "the first")


def _first_site_folder() -> int:
    for index, entry in enumerate(sys.path):
        if os.path.basename(entry) in ("site-packages", "dist-packages"):
            return index
    return len(sys.path)


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _is_from(module: Any, path: str) -> bool:
    source = getattr(module, "__file__", None)
    try:
        return source is not None and os.path.samefile(source, path)
    except OSError:
        return False


def _is_taken(name: str) -> bool:
    """By Python itself, or by Cresset: replacing such a module would break others."""
    if name in sys.builtin_module_names or name in getattr(sys, "stdlib_module_names", ()):
        return True
    own_and_python = [_HERE] + [entry for entry in sys.path if os.path.dirname(os.__file__) == entry]
    return importlib.machinery.PathFinder.find_spec(name, own_and_python) is not None


def _package_name(path: str, folder: str) -> Optional[str]:
    """`tools.shots` for a file of a package below the hook folder; None for one that belongs to no package."""
    names = [os.path.splitext(os.path.basename(path))[0]]
    at = os.path.dirname(path)
    while at != folder and os.path.isfile(os.path.join(at, "__init__.py")):
        names.insert(0, os.path.basename(at))
        at = os.path.dirname(at)
    if len(names) == 1:
        return None
    if at not in sys.path:
        sys.path.insert(_first_site_folder(), at)
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def _is_library(file: HookFile) -> bool:
    """Whether it is a module of a package whose text has the name of no hook."""
    if not _in_package(file.path, file.folder):
        return False
    try:
        with open(file.path, encoding="utf-8", errors="replace") as text:
            words = set(re.findall(r"\w+", text.read()))
    except OSError:
        return False
    return words.isdisjoint(SPELLINGS)


def _in_package(path: str, folder: str) -> bool:
    at = os.path.dirname(path)
    return at != folder and os.path.isfile(os.path.join(at, "__init__.py"))


def _load_from(name: str, path: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, path, loader=importlib.machinery.SourceFileLoader(name, path))
    if spec is None or spec.loader is None:
        raise ImportError(f"Python cannot import {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    # A module may replace itself in sys.modules.
    return sys.modules.get(name, module)


def _execute(module: types.ModuleType) -> None:
    spec = module.__spec__
    if spec is None or spec.loader is None:
        raise ImportError(f"{module.__name__} cannot be loaded again")
    spec.loader.exec_module(module)
