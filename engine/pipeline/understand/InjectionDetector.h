#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "pipeline/understand/InjectionHead.h"
#include "pipeline/understand/InjectionNet.h"
#include "pipeline/understand/Lexicon.h"
#include "pipeline/understand/MessageVectors.h"

#include <filesystem>
#include <string_view>

namespace tandem {

// What speaks for a steering text, each 0…1.
struct InjectionEvidence {
    double rules = 0; // patterns and form, all kinds together
    std::size_t kinds = 0; // how many spoke
    double sentence = 0; // the judge on the worst window, by words
    double whole = 0; // the judge of the newest text's vector; 0 without one
    double part = 0; // the same of the worst of its parts
    std::size_t parts = 0;
    bool vector = false;
    std::size_t bytes = 0; // of what was read
};
// One score of the three. Pure.
double injectionScore(const InjectionEvidence& evidence);

// Looks for text that speaks to the assistant instead of asking it: orders to forget its rules, to reveal them, to play a part,
// to act without approval, to give away data; openly, in quoted or hidden text, in any of the twelve languages, broken up by
// invisible characters or encoded. Immutable after load and thread-safe.
class InjectionDetector {
public:
    // `models` holds injection.head and injection.net.
    static Result<InjectionDetector> load(const std::filesystem::path& models);

    struct Reading {
        InjectionFinding finding;
        InjectionEvidence evidence;
    };
    // `text`: subject and message with all that is quoted or hidden in it. `vectors`: of the newest text in it; empty without
    // a model.
    [[nodiscard]] Reading read(std::string_view text, const MessageVectors& vectors, const Lexicon& lexicon) const;

private:
    InjectionHead m_head;
    InjectionNet m_net;
};

} // namespace tandem
