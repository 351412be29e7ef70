#pragma once

#include "services/llm/ChatModel.h"
#include "services/llm/GuardedText.h"
#include "services/llm/Translator.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// One text on its way into another language: which pieces are still to be asked, what with, and whether what came back holds.
// Each piece is asked at most twice. Pure; for one thread.
class TranslationJob {
public:
    struct Settings {
        std::string system; // the prompt
        std::vector<std::string> names; // that no translation touches
        std::size_t pieceBytes = 6000;
        int outputTokens = 8000; // of a piece, at most
    };

    // InvalidArgument: nothing to translate, no UTF-8, or no language to translate from.
    static Status check(const TranslationTask& task);
    // The settings outlive the job. The task holds by check().
    TranslationJob(const TranslationTask& task, const Settings& settings);

    // Pieces to be asked, in the text's order; none any more once one has failed.
    [[nodiscard]] std::vector<std::size_t> open() const;
    // The second time, with what was wrong with the first answer.
    [[nodiscard]] ChatRequest request(std::size_t piece) const;
    // What a piece is to be translated from, as it leaves the machine: with marks.
    [[nodiscard]] const std::string& masked(std::size_t piece) const { return m_text.masked(piece).text(); }
    [[nodiscard]] bool isFirstTry(std::size_t piece) const { return m_pieces[piece].tries == 0; }
    // True when the answer holds.
    bool hear(std::size_t piece, const Result<ChatReply>& reply);
    // When nothing is open.
    [[nodiscard]] Result<Translation> result() const;

private:
    enum class Fault : std::uint8_t { Marks, Lines, Untranslated, WrongLanguage, AddedNumber, AddedLink, AddedPlaceholder };
    struct Piece {
        int tries = 0;
        std::optional<std::string> text; // done
        std::string wrong; // what came back the first time
        Fault fault = Fault::Marks;
    };

    [[nodiscard]] std::optional<Fault> faultOf(std::size_t piece, std::string_view translation) const;
    [[nodiscard]] static Error unusable(Fault fault);
    [[nodiscard]] static OwnWords reproach(Fault fault);

    const TranslationTask& m_task;
    const Settings& m_settings;
    GuardedText m_text;
    std::vector<Piece> m_pieces;
    std::optional<Error> m_failed;
    Translation m_result;
};

} // namespace tandem
