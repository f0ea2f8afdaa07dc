"""Reads Python hook files, for `cresset hooks check`: what it says beyond what loading them shows. Nothing is run.

    python3 cresset_check.py < question.json > answer.json
    python3 cresset_check.py --table                       everything of `flame` that is covered, as Markdown

The question: {"files": [paths], "hooks": {spelling: hook}}. The answer: {"files": [{"path", "hooks", "uses", "failures",
"unfit", "functions", "missing", "menus"}]}, see `check_file`.
"""

from __future__ import annotations

import json
import re
import sys

import cresset_check_calls
import cresset_check_handlers as handlers
import cresset_check_loading as loading
import cresset_check_surface as surface

# Functions that Flame calls to build its menus, and those that tell of what happens on its screen.
MENUS = re.compile(
    r"^(get_\w*custom_ui_actions|get_\w+_actions|app_initiali[sz]ed|app_exited|project_changed\w*|project_saved"
    r"|batch_\w+|render_ended|timeline_default_\w+|preview_window_config_changed|scan_format_changed)$"
)


def check_file(path, importable, hooks):
    """
    What there is to say of one file:

    hooks: those that it defines · uses: calls of flame, {"line", "call", "covered"} · failures: what keeps it
    from loading as far as reading shows, {"line", "reason"} · unfit: hooks that cannot be called, {"line", "reason"} · functions: others, whose names may be
    misspelt, {"line", "name"} · missing: modules that its functions import and that are not there, {"line", "module",
    "function", "hook"} · menus: functions that Flame would call and Cresset never does.
    """
    tree, failure = loading.read_source(path)
    if tree is None:
        nothing = {key: [] for key in ("hooks", "uses", "unfit", "functions", "missing", "menus")}
        return {"path": path, **nothing, "failures": [failure]}
    loaded = loading.Loading((lambda _: True) if loading.extends_path(tree) else importable)
    loaded.visit(tree)
    names = [name for name, _, _ in handlers.definitions(tree.body)]
    failures = sorted([*loaded.failures, *loading.undefined_names(tree)], key=lambda each: each["line"])
    return {
        "path": path,
        "hooks": sorted({hooks[name] for name in names if name in hooks}),
        "uses": cresset_check_calls.flame_uses(tree),
        "failures": failures,
        "unfit": handlers.unfit_handlers(tree, hooks),
        "functions": [each for each in handlers.other_functions(tree, hooks) if not MENUS.match(each["name"])],
        "missing": [{**each, "hook": each["function"] in hooks} for each in loaded.missing],
        "menus": [name for name in names if MENUS.match(name)],
    }


def markdown_table():
    """What is covered, for docs/flame-module.md."""
    lines: list[str] = []
    group, begun = None, False
    for title, name, doc in surface.table():
        if title != group:
            group, begun = title, False
            lines += ["", "### `%s`" % title if title.startswith("Py") else "### %s" % title.capitalize(), ""]
            if name == "":
                lines += [doc, ""]
                continue
        if not begun:
            lines += ["| name | what it is |", "|---|---|"]
            begun = True
        lines.append("| `%s` | %s |" % (name, doc.replace("|", "\\|")))
    text = "\n".join(lines).strip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def main():
    if sys.argv[1:] == ["--table"]:
        sys.stdout.write(markdown_table())
        return
    question = json.load(sys.stdin)
    files = question["files"]
    importable = loading.importable_from(files)
    answer = {"files": [check_file(path, importable, question["hooks"]) for path in files]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
