#include "pipeline/validate/PolaritySupport.h"

#include "pipeline/validate/WordExchange.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr double nearlyEqual = 0.75; // common order from which negations are counted
constexpr double saysEnough = 0.6; // coverage by the first sentence alone: what others deny or claim is about something else

bool touches(const std::vector<std::string>& denied, const std::vector<std::string>& sortedStems)
{
    return std::ranges::any_of(denied, [&](const std::string& stem) { return std::ranges::binary_search(sortedStems, stem); });
}

// Half of the words next to a negation, or more, are in the answer: the answer speaks of what is denied.
bool isAbout(const std::vector<std::string>& denied, const std::vector<std::string>& sortedStems)
{
    const auto shared
        = std::ranges::count_if(denied, [&](const std::string& stem) { return std::ranges::binary_search(sortedStems, stem); });
    return !denied.empty() && shared * 2 >= std::ssize(denied);
}

// Some negation of `other` is about one of the same words.
bool isDeniedToo(const std::vector<std::string>& denied, const Polarity& other)
{
    return std::ranges::any_of(other.denied, [&](const std::vector<std::string>& stems) {
        return std::ranges::any_of(
            stems, [&](const std::string& stem) { return std::ranges::find(denied, stem) != denied.end(); });
    });
}

struct WindowPolarity {
    Polarity polarity;
    std::vector<std::string> stems; // sorted
};

WindowPolarity polarityOf(const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index)
{
    WindowPolarity whole;
    for (const std::size_t i : window.sentences) {
        const ReadSentence& sentence = index.sentences()[i];
        const bool first = i == window.sentences.front();
        if (!first && window.single >= saysEnough)
            break;
        Polarity& polarity = whole.polarity;
        const Polarity& said = sentence.polarity;
        // What further sentences deny need not be about this.
        if (first || !answer.polarity.denied.empty())
            polarity.denied.insert(polarity.denied.end(), said.denied.begin(), said.denied.end());
        polarity.always = polarity.always || said.always;
        polarity.never = polarity.never || said.never;
        polarity.only = polarity.only || said.only;
        polarity.must = polarity.must || said.must;
        polarity.may = polarity.may || said.may;
        polarity.limited = polarity.limited || said.limited;
        polarity.all = polarity.all || said.all;
        whole.stems.insert(whole.stems.end(), sentence.stems.begin(), sentence.stems.end());
    }
    std::ranges::sort(whole.stems);
    return whole;
}

// Another sentence of the evidence denies the same.
bool isDeniedAnywhere(const std::vector<std::string>& denied, const EvidenceIndex& index)
{
    const auto shares = [&](const std::vector<std::string>& words) {
        return std::ranges::count_if(words, [&](const std::string& stem) {
            return std::ranges::find(denied, stem) != denied.end();
        }) >= 2;
    };
    return std::ranges::any_of(
        index.sentences(), [&](const ReadSentence& sentence) { return std::ranges::any_of(sentence.polarity.denied, shares); });
}

std::string denialConflict(
    const ReadSentence& answer, const WindowPolarity& window, const ReadSentence& closest, const EvidenceIndex& index)
{
    constexpr auto deniesMore = "It denies what the evidence does not deny";
    constexpr auto deniesLess = "The evidence says that this is not so";
    const auto& denied = answer.polarity.denied;
    const auto about = std::ranges::count_if(
        closest.polarity.denied, [&](const std::vector<std::string>& words) { return isAbout(words, answer.stems); });
    // The same sentence but for a word: each negation must be there.
    if (commonOrder(answer, closest) >= nearlyEqual && std::ssize(denied) != about)
        return std::ssize(denied) > about ? deniesMore : deniesLess;
    for (const auto& words : denied) {
        const bool missing
            = window.polarity.denied.empty() || (touches(words, window.stems) && !isDeniedToo(words, window.polarity));
        if (missing && !isDeniedAnywhere(words, index))
            return deniesMore;
    }
    return about > 0 && denied.empty() ? deniesLess : "";
}

} // namespace

std::string polarityConflict(const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index, bool foreign)
{
    if (window.sentences.empty())
        return {};
    const WindowPolarity said = polarityOf(answer, window, index);
    if (foreign) {
        const bool same = answer.polarity.denied.empty() == said.polarity.denied.empty();
        return same ? "" : "One of answer and evidence denies something that the other does not";
    }
    if (std::string reason = denialConflict(answer, said, index.sentences()[window.sentences.front()], index); !reason.empty())
        return reason;
    const Polarity& claimed = answer.polarity;
    if (claimed.always && !said.polarity.always)
        return "The evidence does not say \"always\"";
    if (claimed.never && !said.polarity.never && said.polarity.denied.empty())
        return "The evidence does not say \"never\"";
    if (claimed.all && !said.polarity.all && said.polarity.only)
        return "The evidence limits this and does not say it of all";
    if (claimed.only && !said.polarity.only && !said.polarity.limited)
        return "The evidence does not say \"only\"";
    if (claimed.must && !said.polarity.must && said.polarity.may)
        return "The evidence says that this is possible, not that it is required";
    return {};
}

} // namespace tandem
