"""Which calls of `flame` a file makes, found by reading it: nothing is run."""

from __future__ import annotations

import ast
import sys

import cresset_check_surface as surface

FLAME_FINDERS = ("import_module", "__import__")


class CallFinder(ast.NodeVisitor):
    """
    Follows `flame` through imports, names, loops and chains of attributes, top to bottom. What it cannot follow it does
    not judge.
    """

    def __init__(self, own_names=(), reads_annotations=True):
        self.uses = []
        # They run when the file is loaded; but not in newer Pythons, and not with `from __future__ import annotations`.
        self._reads_annotations = reads_annotations and sys.version_info < (3, 14)
        # Objects take further attributes that scripts set: what a file sets anywhere it may read everywhere.
        self._own_names = own_names
        self._scopes = [{}]
        self._of_self = {}
        self._in_function = False

    # Names

    def _kind_of_name(self, name):
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return None

    def _bind(self, target, kind):
        if isinstance(target, ast.Name):
            self._scopes[-1][target.id] = kind
        elif isinstance(target, ast.Attribute):
            if isinstance(target.value, ast.Name) and target.value.id == "self":
                self._of_self[target.attr] = kind
            else:
                self._written(target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for each in target.elts:
                self._bind(each, None)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None)
        else:
            self.visit(target)

    def _written(self, target):
        kind = self._kind(target.value)
        if kind is not None and kind[0] == "object" and not surface.is_writable(kind[1], target.attr):
            self._use(target, self._label(target, kind) + " = …", False)

    # Expressions

    def _kind(self, node):
        """What an expression is; notes the calls in it."""
        if isinstance(node, ast.Name):
            return self._kind_of_name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Subscript):
            held = self._kind(node.value)
            self.visit(node.slice)
            if held is None or held[0] != "list":
                return None
            return held if isinstance(node.slice, ast.Slice) else held[1]
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            return self._comprehension(node)
        if isinstance(node, ast.BoolOp):
            return [self._kind(each) for each in node.values][0]
        if isinstance(node, ast.IfExp):
            self.visit(node.test)
            found = [self._kind(node.body), self._kind(node.orelse)]
            return found[0] if found[0] is not None else found[1]
        if isinstance(node, ast.NamedExpr):
            kind = self._kind(node.value)
            self._bind(node.target, kind)
            return kind
        self.generic_visit(node)
        return None

    def _attribute(self, node):
        held = self._kind(node.value)
        if held is None:
            is_self = isinstance(node.value, ast.Name) and node.value.id == "self"
            return self._of_self.get(node.attr) if is_self else None
        if node.attr.startswith("__") or node.attr in self._own_names:
            return None
        if held[0] == "module":
            kind = surface.kind_of_name(node.attr)
        elif held[0] in ("object", "class"):
            kind = surface.kind_of_member(held[1], node.attr)
        else:
            return None
        self._use(node, self._label(node, held), kind is not None)
        return kind

    def _call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0] if node.args else None
        if name in FLAME_FINDERS and isinstance(first, ast.Constant) and first.value == "flame":
            return surface.MODULE
        if name == "getattr" and len(node.args) == 2 and isinstance(node.args[1], ast.Constant):
            made = ast.Attribute(value=first, attr=str(node.args[1].value), ctx=ast.Load())
            return self._attribute(ast.copy_location(made, node))
        called = self._kind(node.func)
        for argument in [*node.args, *[keyword.value for keyword in node.keywords]]:
            kind = self._kind(argument)
            if name in ("list", "sorted", "reversed", "tuple") and kind is not None and kind[0] == "list":
                called = ("call", kind)
        if called is None:
            return None
        if called[0] == "class":
            return ("object", called[1])
        return called[1] if called[0] == "call" else None

    def _comprehension(self, node):
        self._scopes.append({})
        for generator in node.generators:
            self._loop(generator.target, generator.iter)
            for condition in generator.ifs:
                self.visit(condition)
        if isinstance(node, ast.DictComp):
            self._kind(node.key)
            self._kind(node.value)
            kind = None
        else:
            kind = ("list", self._kind(node.elt))
        self._scopes.pop()
        return kind

    def _loop(self, target, iterated):
        kind = self._kind(iterated)
        self._bind(target, kind[1] if kind is not None and kind[0] == "list" else None)

    def _label(self, node, held):
        if held[0] == "module":
            return "flame.%s" % node.attr
        chain = ast.unparse(node)
        if held[1].__name__ == "PyBatch" or chain.startswith("flame.Py"):
            return "flame.batch.%s" % node.attr if held[1].__name__ == "PyBatch" else chain
        return "%s.%s" % (held[1].__name__, node.attr)

    def _use(self, node, call, covered):
        self.uses.append({"line": node.lineno, "call": call, "covered": covered})

    # Statements

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name == "flame" or (alias.name.startswith("flame.") and alias.asname is None):
                self._scopes[-1][alias.asname or "flame"] = surface.MODULE
            if alias.name.startswith("flame."):
                self._use(node, "import %s" % alias.name, False)

    def visit_ImportFrom(self, node):
        if node.module != "flame" or node.level:
            return
        for alias in node.names:
            names = surface.flame.__all__ if alias.name == "*" else [alias.name]
            for name in names:
                kind = surface.kind_of_name(name)
                self._scopes[-1][alias.asname or name] = kind
                if alias.name != "*":
                    self._use(node, "flame.%s" % name, kind is not None)

    def visit_Assign(self, node):
        kind = self._kind(node.value)
        for target in node.targets:
            self._bind(target, kind)

    def visit_AnnAssign(self, node):
        # Those of variables of functions never run.
        if not self._in_function:
            self._annotation(node.annotation)
        self._bind(node.target, None if node.value is None else self._kind(node.value))

    def visit_AugAssign(self, node):
        self._kind(node.value)
        self._bind(node.target, None)

    def visit_For(self, node):
        self._loop(node.target, node.iter)
        self._visit_all(node.body + node.orelse)

    visit_AsyncFor = visit_For

    def visit_With(self, node):
        for item in node.items:
            kind = self._kind(item.context_expr)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, kind)
        self._visit_all(node.body)

    def visit_If(self, node):
        self.visit(node.test)
        narrowed = _isinstance_test(node.test)
        if narrowed is None:
            self._visit_all(node.body)
        else:
            name, cls = narrowed
            kind = self._kind(cls)
            self._scopes.append({name: ("object", kind[1])} if kind is not None and kind[0] == "class" else {})
            self._visit_all(node.body)
            inner = self._scopes.pop()
            self._scopes[-1].update({key: value for key, value in inner.items() if key != name})
        self._visit_all(node.orelse)

    def visit_FunctionDef(self, node):
        for part in [*node.decorator_list, *node.args.defaults, *[each for each in node.args.kw_defaults if each]]:
            self.visit(part)
        self._scopes[-1][node.name] = None
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        arguments += [each for each in (node.args.vararg, node.args.kwarg) if each is not None]
        for annotation in [*[each.annotation for each in arguments], node.returns]:
            self._annotation(annotation)
        self._later(node.body, {argument.arg: None for argument in arguments})

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self._scopes.append({argument.arg: None for argument in node.args.args})
        self._kind(node.body)
        self._scopes.pop()

    def visit_ClassDef(self, node):
        for part in [*node.bases, *node.decorator_list]:
            self._kind(part)
        self._scopes[-1][node.name] = None
        held, self._of_self = (self._of_self, self._in_function), {}
        self._in_function = False
        self._visit_all(node.body)
        self._of_self, self._in_function = held

    def visit_Module(self, node):
        # Functions run when the whole file has: the names of the module that stand below them are theirs too.
        functions = [each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
        self._visit_all([each for each in node.body if each not in functions])
        self._visit_all(functions)

    def _later(self, body, scope):
        held, self._in_function = self._in_function, True
        self._scopes.append(scope)
        self._visit_all(body)
        self._scopes.pop()
        self._in_function = held

    def _annotation(self, node):
        if node is not None and self._reads_annotations:
            self._kind(node)

    def _visit_all(self, nodes):
        for node in nodes:
            self.visit(node)

    def generic_visit(self, node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._kind(child)
            else:
                self.visit(child)

    def visit(self, node):
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.BoolOp, ast.IfExp, ast.NamedExpr)):
            return self._kind(node)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            return self._kind(node)
        return super().visit(node)


def _isinstance_test(test):
    """`isinstance(name, class)`, alone or first of several that must all hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        test = test.values[0]
    if not (isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance"):
        return None
    if len(test.args) != 2 or not isinstance(test.args[0], ast.Name) or isinstance(test.args[1], ast.Tuple):
        return None
    return test.args[0].id, test.args[1]


def flame_uses(tree):
    """Every use of `flame`, by line: {"line", "call", "covered"}."""
    postponed = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and any(each.name == "annotations" for each in node.names)
        for node in tree.body
    )
    finder = CallFinder(_set_names(tree), not postponed)
    finder.visit(tree)
    seen = {(use["line"], use["call"], use["covered"]): use for use in finder.uses}
    return sorted(seen.values(), key=lambda use: (use["line"], use["call"]))


def _set_names(tree):
    """Names of attributes that a file sets on something, those of Flame left out."""
    flames = {name for cls in surface.classes() for name in surface.public_members(cls)}
    names = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return names - flames
