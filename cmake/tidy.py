#!/usr/bin/env python3
"""Runs clang-tidy on the .cpp files whose content, or that of a header they include, changed since it last passed.

usage: tidy.py --narrow|--full BUILD_DIR [--seconds N]

--narrow  a few checks that find real bugs, as part of every test run: at most 40 files and a time budget. Where nothing was
          ever checked (a fresh clone) it looks at what the last commit and the working tree changed.
--full    every check of .clang-tidy on every file that has not passed it yet.

What passed is kept in build/tidy; what did not fit in the budget is taken up by the next run.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
NARROW_CHECKS = (
    "-*,bugprone-use-after-move,bugprone-dangling-handle,performance-*,"
    "-performance-enum-size,-performance-avoid-endl,-performance-inefficient-vector-operation,"
    "-performance-inefficient-string-concatenation"
)
NARROW_FILES = 40
NARROW_SECONDS = 100
SAVED_EVERY = 10


def git(*arguments):
    run = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(ROOT), *arguments], capture_output=True, text=True)
    return run.stdout.split("\n")[:-1] if run.returncode == 0 else None


def changed_files():
    """What the last commit and the working tree changed; None when that cannot be told, which means everything."""
    committed = git("diff", "--name-only", "HEAD~1", "HEAD")
    if committed is None:
        return None
    edited = git("diff", "--name-only", "HEAD") or []
    added = git("ls-files", "--others", "--exclude-standard") or []
    return {*committed, *edited, *added}


def translation_units(build, folders):
    """{source: (compile command, [project files it reads])}, by the build's own records."""
    objects = {}
    current = None
    for line in subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True).stdout.splitlines():
        if line.startswith("    ") and current is not None:
            current.append(line.strip())
        elif ": #deps" in line:
            current = objects.setdefault(line.split(": #deps")[0], [])
    units = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        if not source.is_relative_to(ROOT):
            continue
        name = str(source.relative_to(ROOT))
        output = re.search(r" -o (\S+)", entry["command"])
        if name.split("/")[0] not in folders or output is None or output[1] not in objects:
            continue
        reads = set()
        for path in objects[output[1]]:
            path = os.path.normpath(build / path)
            if path.startswith(f"{ROOT}/") and not path.startswith(f"{ROOT}/build/"):
                reads.add(os.path.relpath(path, ROOT))
        units[name] = (entry["command"], sorted(reads | {name}))
    return units


def fingerprint(command, reads, checks, contents):
    digest = hashlib.sha256(f"{command.replace(str(ROOT), '.')}\0{checks}".encode())  # the same in every clone
    for name in reads:
        if name not in contents:
            path = ROOT / name
            contents[name] = hashlib.sha256(path.read_bytes() if path.exists() else b"").digest()
        digest.update(name.encode() + contents[name])
    return digest.hexdigest()


def tidy(build, name, options):
    run = subprocess.run(
        ["clang-tidy-19", "-p", str(build), "--quiet", *options,
         "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", str(ROOT / name)],
        capture_output=True, text=True)
    return run.returncode == 0, run.stdout.strip() or run.stderr.strip()


def main():
    parser = argparse.ArgumentParser()
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--narrow", action="store_true")
    kind.add_argument("--full", action="store_true")
    parser.add_argument("build", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--seconds", type=float, help="start no file after this long")
    arguments = parser.parse_args()

    narrow = arguments.narrow
    options = [f"--checks={NARROW_CHECKS}", "--warnings-as-errors=*"] if narrow else []
    checks = NARROW_CHECKS if narrow else (ROOT / ".clang-tidy").read_text()
    budget = arguments.seconds or (NARROW_SECONDS if narrow else float("inf"))
    state_file = ROOT / "build" / "tidy" / ("narrow.json" if narrow else "full.json")
    state_file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not state_file.exists()
    passed = {} if fresh else json.loads(state_file.read_text())

    units = translation_units(arguments.build, ("engine", "app", "ui") if narrow else ("engine", "app", "ui", "tests"))
    contents = {}
    prints = {name: fingerprint(command, reads, checks, contents) for name, (command, reads) in units.items()}
    passed = {name: value for name, value in passed.items() if name in units}
    if narrow and fresh:
        changed = changed_files()
        for name, (_, reads) in units.items():
            if changed is not None and changed.isdisjoint(reads):
                passed[name] = prints[name]  # it was looked at when it was committed
    pending = sorted((name for name in units if passed.get(name) != prints[name]), key=lambda name: name in passed)
    chosen = pending[:NARROW_FILES] if narrow else pending

    def save():
        temporary = state_file.with_suffix(".new")
        temporary.write_text(json.dumps(passed, indent=0, sort_keys=True))
        temporary.replace(state_file)

    begin = time.monotonic()
    checked, failures = 0, []

    def work(name):
        return None if time.monotonic() - begin > budget else (name, *tidy(arguments.build, name, options))

    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for outcome in pool.map(work, chosen):
            if outcome is None:
                continue
            name, fine, text = outcome
            checked += 1
            if fine:
                passed[name] = prints[name]
            else:
                failures.append(name)
                print(text, file=sys.stderr, flush=True)
            if checked % SAVED_EVERY == 0:  # a run that is stopped halfway is taken up there
                save()
                if not narrow:
                    print(f"tidy: {checked} of {len(chosen)}, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    save()

    left = len(pending) - checked
    print(f"tidy: {checked} of {len(pending)} changed files checked ({len(units)} in all)"
          + (f", {left} left for the next run" if left else "")
          + (f"; findings in {', '.join(failures)}" if failures else ""), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
