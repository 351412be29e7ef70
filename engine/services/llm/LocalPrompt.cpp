#include "services/llm/LocalPrompt.h"

#include "base/Text.h"

namespace tandem {

namespace {

constexpr std::string_view citingRules
    = "The last message begins with documents, a numbered sentence a line. End each sentence of your answer with the number of "
      "the sentence it rests on, in square brackets, such as [2.1]. Write no number that is not there.";

std::string pulledApart(std::string text, const std::vector<std::string>& controls)
{
    for (const std::string& control : controls) {
        if (control.size() < 2)
            continue;
        for (std::size_t at = text.find(control); at != std::string::npos; at = text.find(control, at + 2))
            text.insert(at + 1, 1, ' ');
    }
    return text;
}

std::string documentsOf(const ChatRequest& request)
{
    std::string all;
    for (std::size_t i = 0; i < request.documents.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        all += "Document " + number + ": " + request.documents[i].title.text() + "\n";
        for (std::size_t j = 0; j < request.documents[i].sentences.size(); ++j)
            all += "[" + number + "." + std::to_string(j + 1) + "] "
                + text::collapseWhitespace(request.documents[i].sentences[j].text()) + "\n";
    }
    return all.empty() ? all : all + "\n";
}

} // namespace

std::vector<LocalTurn> localTurns(const ChatRequest& request, const std::vector<std::string>& controls)
{
    std::vector<LocalTurn> turns;
    std::string system = request.system;
    if (!request.documents.empty())
        system += (system.empty() ? "" : "\n\n") + std::string(citingRules);
    if (!system.empty())
        turns.push_back({"system", system});
    for (const ChatMessage& message : request.messages) {
        const bool last = &message == &request.messages.back();
        turns.push_back({message.role == ChatRole::User ? "user" : "assistant",
            pulledApart((last ? documentsOf(request) : std::string()) + message.text.text(), controls)});
    }
    return turns;
}

} // namespace tandem
