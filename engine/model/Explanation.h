#pragma once

#include "base/Text.h"
#include "model/Classification.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class ExplainedKind : std::uint8_t { Category, Urgency, Sentiment, Language, Signal, Injection };

// What a prediction rests on besides single words.
enum class ShareKind : std::uint8_t {
    Words, // all of them together
    Form, // length, a question, code
    Meaning, // of the whole message, as the embedding model reads it
    Rules, // patterns of the lexicons
    Earlier, // what the customer wrote before
    Customer, // plan, and the priority that the customer gave
    Script, // the letters that it is written in
};

std::string_view name(ExplainedKind kind);
std::string_view name(ShareKind kind);
std::optional<ExplainedKind> explainedKindFrom(std::string_view text);
std::optional<ShareKind> shareKindFrom(std::string_view text);

struct ExplainedWord {
    std::string words; // verbatim; personal data
    text::Span span; // bytes of Explanation::text, where it stands first
    double weight = 0; // above zero: for the prediction, or for a higher score; the strongest comes first
    double without = 0; // the prediction's score, were the word left out
};

struct ExplainedShare {
    ShareKind kind = ShareKind::Words;
    double weight = 0; // as of a word
    double without = 0;
};

struct ExplainedPrediction {
    ExplainedKind kind = ExplainedKind::Category;
    std::string value; // public name: "billing_inquiry", "high", "negative", "de", "refund", "override"
    std::string runnerUp; // what it was weighed against; "" = the score is a scale of its own
    double score = 0; // probability, or the scale's value: urgency 0…1, sentiment −1…1
    std::vector<ExplainedWord> words; // the strongest, at most ten
    std::vector<ExplainedShare> shares;
};

// One of the messages that the classifiers learned from.
struct NearExample {
    std::string text; // at most 160 characters
    Category category = Category::GeneralInquiry;
    Urgency urgency = Urgency::Medium;
    Sentiment sentiment = Sentiment::Neutral;
    Language language = Language::En;
    double similarity = 0; // −1…1
};

// Why a message was read as it was. Made when it is asked for; never stored.
struct Explanation {
    std::string text; // what was read: subject and newest message without quotes and signature; personal data
    std::vector<ExplainedPrediction> predictions;
    std::vector<NearExample> examples; // nearest first; none without an embedding model
};

} // namespace tandem
