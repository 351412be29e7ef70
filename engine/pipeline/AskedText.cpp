#include "pipeline/AskedText.h"

#include "base/Text.h"
#include "pipeline/understand/Understanding.h"

#include <algorithm>

namespace tandem {

std::string askedText(const Conversation& conversation, std::string_view newest, const ReplyTemplates& templates)
{
    const auto& history = conversation.history;
    const auto last = std::ranges::find(history.rbegin(), history.rend(), Visibility::Public, &Message::visibility);
    if (last == history.rend() || last->author == Author::Customer || templates.whichQuestionIn(last->text).empty())
        return std::string(newest);
    const auto before = std::ranges::find(last, history.rend(), Author::Customer, &Message::author);
    if (before == history.rend())
        return std::string(newest);
    const std::string asked = classificationText("", before->text);
    return text::trim(asked).empty() ? std::string(newest) : asked + "\n" + std::string(newest);
}

} // namespace tandem
