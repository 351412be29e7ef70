#include "services/llm/PromptMaterial.h"

#include "services/llm/ConversationMemory.h"
#include "services/llm/CustomerContext.h"
#include "services/llm/QuotedText.h"
#include "services/llm/UntrustedText.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <ranges>
#include <set>
#include <utility>

namespace tandem {

namespace {

// What is read of one message at most: more is an attachment pasted into it.
constexpr std::size_t readOfMessage = 64'000; // bytes

std::size_t bytesOf(int tokens)
{
    return static_cast<std::size_t>(std::max(0.0, tokens * bytesPerToken));
}

// At most `bytes`, cut back to where a line, a sentence or at least a word ends that can be no part of a value: half a card
// number would not be recognised as one.
std::string_view cutBetweenValues(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    constexpr std::size_t longestLine = 4000; // bytes; longer, the line itself is cut
    const std::string_view head = text::truncate(text, bytes);
    const std::size_t from = head.size() - std::min(head.size(), longestLine);
    if (const std::size_t line = head.rfind('\n'); line != std::string_view::npos && line >= from)
        return head.substr(0, line);
    for (std::size_t at = head.size(); at-- > from + 1;) {
        if (head[at] == ' ' && (head[at - 1] == '.' || head[at - 1] == '!' || head[at - 1] == '?'))
            return head.substr(0, at);
    }
    return text::truncate(head, from);
}

// Texts that are redacted in one go, by their place in the list.
class Texts {
public:
    std::size_t add(std::string text)
    {
        m_texts.push_back(std::move(text));
        return m_texts.size() - 1;
    }
    [[nodiscard]] const std::string& operator[](std::size_t index) const { return m_texts[index]; }
    [[nodiscard]] RedactedTexts redacted(std::string_view knownPerson) const
    {
        return redactTogether(std::vector<std::string_view>(m_texts.begin(), m_texts.end()), knownPerson);
    }

private:
    std::vector<std::string> m_texts;
};

// --- evidence

std::vector<text::Span> sentencesOf(const Passage& passage)
{
    std::vector<text::Span> sentences
        = passage.sentences.empty() ? text::sentences(passage.text, name(passage.language)) : passage.sentences;
    std::erase_if(sentences, [&](const text::Span& span) {
        return span.end > passage.text.size() || span.begin >= span.end || text::trim(span.of(passage.text)).empty();
    });
    return sentences;
}

// The same for sentences that say the same of the same in the same words, whatever their case, punctuation and spaces. Old rules
// repeat today's words, and plans each other's.
std::uint64_t sentenceHash(std::string_view sentence, const ScoredPassage& scored)
{
    const std::string held = scored.heldUntil ? formatTime(*scored.heldUntil) : "";
    const std::string_view language = name(scored.passage.language);
    std::string words;
    for (const text::Span& word : text::words(sentence, language))
        words += text::fold(word.of(sentence)) + " ";
    // A sentence of signs alone is itself.
    const std::uint64_t of = text::hash64(held + "|" + scored.plan + "|" + scored.audience);
    return text::hash64(words.empty() ? sentence : std::string_view(words), of);
}

struct ChosenPassage {
    PromptMaterial::Source source;
    std::size_t title = 0; // in Texts
    std::size_t text = 0;
};

std::string titleOf(const ScoredPassage& scored, Language language, const ReplyTemplates& templates)
{
    std::string title = withoutOurLines(scored.passage.title);
    if (!scored.passage.heading.empty() && scored.passage.heading != scored.passage.title)
        title += (title.empty() ? "" : " › ") + withoutOurLines(scored.passage.heading);
    if (!scored.plan.empty())
        title += " (" + withoutOurLines(scored.plan) + ")";
    if (scored.heldUntil)
        title += "\n" + std::string(lineBefore) + " " + templates.beforeDate(*scored.heldUntil, language);
    return title;
}

std::vector<ChosenPassage> chosenPassages(
    const DraftRequest& request, const ReplyTemplates& templates, std::size_t bytes, Texts& texts)
{
    std::vector<ChosenPassage> chosen;
    std::set<std::uint64_t> said;
    for (std::size_t i = 0; i < request.passages.size(); ++i) {
        const ScoredPassage& scored = request.passages[i];
        std::vector<text::Span> sentences = sentencesOf(scored.passage);
        std::vector<std::uint64_t> hashes;
        for (const text::Span& span : sentences)
            hashes.push_back(sentenceHash(span.of(scored.passage.text), scored));
        if (std::ranges::all_of(hashes, [&](std::uint64_t hash) { return said.contains(hash); }))
            continue;
        std::string title = titleOf(scored, request.language, templates);
        std::size_t size = title.size();
        std::size_t fitting = 0;
        while (fitting < sentences.size() && size + sentences[fitting].end - sentences[fitting].begin <= bytes) {
            size += sentences[fitting].end - sentences[fitting].begin;
            ++fitting;
        }
        if (fitting < sentences.size() && !(chosen.empty() && fitting > 0))
            continue;
        sentences.resize(fitting);
        bytes -= size;
        said.insert(hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(fitting));
        const std::size_t titleText = texts.add(std::move(title));
        chosen.push_back({{i, std::move(sentences)}, titleText, texts.add(withoutOurTags(scored.passage.text))});
    }
    return chosen;
}

// --- conversation

struct Turn {
    Author author = Author::Customer;
    std::size_t text = 0; // in Texts
};

std::vector<Turn> turnsOf(const std::vector<Message>& history, Texts& texts)
{
    std::vector<Turn> turns;
    QuotedText said;
    for (const Message& message : history) {
        if (message.visibility != Visibility::Public)
            continue;
        const std::string own = said.withoutRepeats(cutBetweenValues(message.text, readOfMessage));
        if (!text::trim(own).empty())
            turns.push_back({message.author, texts.add(withoutOurTags(own))});
    }
    return turns;
}

// The beginning and the end of what is too long: where people say what they want.
Redacted shortened(const Redacted& redacted, std::string_view original, std::size_t bytes)
{
    if (redacted.text().size() <= bytes)
        return redacted;
    const std::size_t head = text::truncate(original, bytes * 2 / 3).size();
    std::size_t tail = original.size() - std::min(original.size() - head, bytes / 3);
    while (tail < original.size() && (static_cast<unsigned char>(original[tail]) & 0xC0U) == 0x80U)
        ++tail;
    RedactedJoiner joiner;
    joiner.add(redacted.part({0, head})).add("\n… (left out) …\n").add(redacted.part({tail, original.size()}));
    return joiner.take();
}

Redacted spansOf(const Redacted& redacted, const std::vector<text::Span>& spans, OwnWords between)
{
    RedactedJoiner joiner;
    for (const text::Span& span : spans) {
        if (!joiner.text().empty())
            joiner.add(between);
        joiner.add(redacted.part(span));
    }
    return joiner.take();
}

class ConversationWriter {
public:
    ConversationWriter(const Texts& texts, const RedactedTexts& redacted, const PromptMaterial::Limits& limits, Language language)
        : m_texts(texts)
        , m_redacted(redacted)
        , m_limits(limits)
        , m_language(language)
    {
    }

