#include "app/control/BatchRunner.h"
#include "app/control/Interrupt.h"
#include "app/control/Verbs.h"
#include "desk/Wire.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::app {

namespace {

constexpr std::int64_t mostAtOnce = 8; // more would be told to try again
constexpr std::size_t mostGrouped = 10'000; // lines that are held at one time
constexpr std::size_t mostGroupedBytes = 64U << 20U;

using Lines = std::vector<std::optional<std::string>>;
// By the request's own JSON, so that equal lines are one request.
using Group = std::map<std::string, Result<Translation>>;

Result<Json> translated(Translations& translations, const Actor& actor, const Json& line, const std::stop_token& stop)
{
    const TranslationRequest request = TRY(wire::fromJson<TranslationRequest>(line));
    const Translation translation = TRY(translations.translate(actor, request, stop));
    return wire::toJson(translation);
}

Result<Json> fromGroup(const Group& group, const Json& line)
{
    const TranslationRequest request = TRY(wire::fromJson<TranslationRequest>(line));
    const auto found = group.find(toText(wire::toJson(request)));
    if (found == group.end())
        return failure(ErrorCode::Internal, "The line was not in the group");
    const Translation translation = TRY(found->second);
    return wire::toJson(translation);
}

Result<Lines> allLines()
{
    Lines lines;
    std::size_t bytes = 0;
    bool fits = true;
    const bool wasRead = readLines(STDIN_FILENO, longestLine, [&](std::optional<std::string> line) {
        bytes += line ? line->size() : 0;
        fits = lines.size() < mostGrouped && bytes <= mostGroupedBytes;
        if (fits)
            lines.push_back(std::move(line));
        return fits;
    });
    if (!fits)
        return failure(ErrorCode::TooLarge,
            "A group has at most " + std::to_string(mostGrouped) + " lines and " + std::to_string(mostGroupedBytes >> 20U)
                + " MiB; give it in parts");
    if (!wasRead)
        return failure(ErrorCode::Io, "Standard input could not be read to its end");
    return lines;
}

Result<Group> translatedGroup(
    TranslationGroups& groups, const Actor& actor, const Lines& lines, const std::string& batch, const std::stop_token& stop)
{
    std::vector<TranslationRequest> requests;
    std::vector<std::string> keys;
    Group group;
    for (const auto& line : lines) {
        const auto json = line ? parseJson(*line, {.bytes = longestLine}) : failure(ErrorCode::TooLarge, "");
        if (!json)
            continue; // told when it is answered
        auto request = wire::fromJson<TranslationRequest>(*json);
        if (!request)
            continue;
        std::string key = toText(wire::toJson(*request));
        if (!group.emplace(key, Translation()).second)
            continue;
        keys.push_back(std::move(key));
        requests.push_back(std::move(*request));
    }
    GroupWatch watch;
    watch.begun = batch;
    bool isTold = !batch.empty();
    watch.progress = [&](const GroupProgress& progress) {
        if (!isTold)
            std::cerr << "Batch " << progress.batch << " was sent with " << progress.running
                      << " pieces of text; if this ends before it, "
                      << "`tandemctl translate --batch " << progress.batch << "` fetches it for the same lines\n";
        isTold = true;
    };
    auto translations = TRY(groups.translateGroup(actor, requests, watch, stop));
    for (std::size_t i = 0; i < keys.size(); ++i)
        group.at(keys[i]) = std::move(translations[i]);
    return group;
}

int threadsFor(const Config& config)
{
    return static_cast<int>(std::min(config.integer("workers"), mostAtOnce));
}

Exit translateGroup(Session& session, Engine& engine, const Config& config, const std::string& batch)
{
    const auto lines = allLines();
    if (!lines)
        return refused(lines.error());
    const Interrupt interrupt;
    const auto group = translatedGroup(engine.translationGroups(), session.actor(), *lines, batch, interrupt.token());
    if (!group)
        return refused(group.error());
    BatchRunner runner([&](const Json& line) { return fromGroup(*group, line); }, writeToOutput, threadsFor(config));
    const bool wereGiven = std::ranges::all_of(*lines, [&](const auto& line) { return runner.give(line); });
    return runner.finish() && wereGiven ? Exit::Success : Exit::Failure;
}

Exit translateLines(Session& session, Engine& engine, const Config& config)
{
    Translations& translations = engine.translations();
    const Interrupt interrupt;
    const std::stop_token stop = interrupt.token();
    BatchRunner runner([&](const Json& line) { return translated(translations, session.actor(), line, stop); }, writeToOutput,
        threadsFor(config));
    const bool wasRead = readLines(STDIN_FILENO, longestLine,
        [&](std::optional<std::string> line) { return !stop.stop_requested() && runner.give(std::move(line)); });
    const bool wasWritten = runner.finish();
    if (!wasRead)
        std::cerr << "Standard input could not be read to its end\n";
    return wasRead && wasWritten && !stop.stop_requested() ? Exit::Success : Exit::Failure;
}

Exit translate(Session& session, const std::string& batch)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const auto config = session.config();
    if (!config)
        return refused(config.error());
    // Loaded before the first line comes, so that no line's `ms` counts it.
    if (const auto loaded = (*engine)->assistant().detectLanguage("Tandem"); !loaded)
        return refused(loaded.error());
    return config->flag("llm.batch") || !batch.empty() ? translateGroup(session, **engine, *config, batch)
                                                       : translateLines(session, **engine, *config);
}

} // namespace

void addTranslateVerb(CLI::App& program, Session& session)
{
    CLI::App* added = program.add_subcommand("translate",
        "Batch: a text in another language, by the configured chat model: {id, text, from?, to, ticket_id?}; JSON lines in, JSON "
        "lines out. With llm.batch = true all lines are sent together, at half the price, and answered within a day");
    const auto batch = std::make_shared<std::string>();
    added->add_option("--batch", *batch, "Fetches what was sent before with the same lines, instead of sending it")
        ->type_name("ID");
    added->callback([&session, batch] { session.setAction([&session, batch] { return translate(session, *batch); }); });
}

} // namespace tandem::app
