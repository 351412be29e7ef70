#!/usr/bin/env python3
"""Checks the sources against the dependency rules and size caps. Prints one line a violation; exit status 1 when there is one.

usage: check_architecture.py ROOT [--binary FILE...]

The order of the layers, each of which may include itself and what stands before it:
    base, model, privacy, services, knowledge, pipeline, operations, desk, Engine
Beside them: gateway (desk, model, base), app (gateway, Engine, ui and the types these speak), ui (desk, model, base).
"""
import argparse
import pathlib
import re
import subprocess
import sys

from cpp_outline import blank_out, outline

LAYERS = ["base", "model", "privacy", "services", "knowledge", "pipeline", "operations", "desk", "Engine"]

# What the parts beside the engine may include. app/ speaks the desk's types, which come with Engine and gateway.
BESIDE = {
    "gateway": {"gateway", "desk", "model", "base"},
    "ui": {"ui", "desk", "model", "base"},
    "app": {"app", "ui", "gateway", "Engine", "desk", "model", "base"},
}
# The one file of ui/ that holds an engine in the same process.
EMBEDDED_CONNECTOR = "ui/connector/EmbeddedConnector.cpp"

# Each service's interface: the only headers of services/ that other folders see.
INTERFACES = {
    "services/cache/Cache.h",
    "services/embedding/Embedder.h",
    "services/http/HttpClient.h",
    "services/llm/LanguageModel.h",
    "services/llm/SpendMeter.h",
    "services/llm/Translator.h",
    "services/queue/WorkQueue.h",
    "services/store/Store.h",
    "services/telemetry/Metrics.h",
    "services/vectors/VectorIndex.h",
}
# What one service needs of another: a store's transaction also enqueues work; the composer ranks by similarity; models of others
# are reached over HTTP, where they answer as event streams and want to be asked again by their own rules; the local chat model hears
# llama.cpp's log, of which a process has one; a kept answer lies in the cache, and what it saved is counted.
SERVICE_USES = {
    ("store", "services/queue/WorkQueue.h"),
    ("llm", "services/embedding/Embedder.h"),
    ("llm", "services/embedding/LlamaLog.h"),
    ("llm", "services/http/HttpClient.h"),
    ("llm", "services/http/Retry.h"),
    ("llm", "services/http/ServerSentEvents.h"),
    ("llm", "services/cache/Cache.h"),
    ("llm", "services/telemetry/Metrics.h"),
}
# What a folder other than Engine may name in services/ besides the interfaces, with the reason.
CONCRETE_ALLOWED = {
    # The knowledge base builds and swaps its own index when articles change; which kind is part of its format on disk.
    ("knowledge", "services/vectors/HnswIndex.h"),
    # The checked file form that the vector index and the keyword index share.
    ("knowledge", "services/vectors/CheckedFile.h"),
    # Plain texts, no service: the greeting and receipt that the acts send are those of the composer.
    ("pipeline", "services/llm/ReplyTemplates.h"),
}
# pipeline/learn is not a step in the order: it makes the heads that stages apply, and itself knows no stage.
LEARN = "learn"
# pipeline/review is none either: it compares articles by the values that validate reads in sentences.
REVIEW_USES = ("review", "validate")

CAPS = {"file": 400, "function": 60, "public methods": 20, "pure virtuals": 8}

# Everything tandemd and tandemctl may be linked with: permissive or LGPL (Qt, glibc), or with the runtime library exception.
LINKABLE = re.compile(
    r"lib(c|m|stdc\+\+|gcc_s|dl|pthread|rt|asan|ubsan|tsan|Qt6Core|Qt6Sql|icu(uc|i18n|data)|ssl|crypto|cld2|cld2_full|spdlog|fmt|curl|hiredis"
    r"|rabbitmq|sodium|gmime-3\.0|glib-2\.0|gobject-2\.0|secret-1|zip|pugixml)\.so|ld-linux")

CPP_STANDARD = set("""algorithm any array atomic barrier bit bitset charconv chrono compare complex concepts condition_variable
coroutine cstddef cstdint cstdio cstdlib cstring ctime cctype cerrno cfloat climits cmath cassert csignal cstdarg cinttypes cwchar
deque exception execution expected filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd
iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric optional ostream queue
random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream sstream stack stdexcept
stop_token streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map
unordered_set utility valarray variant vector version""".split())
# Of the operating system and the compiler.
SYSTEM = re.compile(r"(sys|arpa|net|netinet|linux|asm)/.*|(unistd|fcntl|errno|signal|poll|dlfcn|pthread|sched|time|dirent|spawn|"
                    r"stdlib|string|stdio|stdint|malloc|immintrin|x86intrin|cpuid|netdb|pwd|termios|getopt)\.h")


