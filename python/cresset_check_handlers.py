"""Handlers that Cresset could not call, and functions with nearly the name of a hook, found by reading a file."""

from __future__ import annotations

import ast

from cresset_signature import IS_ASYNC, IS_GENERATOR, unfit

_VALUES = {ast.Dict: "dict", ast.List: "list", ast.Set: "set", ast.Tuple: "tuple", ast.JoinedStr: "str"}


def definitions(body):
    """What gives a name of the module its value: (name, line, node); the node of an import is None."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name, node.lineno, node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.lineno, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.lineno, node.value
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, node.lineno, None
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from definitions(node.body)
            yield from definitions(getattr(node, "orelse", []))
            for handler in getattr(node, "handlers", []):
                yield from definitions(handler.body)


def unfit_handlers(tree, hooks):
    """Hooks of a file that cannot be called: {"line", "reason"}, by line."""
    found = []
    for name, line, node in definitions(tree.body):
        reason = _reason(hooks[name], node) if name in hooks and node is not None else ""
        if reason:
            found.append({"line": line, "reason": "%s %s" % (name, reason)})
    return found


def _reason(hook, node):
    if isinstance(node, ast.Constant):
        kind = type(node.value).__name__
        # `pre_export = None` is how a hook is switched off.
        return "" if node.value is None else "is a %s; a hook is a function" % kind
    if type(node) in _VALUES:
        return "is a %s; a hook is a function" % _VALUES[type(node)]
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) or getattr(node, "decorator_list", None):
        # A class, a call, a decorated function: what they take is known when they are loaded.
        return ""
    if isinstance(node, ast.AsyncFunctionDef):
        return IS_ASYNC
    if isinstance(node, ast.FunctionDef) and any(_yields(each) for each in node.body):
        return IS_GENERATOR
    taken = node.args
    positional = len(taken.posonlyargs) + len(taken.args)
    named = [each.arg for each, default in zip(taken.kwonlyargs, taken.kw_defaults) if default is None]
    return unfit(hook, positional - len(taken.defaults), None if taken.vararg else positional, named)


def _yields(node):
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)):
        return False
    return any(_yields(child) for child in ast.iter_child_nodes(node))


def other_functions(tree, hooks):
    """Functions that are no hooks and that nothing in the file uses: their names may be misspelt. {"line", "name"}."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return [
        {"line": line, "name": name}
        for name, line, node in definitions(tree.body)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        and not name.startswith("_")
        and name not in hooks
        and name not in used
    ]
