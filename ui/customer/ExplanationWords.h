#pragma once

#include "model/Explanation.h"

#include <QString>

namespace tandem::ui {

// What an explanation says, in the words of the user's language.

// What was predicted: "Billing", "High", "Unhappy", "German", "Refund wanted".
QString readWord(ExplainedKind kind, const std::string& value);
QString signalWord(const std::string& signal);
QString sentimentWord(Sentiment sentiment);
QString urgencyNoun(Urgency urgency); // "High"
// How surely: "86 %", or a value of the scale.
QString readScore(ExplainedKind kind, double score);
// The heading above words that weigh more than nothing, and less: "For Billing", "Against it, for General".
QString headingFor(const ExplainedPrediction& prediction);
QString headingAgainst(const ExplainedPrediction& prediction);
QString shareWord(ShareKind kind); // "Meaning of the whole message"

} // namespace tandem::ui
