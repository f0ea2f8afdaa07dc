"""Questions to the program that runs the interpreter."""

import importlib


def request(method, **params):
    """Asks and waits. Raises RuntimeError, ValueError, TypeError or NotImplementedError with a sentence."""
    try:
        bridge = importlib.import_module("cresset_bridge")
    except ImportError:
        raise RuntimeError(
            "%s needs a running Cresset. Start the script with `cresset python SCRIPT.py`, or as a hook of an export."
            % method
        ) from None
    return bridge.request(method, params)