# The one folder that speaks to other machines, so that the egress ledger (operations/LedgeredClient) sees whatever leaves.
OUTSIDE = "engine/services/http/"
OUTBOUND_HEADERS = re.compile(r"curl/.*|netdb\.h|Q(Tcp|Udp|Ssl|Local|Abstract|Web)Socket|QNetwork\w*|QtNetwork.*|QtWebSockets.*")
# Calls that open a way out: of the system where a socket header is included or with their global name, and of Boost.Asio.
SOCKET_HEADERS = re.compile(r'#\s*include\s*[<"](sys/socket|netinet/\w+|arpa/inet|sys/un)\.h[>"]')
OUTBOUND_CALLS = re.compile(r"(?<![\w.>:])(?:::)?(connect|sendto|sendmmsg|gethostbyname\w*|getaddrinfo)\s*\(")
GLOBAL_OUTBOUND_CALLS = re.compile(r"(?<![\w>])::(connect|sendto|sendmmsg|gethostbyname\w*|getaddrinfo)\s*\(")
ASIO_OUTBOUND_CALLS = re.compile(r"\b(async_connect|asio::connect|socket\w*\.connect|async_send_to|send_to)\s*\(")
# What a program would import of the C library if any part of it, linked libraries' archives included, opened a connection.
OUTBOUND_SYMBOLS = re.compile(r"\bUND (connect|sendto|sendmmsg)(@|$)", re.MULTILINE)


