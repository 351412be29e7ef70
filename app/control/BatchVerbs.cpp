#include "app/control/BatchRunner.h"
#include "app/control/Verbs.h"
#include "desk/Wire.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <array>
#include <cmath>
#include <iostream>
#include <stop_token>

namespace tandem::app {

namespace {

constexpr double mostPassages = 1000;

using Verb = Result<Json> (*)(Assistant&, const Json&);

Result<Json> analyze(Assistant& assistant, const Json& line)
{
    const Conversation conversation = TRY(wire::conversation(line, "text"));
    const Analysis analysis = TRY(assistant.analyze(conversation, {}));
    Json result = wire::toJson(analysis, conversation.text, conversation.subject);
    const bool explain = TRY(optionalBool(line, "explain")).value_or(false);
    if (explain) {
        const Explanation explanation = TRY(assistant.explain(conversation, {}));
        result["explanation"] = wire::toJson(explanation);
    }
    return result;
}

Result<std::size_t> passageCount(const Json& line)
{
    const double count = TRY(optionalNumber(line, "k")).value_or(10);
    const bool fits = count >= 1 && count <= mostPassages && count == std::floor(count);
    if (!fits)
        return failure(ErrorCode::InvalidArgument, "'k' must be a whole number from 1 to 1000");
    return static_cast<std::size_t>(count);
}

Result<Json> search(Assistant& assistant, const Json& line)
{
    const std::string query = TRY(requiredString(line, "query"));
    const std::size_t count = TRY(passageCount(line));
    const auto kindName = TRY(optionalString(line, "kind"));
    const auto kind = kindName ? documentKindFrom(*kindName) : std::nullopt;
    if (kindName && !kind)
        return failure(ErrorCode::InvalidArgument, "'kind' must be article or resolution");
    const auto languageName = TRY(optionalString(line, "language"));
    const auto language = languageName ? languageFrom(*languageName) : std::nullopt;
    if (languageName && !language)
        return failure(ErrorCode::InvalidArgument, "'language' must be one of en, es, fr, de, it, pt, nl, pl, tr, ar, zh, ja");
    const SearchResult result = TRY(assistant.search(query, count, kind, language, {}));
    return wire::toJson(result);
}

Result<Json> answer(Assistant& assistant, const Json& line)
{
    const Conversation conversation = TRY(wire::conversation(line, "question"));
    const Answer answer = TRY(assistant.answer(conversation, {}));
    return wire::toJson(answer);
}

Result<Json> check(Assistant& assistant, const Json& line)
{
    const std::string context = TRY(requiredString(line, "context"));
    const std::string answer = TRY(requiredString(line, "answer"));
    const GroundingCheck check = TRY(assistant.check(context, answer, {}));
    return wire::toJson(check);
}

Result<Json> redact(Assistant& assistant, const Json& line)
{
    const std::string text = TRY(requiredString(line, "text"));
    const Redacted redacted = TRY(assistant.redact(text));
    return wire::toJson(redacted, text);
}

Result<Json> detectLanguage(Assistant& assistant, const Json& line)
{
    const std::string text = TRY(requiredString(line, "text"));
    const LanguageGuess guess = TRY(assistant.detectLanguage(text));
    return wire::toJson(guess);
}

enum class Needs : std::uint8_t { Nothing, Models };

struct BatchVerb {
    const char* name;
    const char* meaning;
    Verb run;
    Needs needs = Needs::Models;
};

constexpr auto batchVerbs = std::to_array<BatchVerb>({
    {"analyze", "Batch: category, urgency, sentiment, language, personal data, reasons for a person", analyze},
    {"search", "Batch: passages that match a query", search},
    {"answer", "Batch: a cited answer from the knowledge base", answer},
    {"check", "Batch: is an answer supported by a context, sentence by sentence", check},
    {"redact", "Batch: personal data and secrets masked", redact, Needs::Nothing},
    {"detect-language", "Batch: the language of a text", detectLanguage},
});

Status loadedModels(Assistant& assistant)
{
    TRY(assistant.detectLanguage("Tandem"));
    return {};
}

Exit runBatch(Session& session, const BatchVerb& verb)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const auto config = session.config();
    if (!config)
        return refused(config.error());
    Assistant& assistant = (*engine)->assistant();
    // Loaded before the first line comes, so that no line's `ms` counts it. What is wrong here is wrong for each line too.
    const Status loaded = verb.needs == Needs::Models ? loadedModels(assistant) : Status{};
    if (!loaded)
        std::cerr << loaded.error().message << "\n";
    BatchRunner runner(
        [&](const Json& line) { return verb.run(assistant, line); }, writeToOutput, static_cast<int>(config->integer("workers")));
    const bool wasRead
        = readLines(STDIN_FILENO, longestLine, [&](std::optional<std::string> line) { return runner.give(std::move(line)); });
    const bool wasWritten = runner.finish();
    if (!wasRead)
        std::cerr << "Standard input could not be read to its end\n";
    return loaded && wasRead && wasWritten ? Exit::Success : Exit::Failure;
}

} // namespace

void addBatchVerbs(CLI::App& program, Session& session)
{
    for (const BatchVerb& verb : batchVerbs) {
        CLI::App* added = program.add_subcommand(verb.name, std::string(verb.meaning) + "; JSON lines in, JSON lines out");
        added->callback([&session, &verb] { session.setAction([&session, &verb] { return runBatch(session, verb); }); });
    }
}

} // namespace tandem::app