    // The newest turns whole, the facts of those before.
    void addTurns(const std::vector<Turn>& turns)
    {
        std::size_t first = turns.size();
        std::size_t left = bytesOf(m_limits.turnTokens);
        while (first > 0 && turns.size() - first < m_limits.wholeTurns && m_redacted[turns[first - 1].text].text().size() <= left)
            left -= m_redacted[turns[--first].text].text().size();
        addFacts({turns.begin(), turns.begin() + static_cast<std::ptrdiff_t>(first)});
        for (std::size_t i = first; i < turns.size(); ++i)
            addMessage(turns[i].author, m_redacted[turns[i].text]);
    }

    void addMessage(Author author, const Redacted& text)
    {
        RedactedJoiner joiner;
        if (author == Author::Customer)
            joiner.add("<customer_message>\n").add(text).add("\n</customer_message>");
        else
            joiner.add(text);
        add(author == Author::Customer ? ChatRole::User : ChatRole::Assistant, joiner.take());
    }

    // Beside what the same side said last.
    void add(ChatRole role, const Redacted& text)
    {
        if (m_messages.empty() || m_messages.back().role != role) {
            m_messages.push_back({role, text});
            return;
        }
        RedactedJoiner joiner;
        joiner.add(m_messages.back().text).add("\n\n").add(text);
        m_messages.back().text = joiner.take();
    }

