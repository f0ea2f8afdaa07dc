"""Why a hook file would not load, found by reading it: nothing is run."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import os
import re
import tokenize

import cresset_check_surface as surface

PYTHON_2 = re.compile(
    r"""^\s*print\s+[^=(\s]|^\s*print\s*$|\bexcept\s+[\w.()\s,]+,\s*\w+\s*:|<>|`[^`]*`|^\s*exec\s+["'\w]"""
    r"""|\braise\s+[\w.]+\s*,|\b0[0-7]+\b|\b\d+L\b|\bur["']|\bprint\s*>>""",
    re.IGNORECASE,
)


def read_source(path):
    """The tree of a file and nothing, or nothing and why it does not load: {"line", "reason"}."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        return None, {"line": 1, "reason": "it cannot be read: %s" % error}
    try:
        return ast.parse(text, path), None
    except SyntaxError as error:
        line = error.lineno or 1
        lines = text.splitlines()
        shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        old = isinstance(error, TabError) or any(PYTHON_2.search(each) for each in lines[max(0, line - 2) : line])
        kind = "Python 2 syntax" if old else "a syntax error"
        return None, {"line": line, "reason": "%s: %s (%s)" % (kind, error.msg, shown)}
    except ValueError as error:
        return None, {"line": 1, "reason": "it cannot be read: %s" % error}


class Loading(ast.NodeVisitor):
    """Walks what runs when the file is loaded, and imports in its functions apart."""

    def __init__(self, importable):
        self._importable = importable
        self.failures = []
        self.missing = []
        self._function = None
        self._guarded = 0

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name.startswith("flame."):
                self._fail(node, "%s is no module of its own" % alias.name)
            self._need(node, alias.name)

    def visit_ImportFrom(self, node):
        if node.level:
            return
        if node.module == "flame":
            for alias in node.names:
                if alias.name != "*" and surface.kind_of_name(alias.name) is None:
                    self._fail(node, "flame.%s is not covered, and so it cannot be imported" % alias.name)
        elif node.module is not None and node.module != "__future__":
            self._need(node, node.module)

    def _need(self, node, name):
        if not self._importable(name.partition(".")[0]):
            self._fail(node, "the module %s is missing" % name, name)

    def _fail(self, node, reason, module=""):
        if self._guarded:
            return
        if self._function is None:
            self.failures.append({"line": node.lineno, "reason": reason})
        elif module:
            self.missing.append({"line": node.lineno, "module": module, "function": self._function})

    def visit_FunctionDef(self, node):
        held, self._function = self._function, self._function or node.name
        self.generic_visit(node)
        self._function = held

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        self.generic_visit(node)

    def visit_Try(self, node):
        self._guarded += any(_catches_import(handler) for handler in node.handlers)
        for child in node.body:
            self.visit(child)
        self._guarded -= any(_catches_import(handler) for handler in node.handlers)
        for child in [*node.handlers, *node.orelse, *node.finalbody]:
            self.visit(child)

    def visit_If(self, node):
        if not _never_when_loaded(node.test):
            for child in node.body:
                self.visit(child)
        for child in node.orelse:
            self.visit(child)


def _catches_import(handler):
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {each.id for each in caught if isinstance(each, ast.Name)}
    return bool(names & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _never_when_loaded(test):
    """`if __name__ == "__main__"`, `if TYPE_CHECKING`."""
    text = ast.unparse(test)
    return text.replace('"', "'") == "__name__ == '__main__'" or text.endswith("TYPE_CHECKING")


def undefined_names(tree):
    """Names that the file uses while it is loaded and that nothing in it gives: the NameErrors of its loading."""
    given = set(dir(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__", "__path__", "__annotations__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return []
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            given |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            given.add(node.name)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            given.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            given.add(node.name)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif getattr(node, "name", None) and type(node).__name__.startswith("Match"):
            given.add(node.name)
    found = []
    for node in _loaded_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in given:
            found.append({"line": node.lineno, "reason": "NameError: name %r is not defined" % node.id})
    return found


def _loaded_nodes(node):
    """What runs when the file is loaded; of functions only decorators and defaults."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda):
            continue
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in [*child.decorator_list, *child.args.defaults, *[each for each in child.args.kw_defaults if each]]:
                yield part
                yield from _loaded_nodes(part)
            continue
        if isinstance(child, ast.Try) and child.handlers:
            # What it raises may be caught.
            continue
        if isinstance(child, ast.If) and _never_when_loaded(child.test):
            continue
        yield child
        yield from _loaded_nodes(child)


def importable_from(files):
    """Says of a module name whether hook files can import it: installed, one of them, or beside one or its package."""
    names = {os.path.splitext(os.path.basename(file))[0] for file in files}
    own = {os.path.dirname(file) for file in files}
    folders = own | {_above_packages(folder) for folder in own}
    known = {}

    def importable(name):
        if name not in known:
            known[name] = name in names or any(_beside(folder, name) for folder in folders) or _installed(name)
        return known[name]

    return importable


def _above_packages(folder):
    """Where a package of this folder is imported from."""
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    return folder


def _beside(folder, name):
    path = os.path.join(folder, name)
    return os.path.isfile(path + ".py") or os.path.isdir(path)


def _installed(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def extends_path(tree):
    """Whether it changes where modules are searched: nobody who reads it knows then which are there."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "path" and isinstance(node.value, ast.Name) and node.value.id == "sys")
        or (isinstance(node, ast.Attribute) and node.attr == "addsitedir")
        for node in ast.walk(tree)
    )
