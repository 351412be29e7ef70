#pragma once

#include "app/control/Session.h"

namespace CLI {
class App;
}

// Each adds its verbs to the command line; both arguments outlive the parsing.
namespace tandem::app {

void addImportVerbs(CLI::App& program, Session& session);
void addTokenVerbs(CLI::App& program, Session& session);
void addConfigVerbs(CLI::App& program, Session& session);
void addDoctorVerb(CLI::App& program, Session& session);
void addModelVerbs(CLI::App& program, Session& session);
void addBatchVerbs(CLI::App& program, Session& session);
void addTranslateVerb(CLI::App& program, Session& session);
void addLearnVerbs(CLI::App& program, Session& session);
void addLexiconVerbs(CLI::App& program, Session& session);
void addKnowledgeVerbs(CLI::App& program, Session& session);
void addPolicyVerbs(CLI::App& program, Session& session);
void addEgressVerbs(CLI::App& program, Session& session);
// Verbs that are promised and not there: they end with status 2.
void addLaterVerbs(CLI::App& program, Session& session);

} // namespace tandem::app