    [[nodiscard]] std::vector<ChatMessage> take() { return std::move(m_messages); }

private:
    // The newest first, while there is room; the bare facts where the sentences are too many.
    void addFacts(const std::vector<Turn>& turns)
    {
        std::vector<std::pair<Author, Redacted>> kept;
        std::size_t left = bytesOf(m_limits.factTokens);
        for (const Turn& turn : std::views::reverse(turns)) {
            const std::string& said = m_texts[turn.text];
            Redacted facts = spansOf(m_redacted[turn.text], factSentences(said, m_language, turn.author), " ");
            if (facts.text().size() > left)
                facts = spansOf(m_redacted[turn.text], bareFacts(said), "; ");
            if (facts.text().size() > left)
                break;
            left -= facts.text().size();
            if (!facts.text().empty())
                kept.emplace_back(turn.author, std::move(facts));
        }
        if (kept.empty())
            return;
        RedactedJoiner joiner;
        joiner.add("<earlier_conversation>\nThe facts of earlier messages, oldest first; the rest was left out.\n");
        for (const auto& [author, facts] : std::views::reverse(kept)) {
            if (author == Author::Customer)
                joiner.add("Customer: ");
            else
                joiner.add("Desk: ");
            joiner.add(facts).add("\n");
        }
        joiner.add("</earlier_conversation>");
        add(ChatRole::User, joiner.take());
    }

