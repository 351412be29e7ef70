#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <array>
#include <iostream>
#include <string>

namespace tandem::app {

namespace {

struct LaterVerb {
    const char* group; // "" = a verb of its own
    const char* name;
    const char* meaning;
};

constexpr auto laterVerbs = std::to_array<LaterVerb>({
    {"", "user", "People of the desk"},
    {"import", "tickets", "Tickets of another desk, from JSONL or CSV"},
    {"export", "customer", "Everything that is known of a customer"},
    {"erase", "customer", "Removes a customer for good"},
    {"retention", "run", "Removes what is past its time"},
    {"", "backup", "Writes the workspace into one file"},
    {"", "restore", "Reads a backup into an empty workspace"},
    {"audit", "verify", "Checks the audit log's chain of hashes"},
    {"", "evaluate", "Quality on a suite of data"},
    {"models", "add", "Puts a model into the model directory"},
    {"", "parse-mail", "Batch: reads mail into text, parts and headers"},
});

CLI::App& groupOf(CLI::App& program, const LaterVerb& verb)
{
    if (std::string_view(verb.group).empty())
        return program;
    const auto isIt = [&](const CLI::App* known) { return known->get_name() == verb.group; };
    if (const auto known = program.get_subcommands(isIt); !known.empty())
        return *known.front();
    CLI::App* group = program.add_subcommand(verb.group, std::string(verb.meaning) + " (not available yet)");
    group->require_subcommand(1);
    return *group;
}

} // namespace

void addLaterVerbs(CLI::App& program, Session& session)
{
    std::string list;
    for (const LaterVerb& verb : laterVerbs) {
        const std::string prefix = std::string_view(verb.group).empty() ? "" : std::string(verb.group) + " ";
        const std::string name = prefix + verb.name;
        CLI::App* added = groupOf(program, verb).add_subcommand(verb.name, std::string(verb.meaning) + " (not available yet)");
        added->fallthrough(false);
        added->prefix_command(); // whatever follows
        added->callback([&session, name] {
            session.setAction([name] {
                std::cerr << "tandemctl " << name << ": not available yet\n";
                return Exit::Usage;
            });
        });
        list += (list.empty() ? "" : ", ") + name;
    }
    program.footer("Not available yet: " + list + ".");
}

} // namespace tandem::app
