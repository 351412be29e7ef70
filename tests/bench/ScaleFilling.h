#pragma once

#include "BulkVectors.h"
#include "ScaleReport.h"
#include "ScaleTexts.h"
#include "knowledge/DocumentSet.h"
#include "knowledge/LateInteraction.h"
#include "knowledge/PassageBuilder.h"

#include <cstdio>
#include <iterator>
#include <unordered_map>

// How bench scale fills a library. Programs of this folder only.
namespace tandem::bench {

inline constexpr std::size_t passagesOfDocument = 4;
inline constexpr std::size_t passagesOfBatch = 1000;

inline PassageId passageOf(std::size_t number)
{
    return PassageId(
        "article-" + std::to_string(number / passagesOfDocument) + "#" + std::to_string(number % passagesOfDocument));
}

// Passages as an import leaves them in the store: text, vectors of passage, sentences and tokens.
class Filling {
public:
    Filling(const Workspace& workspace, Embedder& model, std::size_t count)
        : m_report{count}
        , m_workspace(workspace)
        , m_modelId(PassageBuilder(&model, 0).embeddedBy())
        , m_texts(TANDEM_SHARED_DATA, scaleQuestions(TANDEM_SHARED_DATA).all())
        , m_bulk(bulkVectors(TANDEM_SHARED_DATA))
    {
        learn();
        measureRates(model);
    }

    void run()
    {
        m_tokens = 0;
        m_tokenBytes = 0;
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t at = 0; at < m_report.passages; at += passagesOfBatch) {
            write(at, std::min(m_report.passages, at + passagesOfBatch));
            std::fprintf(stderr, "\rpassage %zu of %zu ", at, m_report.passages);
        }
        std::fprintf(stderr, "\n");
        const auto n = static_cast<double>(m_report.passages);
        const double seconds = secondsSince(start);
        m_report.print("fill_s", seconds, "s", {{"passages_per_s", n / seconds}});
        m_report.print("distinct_sentences", static_cast<double>(m_texts.sentences().size()), "");
        m_report.print("tokens_per_passage", static_cast<double>(m_tokens) / n, "");
        m_report.print("token_vector_bytes_per_passage", static_cast<double>(m_tokenBytes) / n, "bytes");
    }

private:
    // Tokens of all sentences, packed token by token.
    void learn()
    {
        Tokens all;
        for (const std::string& sentence : m_texts.sentences()) {
            m_sentences.push_back(m_bulk->tokens(sentence));
            all.insert(all.end(), m_sentences.back().begin(), m_sentences.back().end());
        }
        for (std::size_t i = 0; i < passagesOfBatch; ++i) // what references are made of
            std::ranges::copy(
                m_bulk->tokens(m_texts.passage(m_report.passages / passagesOfBatch * i).reference), std::back_inserter(all));
        m_bulk->learn(all);
    }
    [[nodiscard]] const std::string& packed(std::int32_t token)
    {
        const auto [place, isNew] = m_packed.try_emplace(token);
        if (isNew) {
            const Embedding row = m_bulk->vector(std::span<const std::int32_t>(&token, 1));
            place->second = late::packed({row, {0.0F}, row});
        }
        return place->second;
    }

    // The same passages by looking up and by e5, tokens and all.
    void measureRates(Embedder& model)
    {
        constexpr std::size_t made = 5000;
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < made; ++i)
            texts.push_back(passage(i).passage.text);
        const double start = processorSeconds();
        std::size_t tokens = 0;
        for (const std::string& text : texts) {
            const Tokens each = m_bulk->tokens(text);
            m_bulk->learn(each);
            tokens += each.size();
            (void)m_bulk->vector(each);
        }
        const double bulk = static_cast<double>(texts.size()) / (processorSeconds() - start);
        texts.resize(200);
        const double slowStart = processorSeconds();
        (void)valueOf(model.embedTokens(texts, TextRole::Passage, {}));
        const double slow = static_cast<double>(texts.size()) / (processorSeconds() - slowStart);
        m_report.print("bulk_embedding_rate", bulk, "passages/s a core",
            {{"peer", "e5"}, {"peer_value", slow}, {"ratio", bulk / slow}, {"n", made},
                {"tokens_per_s", bulk * static_cast<double>(tokens) / static_cast<double>(made)}});
    }

    StoredPassage passage(std::size_t number)
    {
        const ScaleTexts::Passage made = m_texts.passage(number);
        StoredPassage stored;
        Passage& passage = stored.passage;
        passage.id = passageOf(number);
        passage.article = articleOf(passage.id);
        BulkVectors::Sum all;
        const auto take = [&](std::string_view text, const Tokens& tokens) {
            const std::size_t begin = passage.text.empty() ? 0 : passage.text.size() + 1;
            passage.text.append(begin == 0 ? "" : " ").append(text);
            passage.sentences.push_back({begin, passage.text.size()});
            BulkVectors::Sum sum;
            m_bulk->add(tokens, sum);
            stored.sentenceVectors.push_back(m_bulk->vector(sum));
            for (std::size_t i = 0; i < all.numbers.size(); ++i)
                all.numbers[i] += sum.numbers[i];
            all.weight += sum.weight;
            for (const std::int32_t token : tokens)
                stored.tokenVectors += packed(token);
            m_tokens += tokens.size();
        };
        for (const std::size_t sentence : made.sentences)
            take(m_texts.sentences()[sentence], m_sentences[sentence]);
        const Tokens reference = m_bulk->tokens(made.reference);
        m_bulk->learn(reference);
        take(made.reference, reference);
        stored.vector = m_bulk->vector(all);
        m_tokenBytes += stored.tokenVectors.size();
        return stored;
    }

    void write(std::size_t from, std::size_t to)
    {
        std::vector<std::pair<Document, std::vector<StoredPassage>>> documents;
        for (std::size_t number = from; number < to; ++number) {
            if (number % passagesOfDocument == 0)
                documents.emplace_back();
            auto& [document, stored] = documents.back();
            stored.push_back(passage(number));
            Passage& passage = stored.back().passage;
            if (stored.size() == 1) {
                document.id = passage.article;
                document.title = text::truncate(passage.text, 60);
                document.contentHash = passage.article.value();
            }
            document.body.append(document.body.empty() ? "" : "\n\n").append(passage.text);
            passage.title = document.title;
        }
        succeed(m_workspace.store->write([&](Transaction& transaction) -> Status {
            for (const auto& [document, stored] : documents)
                TRY(transaction.knowledge().put(document, m_modelId, stored));
            return {};
        }));
    }

    const Report m_report;
    const Workspace& m_workspace;
    const std::string m_modelId; // as import would write it
    const ScaleTexts m_texts;
    const std::unique_ptr<BulkVectors> m_bulk;
    std::vector<Tokens> m_sentences; // by sentence
    std::unordered_map<std::int32_t, std::string> m_packed; // by token
    std::size_t m_tokens = 0;
    std::size_t m_tokenBytes = 0;
};

} // namespace tandem::bench