class Checker:
    def __init__(self, root):
        self.root = root
        self.violations = []

    def complain(self, where, what):
        self.violations.append(f"{where}: {what}")

    def sources(self, *folders):
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in (".h", ".cpp") and path.is_file():
                    yield path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8")

    # Rules 1, 2, 4 and 5: who includes whom.
    def check_includes(self):
        for name, text in self.sources("engine", "app", "ui", "tests/bench"):
            for number, line in enumerate(text.splitlines(), 1):
                found = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
                if found:
                    self.check_include(f"{name}:{number}", name, found.group(2), found.group(1) == '"')

    def check_include(self, where, name, target, quoted):
        if ".." in target:
            return self.complain(where, f'"{target}" climbs out of its folder; write includes from engine/')
        resolved = self.resolve(name, target) if quoted else None
        if resolved is None:
            return self.check_foreign(where, name, target)
        if name.startswith("tests/"):
            return None
        source, wanted = part_of(name), part_of(resolved)
        if not may_include(name, source, resolved, wanted):
            return self.complain(where, f'{source} must not include {wanted} ("{target}")')
        if resolved.startswith("engine/services/"):
            self.check_service(where, name, source, resolved.removeprefix("engine/"))
        if source == wanted == "pipeline":
            self.check_stage(where, name, resolved)
        return None

    def resolve(self, name, target):
        """The project file that `target` names, from the include roots of `name`; None when it is somebody else's."""
        for base in ("engine", ".", pathlib.PurePosixPath(name).parent.as_posix()):
            path = self.root / base / target
            if path.is_file():
                return path.resolve().relative_to(self.root).as_posix()
        # A file that is not there yet still shows by its first folder where it belongs.
        return f"engine/{target}" if target.split("/")[0] in (*LAYERS, "gateway") else None

    def check_foreign(self, where, name, target):
        if target in CPP_STANDARD or SYSTEM.fullmatch(target) or target.endswith(".moc"):
            return
        if re.match(r"Q[A-Z]|Qt[A-Z]", target):
            allowed = name.startswith(("engine/services/store/", "ui/", "app/console/", "tests/")) or name.endswith("/main.cpp")
            if not allowed:
                self.complain(where, f"Qt (<{target}>) is for services/store, ui and app/console alone")
            return
        home = name.startswith(("engine/services/", "engine/base/", "engine/gateway/")) or name.endswith(".cpp")
        if not home:
            self.complain(where, f"the third-party header <{target}> may stand in services/, base/, gateway/ or in a .cpp file")

    def check_service(self, where, name, source, header):
        own = name.split("/")[2] if source == "services" else None
        if own == header.split("/")[1]:
            return
        if own is not None:
            if (own, header) not in SERVICE_USES:
                self.complain(where, f'services/{own} must not know another service ("{header}")')
        elif header not in INTERFACES and source != "Engine" and (source, header) not in CONCRETE_ALLOWED:
            self.complain(where, f'only Engine names a concrete service ("{header}")')

    def check_stage(self, where, name, resolved):
        source_stage, wanted_stage = stage_of(name), stage_of(resolved)
        allowed = wanted_stage in (source_stage, LEARN) or (source_stage, wanted_stage) == REVIEW_USES
        if source_stage and wanted_stage and not allowed:
            self.complain(where, f"stage {source_stage} must not know stage {wanted_stage}: only Pipeline knows the order")

    # Nothing leaves but through services/http. The console's own connection to a tandemd is ui/'s business.
    def check_outbound(self):
        for name, text in self.sources("engine", "app"):
            if name.startswith(OUTSIDE):
                continue
            calls = [GLOBAL_OUTBOUND_CALLS, ASIO_OUTBOUND_CALLS] + ([OUTBOUND_CALLS] if SOCKET_HEADERS.search(text) else [])
            for number, line in enumerate(blank_out(text).splitlines(), 1):
                if any(call.search(line) for call in calls):
                    self.complain(f"{name}:{number}", f"opens a way out; only {OUTSIDE} speaks to other machines")
            for number, line in enumerate(text.splitlines(), 1):
                found = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
                if found and OUTBOUND_HEADERS.fullmatch(found.group(1)):
                    self.complain(f"{name}:{number}", f"<{found.group(1)}>: only {OUTSIDE} speaks to other machines")

    # Rule 3: Qt's graphical parts are looked for in ui/ alone.
    def check_cmake(self):
        for path in sorted(self.root.rglob("CMakeLists.txt")):
            name = path.relative_to(self.root).as_posix()
            if name.startswith(("build/", "ui/", "tests/ui/")):
                continue
            for call in re.finditer(r"find_package\(Qt6[^)]*\)", path.read_text(encoding="utf-8")):
                if re.search(r"\b(Gui|Widgets|Charts|Svg)\b", call.group(0)):
                    self.complain(name, "Qt's graphical parts are looked for in ui/CMakeLists.txt alone")

    # Rule 7: caps.
    def check_caps(self):
        for name, text in self.sources("engine", "app", "ui", "tests"):
            lines = len(text.splitlines())
            if lines > CAPS["file"]:
                self.complain(name, f"{lines} lines; a file has at most {CAPS['file']}: split it by meaning")
            functions, classes = outline(text)
            for function in functions:
                if function.lines > CAPS["function"]:
                    self.complain(f"{name}:{function.first_line}",
                                  f"{function.name} has {function.lines} lines; a function has at most {CAPS['function']}")
            for found in classes:
                for what, count in (("public methods", len(found.public_methods())), ("pure virtuals", len(found.pure_virtuals()))):
                    if count > CAPS[what]:
                        self.complain(f"{name}:{found.line}", f"{found.name} has {count} {what}; at most {CAPS[what]}")

    # Rule 6: what the headless programs are linked with.
    def check_binary(self, binary):
        listing = subprocess.run(["readelf", "-d", "-W", str(binary)], capture_output=True, text=True, check=True).stdout
        needed = re.findall(r"\(NEEDED\).*\[(.+?)\]", listing)
        if not needed:
            self.complain(binary, "readelf names no shared library at all; is this a program?")
        for library in needed:
            if not LINKABLE.match(library):
                self.complain(binary, f"linked with {library}: no Qt Gui and nothing GPL belongs in a headless program; "
                                      "a permissive library is added to LINKABLE in tests/architecture")
        symbols = subprocess.run(["readelf", "--dyn-syms", "-W", str(binary)], capture_output=True, text=True, check=True).stdout
        for found in OUTBOUND_SYMBOLS.finditer(symbols):
            self.complain(binary, f"imports {found.group(1)}: something in it opens connections of its own, past the egress ledger")


def part_of(name):
    """The layer or part that a file belongs to."""
    folders = name.split("/")
    if folders[0] != "engine":
        return folders[0]
    return "Engine" if len(folders) == 2 else folders[1]


def stage_of(name):
    """pipeline/<stage>/…; None for what lies in pipeline/ itself and may know all stages."""
    folders = name.split("/")
    return folders[2] if len(folders) > 3 else None


def may_include(name, source, resolved, wanted):
    if source in BESIDE:
        return wanted in BESIDE[source] or (name == EMBEDDED_CONNECTOR and resolved == "engine/Engine.h")
    if wanted not in LAYERS or source not in LAYERS:
        return False
    return LAYERS.index(wanted) <= LAYERS.index(source)


def main():
    parser = argparse.ArgumentParser(description="Checks dependency rules and size caps.")
    parser.add_argument("root", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--binary", nargs="*", default=[], help="programs that must be free of Qt Gui and GPL libraries")
    arguments = parser.parse_args()
    checker = Checker(arguments.root)
    checker.check_includes()
    checker.check_outbound()
    checker.check_cmake()
    checker.check_caps()
    for binary in arguments.binary:
        checker.check_binary(binary)
    for violation in checker.violations:
        print(violation)
    print(f"{len(checker.violations)} violations of the architecture")
    return 1 if checker.violations else 0


if __name__ == "__main__":
    sys.exit(main())
