#pragma once

#include "Results.h"
#include "SearchSets.h"
#include "base/DotProduct.h"
#include "services/embedding/BertWeights.h"
#include "services/embedding/Encoder.h"
#include "services/embedding/GgufFile.h"
#include "services/embedding/QuantizedBert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

// Vectors for more passages than e5 can read in a night: in e5's space, so that its vector of a question finds them, but looked
// up token by token. Programs of this folder only.
namespace tandem::bench {

// Some of each public set that shipped models may learn from.
inline std::vector<std::string> bulkTrainingTexts(const std::filesystem::path& data)
{
    std::vector<std::string> texts;
    std::size_t place = 0;
    const auto add = [&](std::string_view text, std::size_t oneOf) {
        if (place++ % oneOf == 0 && !text::trim(text).empty())
            texts.emplace_back(text::trim(text));
    };
    for (const auto& row : csvRows(data / "bitext_27k/bitext_27k_instruction_category.csv"))
        add(row.front(), 5);
    for (const auto& row : csvRows(data / "banking77/banking_data/train.csv"))
        add(row.front(), 2);
    std::ifstream stream(data / "clinc150/data/data_full.json");
    const Json clinc = Json::parse(stream);
    for (const Json& row : clinc.at("train"))
        add(row.at(0).get<std::string>(), 3);
    return texts;
}

// A text's vector is the mean of those of its tokens as they go into e5, the rarer the heavier, mapped linearly to where e5 puts
// texts. Enough to fill an index with, not to search by. nDCG@10 on TechQA (192 questions): alone .66, with words .82, re-ranked
// by such tokens .74, words alone .86, e5 and words .89. On a part of XQuAD (English, 204 questions): .70, without the map .23,
// e5 .98; the ridge and the weights were chosen there. Nothing of it ships.
class BulkVectors {
public:
    static constexpr std::size_t dimension = 384;

    explicit BulkVectors(const std::filesystem::path& modelFile)
        : m_model(QuantizedBert::load(modelFile))
        , m_file(valueOf(GgufFile::open(modelFile)))
        , m_input(BertWeights::read(*m_file))
    {
        if (m_model == nullptr || !m_input)
            stop("The installed model is not one whose tokens can be looked up.");
        m_before = valueOf(m_model->tokens({}, TextRole::Passage)).size() - 1;
    }

    // Without those that stand around every text.
    [[nodiscard]] Tokens tokens(std::string_view text) const
    {
        Tokens all = valueOf(m_model->tokens(text, TextRole::Passage));
        return {all.begin() + static_cast<std::ptrdiff_t>(m_before), all.end() - 1};
    }
    // To be called for all that the rest is asked about.
    void learn(std::span<const std::int32_t> tokens)
    {
        for (const std::int32_t token : tokens) {
            const auto at = static_cast<std::size_t>(token);
            if (at >= m_places.size())
                m_places.resize(at + 1, unknown);
            if (m_places[at] != unknown)
                continue;
            m_places[at] = static_cast<std::uint32_t>(known());
            m_weights.push_back(frequent / (frequent + std::exp(-rarity(token))));
            m_rows.resize(m_rows.size() + dimension);
            m_input->embed(token, 0, &m_rows[m_rows.size() - dimension]);
            if (!m_map.empty())
                map(known() - 1);
        }
    }
    [[nodiscard]] std::size_t known() const { return m_weights.size(); }
    [[nodiscard]] float rarity(std::int32_t token) const { return m_model->rarity({&token, 1}).front(); }

    struct Sum {
        std::array<float, dimension> numbers{};
        float weight = 0;
    };
    void add(std::span<const std::int32_t> tokens, Sum& sum) const { add(m_mapped.empty() ? m_rows : m_mapped, tokens, sum); }
    [[nodiscard]] Embedding vector(const Sum& sum) const
    {
        Embedding result(m_shift.begin(), m_shift.end());
        for (std::size_t i = 0; i < dimension && sum.weight > 0; ++i)
            result[i] += sum.numbers[i] / sum.weight;
        return valueOf(unitLength(std::move(result)));
    }
    [[nodiscard]] Embedding vector(std::span<const std::int32_t> tokens) const
    {
        Sum sum;
        add(tokens, sum);
        return vector(sum);
    }

