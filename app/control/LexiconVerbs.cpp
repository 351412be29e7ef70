#include "app/control/Verbs.h"
#include "base/Json.h"
#include "desk/LexiconTrial.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace tandem::app {

namespace {

struct Folders {
    std::filesystem::path resources;
    std::filesystem::path own;
};

Result<Folders> folders(Session& session)
{
    Folders found;
    found.resources = TRY(resourceDirectory());
    found.own = lexiconFolder(TRY(workspaceOf(session.flags())));
    return found;
}

Exit check(Session& session)
{
    const auto where = folders(session);
    if (!where)
        return refused(where.error());
    const auto report = checkLexicons(where->resources, where->own);
    if (!report)
        return refused(report.error());
    std::cout << "Own patterns: " << report->patterns << ", from " << where->own.string() << "\n";
    for (const std::string& problem : report->problems)
        std::cout << "skipped  " << problem << "\n";
    std::cout << "How they are written: " << (where->resources / "lexicons" / "README.md").string() << "\n" << std::flush;
    return report->problems.empty() ? Exit::Success : Exit::Failure;
}

Json toJson(const LexiconMatch& match)
{
    return {{"lexicon", match.lexicon}, {"from", match.isOwn ? "desk" : "shipped"}, {"line", match.line},
        {"language", name(match.language)}, {"weight", match.weight}, {"note", match.note}, {"words", match.words}};
}

Exit test(Session& session, const std::string& text)
{
    const auto where = folders(session);
    if (!where)
        return refused(where.error());
    const auto reading = readByLexicons(where->resources, where->own, text);
    if (!reading)
        return refused(reading.error());
    Json matches = Json::array();
    for (const LexiconMatch& match : reading->matches)
        matches.push_back(toJson(match));
    const Json line{
        {"language", name(reading->language.language)}, {"matches", std::move(matches)}, {"signals", reading->signalNames}};
    std::cout << toText(line) << "\n" << std::flush;
    return Exit::Success;
}

} // namespace

void addLexiconVerbs(CLI::App& program, Session& session)
{
    CLI::App* lexicon = program.add_subcommand("lexicon", "Word patterns of the desk's own, in the workspace's folder lexicons");
    lexicon->require_subcommand(1);
    lexicon->footer("README.md beside the shipped lexicons tells how patterns are written; \"lexicon check\" says where it is.");
    lexicon->add_subcommand("check", "Counts the desk's own patterns and names the lines that are skipped, and why")
        ->callback([&session] { session.setAction([&session] { return check(session); }); });
    CLI::App* tested
        = lexicon->add_subcommand("test", "Which patterns fire on a text and what it is taken to say, as a JSON line");
    const auto text = std::make_shared<std::string>();
    tested->add_option("text", *text, "The text")->required();
    tested->callback([&session, text] { session.setAction([&session, text] { return test(session, *text); }); });
}

} // namespace tandem::app
