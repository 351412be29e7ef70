#include "pipeline/validate/Validate.h"

#include <algorithm>

namespace tandem {

namespace {

bool isUnsupported(const DraftSentence& sentence)
{
    return sentence.factual && !sentence.supported;
}

// Takes an unsupported sentence out of the draft and out of its text.
void dropUnsupported(Draft& draft)
{
    const bool anySupported
        = std::ranges::any_of(draft.sentences, [](const DraftSentence& s) { return s.factual && s.supported; });
    if (!anySupported)
        return;
    for (const DraftSentence& sentence : draft.sentences) {
        const auto at = isUnsupported(sentence) ? draft.text.find(sentence.text) : std::string::npos;
        if (at != std::string::npos)
            draft.text.erase(at, sentence.text.size() + (draft.text.compare(at + sentence.text.size(), 1, " ") == 0 ? 1 : 0));
    }
    std::erase_if(draft.sentences, isUnsupported);
}

} // namespace

double draftStrength(double evidence, const Draft& draft)
{
    if (draft.abstained)
        return 0;
    return draft.confidence > 0 ? draft.confidence : evidence;
}

double draftConfidence(double evidence, const Draft& draft)
{
    double weakest = 1;
    bool anyFactual = false;
    for (const DraftSentence& sentence : draft.sentences) {
        if (!sentence.factual)
            continue;
        anyFactual = true;
        weakest = std::min(weakest, sentence.supported ? std::max(sentence.score, 0.5) : 0.0);
    }
    return anyFactual && !draft.abstained ? std::clamp(evidence * weakest, 0.0, 1.0) : 0;
}

Status validate(const Grounding& grounding, const SearchResult& evidence, Draft& draft, std::stop_token stop)
{
    if (draft.abstained) {
        draft.confidence = 0;
        return {};
    }
    std::vector<Evidence> texts;
    for (const ScoredPassage& scored : evidence.passages)
        texts.push_back(evidenceOf(scored.passage));
    const double strength = draftStrength(evidence.evidence, draft);
    draft.sentences = TRY(grounding.check(texts, std::move(draft.sentences), std::move(stop)));
    dropUnsupported(draft);
    draft.confidence = draftConfidence(strength, draft);
    return {};
}

} // namespace tandem
