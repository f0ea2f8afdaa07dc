"""What the `flame` module has, read from the package itself: nothing is listed twice."""

from __future__ import annotations

import re
import types

import flame
from flame._attribute import attribute

# The kinds of things that an expression can be, as tuples: ("module",), ("class", c), ("object", c), ("list", kind),
# ("call", kind of what it gives), ("value",) for what is plain. None is not known.
Kind = tuple

VALUE: Kind = ("value",)
MODULE: Kind = ("module",)


def kind_of_annotation(text, owner=None):
    """`list[PyReel]` → ("list", ("object", flame.PyReel))."""
    if not isinstance(text, str):
        return None
    inside = re.fullmatch(r"list\[(.*)\]", text)
    if inside is not None:
        return ("list", kind_of_annotation(inside.group(1)))
    cls = getattr(flame, text, None) if text.startswith("Py") else None
    return ("object", cls) if isinstance(cls, type) else VALUE


def kind_of_member(cls, name):
    """What an attribute of an object of a class is; None when there is none."""
    for base in cls.__mro__:
        if base is not object and name in vars(base):
            member = vars(base)[name]
            break
    else:
        return None
    if isinstance(member, property):
        return kind_of_annotation(member.fget.__annotations__.get("return")) or VALUE
    if isinstance(member, attribute):
        return ("object", flame.PyAttribute)
    if isinstance(member, (types.FunctionType, staticmethod, classmethod)):
        function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
        return ("call", kind_of_annotation(function.__annotations__.get("return")) or VALUE)
    if isinstance(member, type):
        return ("class", member)
    return VALUE


def kind_of_name(name):
    """What `flame.name` is; None when there is none."""
    if name.startswith("_") or name not in vars(flame):
        return None
    found = vars(flame)[name]
    if isinstance(found, type):
        return ("class", found)
    if isinstance(found, types.FunctionType):
        return ("call", kind_of_annotation(found.__annotations__.get("return")) or VALUE)
    return None if isinstance(found, types.ModuleType) else ("object", type(found))


def public_members(cls):
    """Names that an object of a class has, those of Python itself left out."""
    names = {name for base in cls.__mro__ if base is not object for name in vars(base)}
    return sorted(name for name in names if not name.startswith("_"))


def classes():
    """Every class of the module, those inside of classes left out."""
    return [found for found in vars(flame).values() if isinstance(found, type)]


def is_writable(cls, name):
    """Whether scripts may assign to it: attribute objects, plain ones, and everything that is new."""
    for base in cls.__mro__:
        if base is not object and name in vars(base):
            return not isinstance(vars(base)[name], (property, types.FunctionType))
    # Anything new, except on what refuses everything.
    return cls is not flame.PyBatch


def doc_of(thing):
    """The first sentence of what a docstring says."""
    return " ".join((thing.__doc__ or "").strip().partition("\n\n")[0].split())


def table():
    """Everything that is covered, for the documentation: (group, name, what it is), in order."""
    rows = []
    for name in flame.__all__:
        kind = kind_of_name(name)
        found = vars(flame)[name]
        if kind[0] == "call":
            rows.append(("functions", "flame.%s" % _signature(name, found), doc_of(found)))
        elif kind[0] == "object":
            for member in public_members(kind[1]):
                rows.append(("objects of the module", "flame.%s.%s" % (name, _member(kind[1], member)), _doc(kind[1], member)))
        elif kind[0] == "class":
            base = _public_base(found)
            more = "" if base is None else " It has all of `%s`, and:" % base.__name__
            inherited = [] if base is None else public_members(base)
            rows.append((name, "", doc_of(found) + more))
            for member in [each for each in public_members(found) if each not in inherited]:
                rows.append((name, _member(found, member), _doc(found, member)))
    order = {"functions": 0, "objects of the module": 1}
    return sorted(rows, key=lambda row: order.get(row[0], 2))


def _public_base(cls):
    """The class of the module that it extends; PyObject is every class, and says nothing."""
    named = [base for base in cls.__mro__[1:] if base in classes() and base is not flame.PyObject]
    return named[0] if named else None


def _lookup(cls, name):
    return next(vars(base)[name] for base in cls.__mro__ if name in vars(base))


def _member(cls, name):
    member = _lookup(cls, name)
    function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
    return _signature(name, function) if isinstance(function, types.FunctionType) else name


def _signature(name, function):
    code = function.__code__
    names = [each for each in code.co_varnames[: code.co_argcount] if each != "self"]
    return "%s(%s)" % (name, ", ".join(names))


def _doc(cls, name):
    member = _lookup(cls, name)
    if isinstance(member, attribute):
        return "*attribute.* " + doc_of(member)
    if isinstance(member, (property, type)):
        return doc_of(member)
    function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
    if isinstance(function, types.FunctionType):
        return doc_of(function)
    return "`%r`" % (member,) if isinstance(member, (bool, str, int)) else ""
