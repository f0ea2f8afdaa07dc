"""What Cresset starts: the interpreter that Python hook files live in.

    python3 cresset_host.py                       hook files; see cresset_serve.py
    python3 cresset_host.py --script FILE ARG ...   one script, as its own main program; see cresset_script.py

Cresset talks to it over two pipes, file descriptors 3 (in) and 4 (out); see cresset_bridge.py. What hooks print in exports
that a script starts goes to a third, 5; see cresset_output.py.

This file alone is written so that every Python can read it: one that is too old has to say so.
"""

import sys

OLDEST = (3, 9)
TOO_OLD = 86


def main():
    is_script = len(sys.argv) > 2 and sys.argv[1] == "--script"
    if sys.version_info < OLDEST:
        if not is_script:
            sys.stderr.write("%d.%d.%d" % sys.version_info[:3])
        sys.exit(TOO_OLD)
    if is_script:
        import cresset_script

        cresset_script.main(sys.argv[2], sys.argv[3:])
    else:
        import cresset_serve

        cresset_serve.main()


if __name__ == "__main__":
    main()