    // Fits the map to e5's vectors of the texts. The mean cosine to them on every tenth, which takes no part in the fit.
    double fit(const std::vector<std::string>& texts, const std::vector<float>& vectors)
    {
        std::vector<Tokens> all;
        Tokens together;
        for (const std::string& text : texts) {
            all.push_back(tokens(text));
            together.insert(together.end(), all.back().begin(), all.back().end());
        }
        learn(together);
        std::vector<double> products(inputs * inputs, 0.0);
        std::vector<double> targets(inputs * dimension, 0.0);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (i % 10 != 0)
                count(all[i], &vectors[i * dimension], products, targets);
        }
        for (std::size_t i = 0; i < dimension; ++i)
            products[i * inputs + i] += ridge * static_cast<double>(texts.size());
        solve(products, targets);
        m_map.assign(targets.begin(), targets.end());
        std::copy_n(targets.begin() + dimension * dimension, dimension, m_shift.begin());
        for (std::size_t at = 0; at < known(); ++at)
            map(at);
        double cosines = 0;
        double held = 0;
        for (std::size_t i = 0; i < texts.size(); i += 10, ++held) {
            const Embedding found = vector(all[i]);
            cosines += static_cast<double>(dotProduct(found.data(), &vectors[i * dimension], dimension));
        }
        return cosines / held;
    }

private:
    static constexpr std::size_t inputs = dimension + 1; // and a constant
    static constexpr std::uint32_t unknown = 0xFFFFFFFF;
    static constexpr float frequent = 1e-4F; // a token as frequent as this counts half (Arora and others, 2017)
    static constexpr double ridge = 1e-4;

    [[nodiscard]] std::span<const float> rowOf(const std::vector<float>& rows, std::int32_t token) const
    {
        return std::span(rows).subspan(m_places[static_cast<std::size_t>(token)] * dimension, dimension);
    }
    void add(const std::vector<float>& rows, std::span<const std::int32_t> tokens, Sum& sum) const
    {
        for (const std::int32_t token : tokens) {
            const float weight = m_weights[m_places[static_cast<std::size_t>(token)]];
            const float* const from = rowOf(rows, token).data();
            for (std::size_t i = 0; i < dimension; ++i)
                sum.numbers[i] += weight * from[i];
            sum.weight += weight;
        }
    }
    void map(std::size_t at)
    {
        m_mapped.resize(std::max(m_mapped.size(), (at + 1) * dimension));
        float* const into = &m_mapped[at * dimension];
        std::fill_n(into, dimension, 0.0F);
        for (std::size_t row = 0; row < dimension; ++row) {
            const float number = m_rows[at * dimension + row];
            for (std::size_t i = 0; i < dimension; ++i)
                into[i] += number * m_map[row * dimension + i];
        }
    }
    void count(const Tokens& tokens, const float* target, std::vector<double>& products, std::vector<double>& targets) const
    {
        Sum sum;
        add(m_rows, tokens, sum);
        if (sum.weight <= 0)
            return;
        std::array<double, inputs> input{};
        for (std::size_t i = 0; i < dimension; ++i)
            input[i] = static_cast<double>(sum.numbers[i] / sum.weight);
        input[dimension] = 1;
        for (std::size_t row = 0; row < inputs; ++row) {
            for (std::size_t i = 0; i <= row; ++i)
                products[row * inputs + i] += input[row] * input[i];
            for (std::size_t i = 0; i < dimension; ++i)
                targets[row * dimension + i] += input[row] * static_cast<double>(target[i]);
        }
    }
    // Cholesky's decomposition of the lower half of `products`; leaves the solution in `targets`.
    static void solve(std::vector<double>& products, std::vector<double>& targets)
    {
        const auto at = [&products](std::size_t row, std::size_t column) -> double& { return products[row * inputs + column]; };
        const auto subtract = [&targets](std::size_t row, std::size_t other, double factor) {
            for (std::size_t i = 0; i < dimension; ++i)
                targets[row * dimension + i] -= factor * targets[other * dimension + i];
        };
        const auto divide = [&](std::size_t row) {
            for (std::size_t i = 0; i < dimension; ++i)
                targets[row * dimension + i] /= at(row, row);
        };
        for (std::size_t row = 0; row < inputs; ++row) {
            for (std::size_t column = 0; column <= row; ++column) {
                double rest = at(row, column);
                for (std::size_t i = 0; i < column; ++i)
                    rest -= at(row, i) * at(column, i);
                at(row, column) = row == column ? std::sqrt(rest) : rest / at(column, column);
            }
        }
        for (std::size_t row = 0; row < inputs; ++row) {
            for (std::size_t i = 0; i < row; ++i)
                subtract(row, i, at(row, i));
            divide(row);
        }
        for (std::size_t row = inputs; row-- > 0;) {
            for (std::size_t i = row + 1; i < inputs; ++i)
                subtract(row, i, at(i, row));
            divide(row);
        }
    }

