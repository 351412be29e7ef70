#include "services/llm/TranslationJob.h"

#include "services/llm/ChatRequests.h"
#include "services/llm/PromptMaterial.h"
#include "services/llm/TranslationFacts.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr int mostTries = 2;

std::ptrdiff_t filledLines(std::string_view text)
{
    return std::ranges::count_if(text::lines(text), [](std::string_view line) { return !isBlank(line); });
}

} // namespace

Status TranslationJob::check(const TranslationTask& task)
{
    if (!text::isValidUtf8(task.request.text))
        return failure(ErrorCode::InvalidArgument, "The text to translate is not valid UTF-8");
    if (isBlank(task.request.text))
        return failure(ErrorCode::InvalidArgument, "There is no text to translate");
    if (!task.request.from)
        return failure(ErrorCode::InvalidArgument, "The language to translate from is not known: name it");
    return {};
}

TranslationJob::TranslationJob(const TranslationTask& task, const Settings& settings)
    : m_task(task)
    , m_settings(settings)
    , m_text(task.request.text, task.knownPerson, settings.names, settings.pieceBytes)
    , m_pieces(m_text.pieces())
{
    m_result.from = task.request.from.value_or(task.request.to);
    m_result.to = task.request.to;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        if (!m_text.hasWords(i) || m_result.from == m_result.to)
            m_pieces[i].text = m_text.original(i);
    }
}

std::vector<std::size_t> TranslationJob::open() const
{
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < m_pieces.size() && !m_failed; ++i) {
        if (!m_pieces[i].text)
            open.push_back(i);
    }
    return open;
}

ChatRequest TranslationJob::request(std::size_t piece) const
{
    ChatRequest request;
    request.system = m_settings.system;
    RedactedJoiner joiner;
    joiner.add("Translate from ").add(englishName(m_result.from)).add(" into ").add(englishName(m_result.to));
    joiner.add(".\n<text>\n").add(m_text.masked(piece)).add("\n</text>");
    request.messages.push_back({ChatRole::User, joiner.take()});
    if (m_pieces[piece].tries > 0) {
        request.messages.push_back({ChatRole::Assistant, redact(m_pieces[piece].wrong)});
        RedactedJoiner again;
        again.add(reproach(m_pieces[piece].fault)).add(" Translate the whole text again, and write nothing else.");
        request.messages.push_back({ChatRole::User, again.take()});
    }
    constexpr int least = 300;
    constexpr int growth = 3; // of tokens, between any two of the languages
    request.outputTokens
        = std::min(m_settings.outputTokens, least + growth * estimatedTokens(m_text.masked(piece).text().size()));
    request.temperature = 0;
    request.ticket = m_task.request.ticket;
    return request;
}

bool TranslationJob::hear(std::size_t piece, const Result<ChatReply>& reply)
{
    Piece& of = m_pieces[piece];
    ++of.tries;
    const auto fail = [&](const char* how) {
        m_failed = Error{ErrorCode::Unavailable, "The language model " + std::string(how) + "; nothing was translated", false};
        return false;
    };
    if (!reply) {
        m_failed = reply.error();
        return false;
    }
    switch (reply->stop) {
    case ChatStop::Refused: return fail("refused to translate");
    case ChatStop::OutputLimit: return fail("came to the limit of its answer before the end of the text");
    case ChatStop::ContextFull: return fail("came to the limit of its context before the end of the text");
    case ChatStop::Finished:
    case ChatStop::Other: break;
    }
    const std::string_view translation = text::trim(reply->text);
    if (const auto fault = faultOf(piece, translation)) {
        of.fault = *fault;
        of.wrong = translation;
        if (of.tries >= mostTries)
            m_failed = unusable(*fault);
        return false;
    }
    of.text = m_text.restored(piece, translation);
    m_result.provider = reply->provider;
    m_result.model = reply->model;
    return true;
}

Result<Translation> TranslationJob::result() const
{
    if (m_failed)
        return std::unexpected(*m_failed);
    Translation translation = m_result;
    for (const Piece& piece : m_pieces)
        translation.text += piece.text.value_or("");
    return translation;
}

std::optional<TranslationJob::Fault> TranslationJob::faultOf(std::size_t piece, std::string_view translation) const
{
    const std::string& masked = this->masked(piece);
    if (m_text.faultOf(piece, translation))
        return Fault::Marks;
    if (filledLines(translation) != filledLines(masked))
        return Fault::Lines;
    const std::string words = withoutMarks(translation);
    constexpr std::size_t telling = 5; // words; fewer may be the same in both languages
    if (translation == masked && text::words(words).size() >= telling)
        return Fault::Untranslated;
    // With everything in its place: marks that touch each other may make another number or link.
    switch (addedFact(m_text.original(piece), m_result.from, m_text.restored(piece, translation))) {
    case AddedFact::Number: return Fault::AddedNumber;
    case AddedFact::Link: return Fault::AddedLink;
    case AddedFact::Placeholder: return Fault::AddedPlaceholder;
    case AddedFact::None: break;
    }
    if (m_task.languageOf) {
        const auto language = m_task.languageOf(words);
        if (language && *language != m_result.to)
            return Fault::WrongLanguage;
    }
    return std::nullopt;
}

Error TranslationJob::unusable(Fault fault)
{
    const auto because = [](const char* how) {
        return Error{ErrorCode::Unavailable,
            "The translation " + std::string(how) + ", twice; it is not shown: try a shorter part, or another model", false};
    };
    switch (fault) {
    case Fault::Marks: return because("lost or repeated numbers, links, names or personal data of the text");
    case Fault::Lines: return because("has more or fewer lines than the text");
    case Fault::Untranslated: return because("is the text itself");
    case Fault::WrongLanguage: return because("is in another language than was asked for");
    case Fault::AddedNumber: return because("holds a number that the text does not have");
    case Fault::AddedLink: return because("holds a link or an address that the text does not have");
    case Fault::AddedPlaceholder: return because("holds a placeholder, a tag or code that the text does not have");
    }
    return because("does not hold");
}

OwnWords TranslationJob::reproach(Fault fault)
{
    switch (fault) {
    case Fault::Marks: return "Marks of the text are missing in your translation, or it has them more than once, or others.";
    case Fault::Lines: return "Your translation has more or fewer lines than the text.";
    case Fault::Untranslated: return "This is the text itself, not its translation.";
    case Fault::WrongLanguage: return "Your translation is in another language than I asked for.";
    case Fault::AddedNumber:
        return "Your translation holds a number that the text does not have as a number or a mark. What the text says without "
               "digits is said without digits.";
    case Fault::AddedLink: return "Your translation holds a link or an address that the text does not have.";
    case Fault::AddedPlaceholder: return "Your translation holds a placeholder, a tag or code that the text does not have.";
    }
    return "Your translation is wrong.";
}

} // namespace tandem
