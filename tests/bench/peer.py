"""What the peers of the benches share: an environment of their own, and JSON requests and answers line by line over a pipe."""
import json
import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tandem"


def install_packages(python, packages):
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                   check=True, stdout=sys.stderr)


def enter_environment(environment, name, packages, install=install_packages):
    """Runs this script again inside the environment, which is made on first use and anew when other packages are wanted."""
    python = environment / "bin" / "python"
    if Path(sys.prefix) == environment:
        return
    ready = environment / f"{name}.ready"
    wanted = " ".join(packages)
    if not ready.exists() or ready.read_text() != wanted:
        print("installing the peers into", environment, file=sys.stderr)
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, stdout=sys.stderr)
        install(python, packages)
        ready.write_text(wanted)
    os.execv(python, [str(python), *sys.argv])


def serve(operations):
    """Answers each request by the operation that its "op" names, until the pipe ends."""
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(operations[request["op"]](request)), flush=True)