    std::shared_ptr<const EncoderModel> m_model;
    std::unique_ptr<const GgufFile> m_file;
    std::optional<BertWeights> m_input; // points into the file
    std::size_t m_before = 0; // tokens that stand before every passage
    std::vector<std::uint32_t> m_places; // by token
    std::vector<float> m_weights; // by place
    std::vector<float> m_rows; // by place
    std::vector<float> m_mapped; // by place
    std::vector<float> m_map; // by number of a row, and of the constant
    std::array<float, dimension> m_shift{};
};

// Fitted and ready.
inline std::unique_ptr<BulkVectors> bulkVectors(const std::filesystem::path& data)
{
    auto bulk = std::make_unique<BulkVectors>(valueOf(installedModel(defaultModelDirectory())));
    const std::vector<std::string> texts = bulkTrainingTexts(data);
    const double cosine = bulk->fit(texts, searchVectors(texts, TextRole::Passage));
    std::fprintf(stderr, "bulk vectors: cosine to e5 on %zu held-out texts %.4f\n", (texts.size() + 9) / 10, cosine);
    return bulk;
}

// Passages by looking up, questions by e5.
class BulkEmbedder final : public Embedder {
public:
    BulkEmbedder(Embedder& questions, BulkVectors& passages)
        : m_questions(questions)
        , m_passages(passages)
    {
    }
    [[nodiscard]] const std::string& modelId() const override { return m_questions.modelId(); }
    [[nodiscard]] int dimension() const override { return m_questions.dimension(); }
    [[nodiscard]] bool tellsTokens() const override { return m_questions.tellsTokens(); }

    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override
    {
        if (role == TextRole::Query)
            return m_questions.embed(texts, role, std::move(stop));
        const std::lock_guard lock(m_mutex);
        std::vector<Embedding> result;
        for (const std::string& text : texts)
            result.push_back(m_passages.vector(learned(text)));
        return result;
    }
    Result<std::vector<TokenVectors>> embedTokens(
        const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override
    {
        if (role == TextRole::Query)
            return m_questions.embedTokens(texts, role, std::move(stop));
        const std::lock_guard lock(m_mutex);
        std::vector<TokenVectors> result;
        for (const std::string& text : texts) {
            const Tokens tokens = learned(text);
            TokenVectors& each = result.emplace_back();
            each.whole = m_passages.vector(tokens);
            for (const std::int32_t token : tokens) {
                each.rarity.push_back(m_passages.rarity(token));
                const Embedding row = m_passages.vector(std::span<const std::int32_t>(&token, 1));
                each.rows.insert(each.rows.end(), row.begin(), row.end());
            }
        }
        return result;
    }

private:
    Tokens learned(const std::string& text)
    {
        Tokens tokens = m_passages.tokens(text);
        m_passages.learn(tokens);
        return tokens;
    }

    Embedder& m_questions;
    BulkVectors& m_passages;
    std::mutex m_mutex;
};

} // namespace tandem::bench
