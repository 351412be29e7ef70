#pragma once

#include "support/Programs.h"

#include <set>

// tandemctl's batch verbs: JSON lines in, JSON lines out. For tests/end_to_end.
namespace tandem {

inline QByteArray lines(const std::vector<Json>& all)
{
    QByteArray text;
    for (const Json& line : all)
        text += QByteArray::fromStdString(toText(line)) + '\n';
    return text;
}

// What the verb answers to `input`, line by line.
inline std::vector<Json> runBatch(
    const QString& workspace, const char* verb, const QByteArray& input, const QStringList& arguments = {})
{
    const Finished finished = runControl(workspace, QStringList{QString::fromLatin1(verb)} + arguments, input);
    std::vector<Json> answers;
    if (finished.status != 0)
        qWarning("%s ended with status %d: %s", verb, finished.status, finished.errors.c_str());
    for (const std::string_view line : text::lines(finished.output)) {
        if (!line.empty())
            answers.push_back(valueOf(parseJson(line, {.bytes = 64U << 20U})));
    }
    return answers;
}

// Every member is there, and besides `added` no other.
inline bool hasMembers(const Json& object, std::set<std::string> names, const std::set<std::string>& added = {})
{
    for (const auto& [name, value] : object.items()) {
        if (names.erase(name) == 0 && !added.contains(name))
            return false;
    }
    return names.empty();
}

} // namespace tandem
