#pragma once

#include "services/llm/ChatModel.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Takes markers such as [2.1], [2.1-3] or [1.2, 3.1] (passage.sentence, counted from one; 【2.1】 too) out of a text as it is
// written, and keeps what each one says about the sentence before it. A marker that names nothing that is there stays as text; so
// does everything else in brackets. The same text gives the same result wherever it is split. For one thread.
class CitationMarkers {
public:
    // How many sentences each passage has.
    explicit CitationMarkers(std::vector<std::size_t> sentenceCounts);

    // Takes the next bytes. The text that is certain by now, in whole UTF-8 characters; it lives until the next call.
    std::string_view feed(std::string_view bytes);
    // The rest of the text: nothing more comes.
    std::string_view finish();

    [[nodiscard]] const std::string& text() const { return m_text; } // so far, without markers
    [[nodiscard]] const std::vector<ChatCitation>& citations() const { return m_citations; } // ascending by begin

private:
    enum class Ending : bool { Open, Closed }; // may more bytes follow?

    std::string_view process(Ending ending);
    std::optional<std::size_t> step(std::string_view view, Ending ending);
    bool takeMarker(const std::vector<ChatCitation>& references);
    void cite(const std::vector<ChatCitation>& references);

    std::vector<std::size_t> m_sentenceCounts;
    std::string m_pending; // may still become a marker
    std::string m_text;
    std::vector<ChatCitation> m_citations;
    std::size_t m_citedEnd = 0; // of m_text: what markers have spoken of
    std::optional<ChatCitation> m_lastRange; // begin and end of what the last one spoke of
    bool m_dropSpace = false; // a marker stood first in its line, and the space after it belongs to it
};

} // namespace tandem
