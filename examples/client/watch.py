"""Prints what happens at a Cresset server, as it happens, until Ctrl-C. See deliver_reel.py for where it looks for one."""

from cresset_client import Cresset

if __name__ == "__main__":
    try:
        for event in Cresset().events():
            if event.type not in ("run.progress", "stream.opened"):
                print(event.type, event.data, flush=True)
    except KeyboardInterrupt:
        pass
