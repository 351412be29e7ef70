#!/usr/bin/env python3
"""Tries the architecture checks: breaks each rule in a copy of a few real files and expects the file to be named.

usage: self_test.py ROOT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import cpp_outline

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
CHECK = pathlib.Path(__file__).resolve().parent / "check_architecture.py"
COPIED = ["engine/base/Error.h", "engine/base/Clock.h", "engine/base/Clock.cpp", "engine/base/Text.h", "engine/Engine.h",
          "engine/services/store/Store.h", "engine/services/embedding/Embedder.h", "engine/services/llm/LanguageModel.h",
          "engine/services/queue/WorkQueue.h", "engine/desk/Intake.h", "engine/services/CMakeLists.txt"]


class Breaking(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        for name in COPIED:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        # Includes of what was not copied still resolve by their first folder, so the copy is clean.
        self.assertEqual(self.check(), (0, "0 violations of the architecture\n"))

    def check(self, *arguments):
        run = subprocess.run([sys.executable, CHECK, self.root, *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(run.stderr, "")
        return run.returncode, run.stdout

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def refused(self, name, text, because):
        self.write(name, text)
        status, output = self.check()
        self.assertEqual(status, 1, output)
        self.assertIn(name, output)
        self.assertIn(because, output)

    def accepted(self, name, text):
        self.write(name, text)
        self.assertEqual(self.check(), (0, "0 violations of the architecture\n"))

    def test_a_lower_layer_must_not_include_a_higher_one(self):
        self.refused("engine/base/Clock.cpp", '#include "desk/Intake.h"\n', "base must not include desk")

    def test_a_higher_layer_may_include_a_lower_one(self):
        self.accepted("engine/desk/Extra.h", '#include "pipeline/Pipeline.h"\n#include "services/store/Store.h"\n')

    def test_the_gateway_sees_the_desk_and_nothing_deeper(self):
        self.accepted("engine/gateway/Routes.cpp", '#include "desk/Intake.h"\n')
        self.refused("engine/gateway/Routes.cpp", '#include "services/store/Store.h"\n', "gateway must not include services")

    def test_the_engine_never_includes_the_gateway(self):
        self.refused("engine/Engine.cpp", '#include "gateway/Server.h"\n', "Engine must not include gateway")

    def test_only_engine_names_a_concrete_service(self):
        self.accepted("engine/Engine.cpp", '#include "services/store/SqliteStore.h"\n')
        self.refused("engine/operations/Workers.cpp", '#include "services/store/SqliteStore.h"\n', "only Engine names a concrete")

    def test_a_program_reaches_the_engine_by_its_front_door(self):
        self.accepted("app/server/main.cpp", '#include "Engine.h"\n#include "gateway/Server.h"\n#include <QCoreApplication>\n')
        self.refused("app/server/main.cpp", '#include "pipeline/Pipeline.h"\n', "app must not include pipeline")

    def test_one_service_does_not_know_another(self):
        self.accepted("engine/services/llm/Composer.h", '#include "services/embedding/Embedder.h"\n')
        self.refused("engine/services/llm/Composer.h", '#include "services/store/Store.h"\n', "must not know another service")

    def test_stages_do_not_know_one_another(self):
        self.accepted("engine/pipeline/Pipeline.h", '#include "pipeline/act/Act.h"\n#include "pipeline/route/Decisions.h"\n')
        self.accepted("engine/pipeline/act/Act.h", '#include "pipeline/Consideration.h"\n')
        self.refused("engine/pipeline/act/Act.h", '#include "pipeline/route/Decisions.h"\n', "stage act must not know stage route")

    def test_learning_knows_no_stage(self):
        self.accepted("engine/pipeline/understand/Reader.cpp", '#include "pipeline/learn/LinearHead.h"\n')
        self.refused("engine/pipeline/learn/Trainer.cpp", '#include "pipeline/understand/Reader.h"\n', "stage learn must not know")

    def test_qt_stays_in_the_store(self):
        self.accepted("engine/services/store/SqliteStore.cpp", "#include <QSqlDatabase>\n")
        self.refused("engine/desk/Extra.cpp", "#include <QString>\n", "Qt (<QString>)")

    def test_third_party_headers_stay_out_of_the_domain_s_headers(self):
        self.accepted("engine/knowledge/Chunks.cpp", "#include <unicode/brkiter.h>\n")
        self.refused("engine/knowledge/Chunks.h", "#include <unicode/brkiter.h>\n", "third-party header <unicode/brkiter.h>")

    def test_only_the_http_service_speaks_to_other_machines(self):
        because = "only engine/services/http/ speaks to other machines"
        call = "#include <sys/socket.h>\nint f(int s)\n{\n    return connect(s, nullptr, 0);\n}\n"
        self.accepted("engine/services/http/CurlClient.cpp", "#include <curl/curl.h>\n" + call)
        self.accepted("engine/services/vectors/Graph.cpp", "void f()\n{\n    connect(1, 2);\n    graph.connect(3);\n}\n")
        self.accepted("engine/gateway/Reactor.cpp", "#include <sys/socket.h>\n// connect(s)\nint f() { return listen(1, 2); }\n")
        self.accepted("app/console/Screen.cpp", "void f() { QObject::connect(a, b); }\n")
        for name, text in (("engine/services/mail/Mail.cpp", call), ("engine/services/llm/Direct.cpp", "#include <curl/easy.h>\n"),
                           ("engine/services/store/Remote.cpp", "#include <QTcpSocket>\n"), ("engine/desk/Names.cpp", "#include <netdb.h>\n"),
                           ("app/server/Out.cpp", "int f() { return ::connect(1, nullptr, 0); }\n"),
                           ("engine/gateway/Out.cpp", "void f() { socket.async_connect(peer, done); }\n")):
            self.refused(name, text, because)
            (self.root / name).unlink()

    def test_a_program_that_opens_connections_by_itself_is_refused(self):
        # Python's own sockets are a library of their own; bash connects to /dev/tcp by itself.
        status, output = self.check("--binary", shutil.which("bash"))
        self.assertEqual(status, 1, output)
        self.assertIn("imports connect", output)

    def test_an_include_does_not_climb(self):
        self.refused("engine/desk/Extra.cpp", '#include "../base/Error.h"\n', "climbs out of its folder")

    def test_graphical_qt_is_looked_for_in_ui_alone(self):
        self.refused("engine/services/CMakeLists.txt", "find_package(Qt6 REQUIRED COMPONENTS Core\n  Widgets)\n", "graphical parts")

    def test_a_file_has_at_most_400_lines(self):
        self.accepted("engine/base/Long.h", "// line\n" * 400)
        self.refused("engine/base/Long.h", "// line\n" * 401, "401 lines")

    def test_a_function_has_at_most_60_lines(self):
        function = "void tandem::Thing::work(int count)\n{{\n{}}}\n"
        self.accepted("engine/base/Thing.cpp", function.format("    ++count;\n" * 58))
        self.refused("engine/base/Thing.cpp", function.format("    ++count;\n" * 59), "tandem::Thing::work has 61 lines")

    def test_an_interface_has_at_most_eight_methods(self):
        store = (self.root / "engine/services/store/Store.h").read_text(encoding="utf-8")
        ninth = store.replace("class Transaction {\npublic:", "class Transaction {\npublic:\n    virtual void ninth() = 0;")
        self.assertNotEqual(store, ninth)
        self.refused("engine/services/store/Store.h", ninth, "Transaction has 9 pure virtuals")

    def test_a_class_has_at_most_twenty_public_methods(self):
        methods = "".join(f"    int m{i}() const;\n" for i in range(20))
        self.accepted("engine/base/Wide.h", f"class Wide {{\npublic:\n{methods}private:\n    void hidden();\n}};\n")
        self.refused("engine/base/Wide.h", f"class Wide {{\npublic:\n{methods}    int more();\n}};\n", "Wide has 21 public methods")

    def test_a_program_linked_with_anything_unknown_is_refused(self):
        # Python itself links libraries that the headless programs have no business with (zlib, expat).
        status, output = self.check("--binary", sys.executable)
        self.assertEqual(status, 1, output)
        self.assertIn("linked with lib", output)


class Outline(unittest.TestCase):
    def functions(self, text):
        return [(f.name, f.lines) for f in cpp_outline.outline(text)[0]]

    def test_constructors_with_brace_initialisers_are_functions(self):
        text = "Thing::Thing(int a)\n    : m_a{ a }\n    , m_b(2)\n{\n    run();\n}\n"
        self.assertEqual(self.functions(text), [("Thing::Thing", 3)])

    def test_tables_and_lists_are_not_functions(self):
        self.assertEqual(self.functions("constexpr auto table = std::to_array<int>({\n 1,\n 2,\n});\nint values[] = {\n1 };\n"), [])

    def test_a_lambda_counts_as_part_of_its_function(self):
        self.assertEqual(self.functions("int f() {\n    auto g = [] {\n    };\n    return 1;\n}\n"), [("f", 5)])

    def test_braces_in_strings_comments_and_characters_do_not_count(self):
        text = 'void f()\n{\n    say("}"); // }\n    c = \'}\'; /* } */\n    x = R"({}})";\n    n = 1\'000;\n}\n'
        self.assertEqual(self.functions(text), [("f", 6)])

    def test_templates_trailing_returns_and_operators_are_functions(self):
        text = ("template <typename T>\n    requires std::integral<T>\nauto f(T t) -> std::vector<T>\n{\n}\n"
                "bool operator<(const A& a, const A& b) noexcept\n{\n}\nstruct S final : Base {\n    int g() const override { return 1; }\n};\n")
        self.assertEqual([name for name, _ in self.functions(text)], ["f", "operator<", "g"])

    def test_only_public_declared_methods_are_counted(self):
        text = ("class A final : public B {\npublic:\n    A() = default;\n    A(const A&) = delete;\n    explicit A(int a);\n    ~A();\n"
                "    std::function<void(int)> m_member;\n    int one() const { return 1; }\n    virtual int two() = 0;\n"
                "    using F = void (*)(int);\n    friend bool operator==(const A&, const A&) = default;\n"
                "protected:\n    void three();\nprivate:\n    struct Inner {\n        void four();\n    };\n    int m_x = f();\n};\n")
        outer = next(c for c in cpp_outline.outline(text)[1] if c.name == "A")
        self.assertEqual([m.text for m in outer.public_methods()],
                         ["explicit A(int a)", "int one() const", "virtual int two() = 0"])
        self.assertEqual(len(outer.pure_virtuals()), 1)


if __name__ == "__main__":
    unittest.main()
