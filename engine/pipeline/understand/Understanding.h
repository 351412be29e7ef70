#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "model/Conversation.h"
#include "model/Explanation.h"
#include "pipeline/understand/MessageVectors.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

class CategoryHead;

// Thresholds from Config; passed in so that a replay can try others.
struct UnderstandingThresholds {
    double sentimentFloor = -0.5; // conversation sentiment below it escalates
    int longConversation = 9; // the customer message count at which a conversation is long
    double injection = 0.5;
    double angryBelow = -0.3; // sentiment below it, together with a threat to leave, is anger that escalates
};

// Reads a message: category, urgency, sentiment, language, signals for a person, personal data, injection. Pure given its data
// files; immutable after load, but for the category's head, and thread-safe.
class Understanding {
public:
    // `resources` holds lexicons/ and models/. A missing or corrupt file is an error that names it. `deskLexicons`: a folder with
    // the desk's own patterns; what cannot be read there is logged and skipped.
    static Result<std::unique_ptr<Understanding>> load(
        const std::filesystem::path& resources, const std::filesystem::path& deskLexicons = {});
    virtual ~Understanding() = default;

    // `vectors`: conversationVectors(), empty without a model (everything then rests on words alone).
    [[nodiscard]] virtual Classification analyze(const Conversation& conversation, const MessageVectors& vectors) const = 0;
    [[nodiscard]] virtual LanguageGuess detectLanguage(std::string_view text) const = 0;
    // What each prediction of analyze()'s answer for the same arguments rests on. Without examples.
    [[nodiscard]] virtual Explanation explain(
        const Conversation& conversation, const MessageVectors& vectors, const Classification& classification) const
        = 0;
    // The desk may put a learned one in the shipped one's place.
    [[nodiscard]] virtual CategoryHead& categoryHead() = 0;
    // Of everything that analyze() reads by, the category head in use included: by name, 16 hex digits each.
    [[nodiscard]] virtual std::map<std::string, std::string> fingerprints() const = 0;
    // Every reason for a person that the classification holds, in the order of EscalationCode. Pure.
    [[nodiscard]] virtual std::vector<EscalationReason> escalationReasons(
        const Classification& classification, const Conversation& conversation, const UnderstandingThresholds& thresholds) const
        = 0;
};

// Subject and text as the category head sees them (quoted mail and signature removed, cut to 2,000 characters).
std::string classificationText(const Conversation& conversation);
std::string classificationText(std::string_view subject, std::string_view text);

} // namespace tandem