    const Texts& m_texts;
    const RedactedTexts& m_redacted;
    const PromptMaterial::Limits& m_limits;
    const Language m_language;
    std::vector<ChatMessage> m_messages;
};

} // namespace

PromptMaterial::Limits PromptMaterial::Limits::forContext(int contextTokens, int systemTokens, int outputTokens)
{
    // Roles, tags, numbers of sentences, and what the estimate is wrong by.
    constexpr double usable = 0.8;
    const double left = std::max(0.0, usable * (contextTokens - systemTokens - outputTokens));
    const auto part = [&](double share) { return static_cast<int>(left * share); };
    return {.evidenceTokens = part(0.55),
        .questionTokens = part(0.25),
        .turnTokens = part(0.1),
        .factTokens = part(0.06),
        .historyTokens = part(0.04)};
}

namespace {

constexpr std::size_t longestRevision = 6000; // bytes of a refused draft and of its sentences, each
constexpr std::size_t mostRefused = 12;

// What a draft that was refused said, and where in the texts its sentences and the reasons for them stand.
struct RevisedTexts {
    std::size_t draft = 0;
    std::vector<std::pair<std::size_t, std::size_t>> refused;
};

std::optional<RevisedTexts> revisedTexts(const std::optional<DraftRevision>& revision, Texts& texts)
{
    if (!revision)
        return std::nullopt;
    RevisedTexts revised;
    revised.draft = texts.add(withoutOurTags(cutBetweenValues(revision->draft, longestRevision)));
    std::size_t left = longestRevision;
    for (const auto& [sentence, reason] : revision->refused) {
        if (revised.refused.size() == mostRefused || sentence.size() + reason.size() > left)
            break;
        left -= sentence.size() + reason.size();
        const std::size_t text = texts.add(withoutOurTags(sentence));
        revised.refused.emplace_back(text, texts.add(withoutOurTags(reason)));
    }
    return revised;
}

void addRevision(const RevisedTexts& revised, const RedactedTexts& redacted, ConversationWriter& writer)
{
    writer.add(ChatRole::Assistant, redacted[revised.draft]);
    RedactedJoiner joiner;
    // Marked as data: a sentence that was refused may say what somebody else wanted said.
    joiner.add("<earlier_conversation>\nSentences of your answer that may not be sent, each with the reason:\n");
    for (const auto& [sentence, reason] : revised.refused)
        joiner.add("- ").add(redacted[sentence]).add(" (").add(redacted[reason]).add(")\n");
    joiner.add("</earlier_conversation>\nWrite the whole answer once more. Leave out what these sentences say, or say what the "
               "documents say instead, in their words. Where nothing is left, write NO_ANSWER.");
    writer.add(ChatRole::User, joiner.take());
}

} // namespace

PromptMaterial PromptMaterial::of(
    const DraftRequest& request, std::string system, const ReplyTemplates& templates, const Limits& limits)
{
    Texts texts;
    const std::size_t customerName = texts.add(std::string(text::trim(request.customerName)));
    const std::string& message = request.message.empty() ? request.question : request.message;
    const std::size_t question = texts.add(
        withoutOurTags(cutBetweenValues(text::trim(message), std::max(readOfMessage, bytesOf(limits.questionTokens)))));
    std::vector<std::size_t> earlier;
    std::size_t left = bytesOf(limits.historyTokens);
    for (std::string& line : earlierTicketLines(request)) {
        if (line.size() > left)
            break;
        left -= line.size();
        earlier.push_back(texts.add(std::move(line)));
    }
    const std::vector<Turn> turns = turnsOf(request.history, texts);
    const std::vector<ChosenPassage> chosen = chosenPassages(request, templates, bytesOf(limits.evidenceTokens), texts);

    const std::optional<RevisedTexts> revised = revisedTexts(request.revision, texts);

    PromptMaterial material;
    material.redacted = texts.redacted(request.customerName);
    for (const ChosenPassage& passage : chosen) {
        ChatDocument document;
        document.title = material.redacted[passage.title];
        for (const text::Span& sentence : passage.source.sentences)
            document.sentences.push_back(material.redacted[passage.text].part(sentence));
        material.request.documents.push_back(std::move(document));
        material.sources.push_back(passage.source);
    }
    ConversationWriter writer(texts, material.redacted, limits, request.language);
    writer.addTurns(turns);
    std::vector<Redacted> earlierTickets;
    for (const std::size_t line : earlier)
        earlierTickets.push_back(material.redacted[line]);
    const Redacted context = customerContext(request, material.redacted[customerName], earlierTickets);
    if (!context.text().empty())
        writer.add(ChatRole::User, context);
    writer.addMessage(Author::Customer, shortened(material.redacted[question], texts[question], bytesOf(limits.questionTokens)));
    RedactedJoiner language;
    writer.add(ChatRole::User, language.add("Write in ").add(englishName(request.language)).add(".").take());
    if (revised)
        addRevision(*revised, material.redacted, writer);
    material.request.messages = writer.take();
    material.request.system = std::move(system);
    material.request.ticket = request.ticket;
    return material;
}

OwnWords englishName(Language language)
{
    constexpr std::array<OwnWords, languageCount> names{OwnWords("English"), OwnWords("Spanish"), OwnWords("French"),
        OwnWords("German"), OwnWords("Italian"), OwnWords("Brazilian Portuguese"), OwnWords("Dutch"), OwnWords("Polish"),
        OwnWords("Turkish"), OwnWords("Arabic"), OwnWords("Simplified Chinese"), OwnWords("Japanese")};
    return names.at(std::to_underlying(language));
}

} // namespace tandem
