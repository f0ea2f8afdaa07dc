"""Attributes that are objects: `clip.name.get_value()`, `str(clip.name)` in single quotes."""

from __future__ import annotations


class PyAttribute:
    """A value of an object, read and written where the object lives."""

    __slots__ = ("_label", "_read", "_write", "_same")

    def __init__(self, label, read, write, same):
        self._label = label
        self._read = read
        self._write = write
        self._same = same

    def get_value(self):
        """The plain value."""
        return self._read()

    def set_value(self, value):
        """Writes a plain value. True, as Flame answers."""
        self._write(plain(value))
        return True

    def __str__(self):
        value = self._read()
        return "'%s'" % value if isinstance(value, str) else str(value)

    def __repr__(self):
        return "<PyAttribute %s %s>" % (self._label, self)

    def __eq__(self, other):
        return self._same(self._read(), plain(other))

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        value = self._read()
        return hash(tuple(value) if isinstance(value, list) else value)

    def __bool__(self):
        return bool(self._read())


def plain(value):
    """The value of an attribute object; anything else is itself."""
    return value.get_value() if isinstance(value, PyAttribute) else value


class attribute:
    """
    Declares an attribute object of a class: `name = attribute(read, write)`. `same(instance, value, other)` compares with
    what scripts write for a value.
    """

    def __init__(self, read, write, doc="", same=None):
        self._read = read
        self._write = write
        self._same = same or (lambda _instance, value, other: value == other)
        self._name = ""
        self.__doc__ = doc

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None) -> PyAttribute:
        if instance is None:
            return self
        label = "%s.%s" % (type(instance).__name__, self._name)
        return PyAttribute(
            label,
            lambda: self._read(instance),
            lambda value: self._write(instance, value),
            lambda value, other: self._same(instance, value, other),
        )

    def __set__(self, instance, value):
        self._write(instance, plain(value))


def text(value):
    """A text that scripts gave. Raises TypeError for anything else."""
    if isinstance(value, str):
        return value
    raise TypeError("Expected a text, got %r." % (value,))


def flag(value):
    """True or False that scripts gave. Raises TypeError for anything else."""
    if isinstance(value, (bool, int)):
        return bool(value)
    raise TypeError("Expected True or False, got %r." % (value,))


def texts(value):
    """A list of texts that scripts gave."""
    if isinstance(value, str):
        return [value]
    return [text(each) for each in value]


def colour(value):
    """Red, green and blue from 0 to 1 that scripts gave."""
    parts = [float(part) for part in value]
    if len(parts) != 3 or not all(0 <= part <= 1 for part in parts):
        raise ValueError("Expected red, green and blue from 0 to 1, got %r." % (value,))
    return parts
