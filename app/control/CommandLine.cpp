#include "app/control/CommandLine.h"

#include "app/control/Session.h"
#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

namespace tandem::app {

Exit runCommandLine(int count, const char* const* arguments)
{
    Session session;
    CLI::App program("tandemctl: administration of a Tandem workspace, and every engine ability as JSON lines.", "tandemctl");
    program.set_version_flag("--version", "tandemctl " TANDEM_VERSION);
    program.fallthrough(); // --data and its like may stand after the verb too; verbs inherit this
    program.require_subcommand(1);
    addFlags(program, session.flags());
    addImportVerbs(program, session);
    addTokenVerbs(program, session);
    addConfigVerbs(program, session);
    addDoctorVerb(program, session);
    addModelVerbs(program, session);
    addBatchVerbs(program, session);
    addTranslateVerb(program, session);
    addLearnVerbs(program, session);
    addLexiconVerbs(program, session);
    addKnowledgeVerbs(program, session);
    addPolicyVerbs(program, session);
    addEgressVerbs(program, session);
    addLaterVerbs(program, session);
    if (const auto ended = parse(program, count, arguments))
        return *ended;
    return session.run();
}

} // namespace tandem::app
