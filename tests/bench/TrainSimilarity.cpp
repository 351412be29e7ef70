// links: tandem_pipeline
// Trains resources/models/similarity.bin: the directions that all messages share, from the project's own messages, and how likely
// two messages tell of the same, from the problems of resources/training/incidents.jsonl that are for tuning. One thread.
#include "SimilarPairs.h"

#include <cmath>
#include <numeric>

using namespace tandem;

namespace {

constexpr std::size_t directionCount = 24;
constexpr int mostSweeps = 30;

using Matrix = std::vector<std::vector<double>>;

// Turns one pair of coordinates so that their covariance goes.
void rotate(Matrix& matrix, Matrix& vectors, std::size_t p, std::size_t q)
{
    const double off = matrix[p][q];
    if (std::abs(off) < 1e-18)
        return;
    const double theta = (matrix[q][q] - matrix[p][p]) / (2 * off);
    const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double c = 1 / std::sqrt(t * t + 1);
    const double s = t * c;
    for (auto& row : matrix) {
        const double left = row[p];
        const double right = row[q];
        row[p] = c * left - s * right;
        row[q] = s * left + c * right;
    }
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        const double left = matrix[p][k];
        const double right = matrix[q][k];
        matrix[p][k] = c * left - s * right;
        matrix[q][k] = s * left + c * right;
        const double first = vectors[p][k];
        const double second = vectors[q][k];
        vectors[p][k] = c * first - s * second;
        vectors[q][k] = s * first + c * second;
    }
}

// Eigenvectors of a symmetric matrix as rows, by Jacobi's method; its diagonal becomes the eigenvalues.
Matrix eigenvectors(Matrix& matrix)
{
    Matrix vectors(matrix.size(), std::vector<double>(matrix.size()));
    for (std::size_t i = 0; i < matrix.size(); ++i)
        vectors[i][i] = 1;
    for (int sweep = 0; sweep < mostSweeps; ++sweep) {
        double off = 0;
        for (std::size_t p = 0; p < matrix.size(); ++p) {
            for (std::size_t q = p + 1; q < matrix.size(); ++q)
                off += matrix[p][q] * matrix[p][q];
        }
        if (off < 1e-16)
            break;
        for (std::size_t p = 0; p < matrix.size(); ++p) {
            for (std::size_t q = p + 1; q < matrix.size(); ++q)
                rotate(matrix, vectors, p, q);
        }
    }
    return vectors;
}

void addDirections(const std::vector<Embedding>& vectors, SimilarityModel& model)
{
    const std::size_t dimension = vectors.front().size();
    std::vector<double> mean(dimension);
    for (const Embedding& vector : vectors) {
        for (std::size_t i = 0; i < dimension; ++i)
            mean[i] += static_cast<double>(vector[i]) / static_cast<double>(vectors.size());
    }
    Matrix covariance(dimension, std::vector<double>(dimension));
    std::vector<double> left(dimension);
    for (const Embedding& vector : vectors) {
        for (std::size_t i = 0; i < dimension; ++i)
            left[i] = static_cast<double>(vector[i]) - mean[i];
        for (std::size_t i = 0; i < dimension; ++i) {
            for (std::size_t j = 0; j < dimension; ++j)
                covariance[i][j] += left[i] * left[j];
        }
    }
    const Matrix found = eigenvectors(covariance);
    std::vector<std::size_t> order(dimension);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return covariance[a][a] > covariance[b][b]; });
    model.mean.assign(mean.begin(), mean.end());
    for (std::size_t k = 0; k < directionCount; ++k)
        model.directions.emplace_back(found[order[k]].begin(), found[order[k]].end());
}

struct Pair {
    std::array<double, 2> features{}; // 1, cosine or shared words
    bool isSame = false;
};

// Logistic regression by Newton's method with a little ridge.
std::array<double, 2> fitted(const std::vector<Pair>& pairs)
{
    constexpr double ridge = 1e-3;
    std::array<double, 2> weights{};
    for (int step = 0; step < 100; ++step) {
        std::array<double, 2> gradient{-ridge * weights[0], -ridge * weights[1]};
        double first = ridge;
        double both = 0;
        double second = ridge;
        for (const auto& [features, isSame] : pairs) {
            const double p = 1 / (1 + std::exp(-weights[0] * features[0] - weights[1] * features[1]));
            const double slope = p * (1 - p);
            gradient[0] += ((isSame ? 1 : 0) - p) * features[0];
            gradient[1] += ((isSame ? 1 : 0) - p) * features[1];
            first += slope * features[0] * features[0];
            both += slope * features[0] * features[1];
            second += slope * features[1] * features[1];
        }
        const double determinant = first * second - both * both;
        const std::array<double, 2> move{std::clamp((second * gradient[0] - both * gradient[1]) / determinant, -4.0, 4.0),
            std::clamp((first * gradient[1] - both * gradient[0]) / determinant, -4.0, 4.0)};
        weights[0] += move[0];
        weights[1] += move[1];
        if (std::abs(move[0]) + std::abs(move[1]) < 1e-9)
            break;
    }
    return weights;
}

Pair pairOf(const Fingerprint& left, const Fingerprint& right, bool isSame)
{
    return {{1, bench::dotOf(left.vector, right.vector)}, isSame};
}

void calibrate(const std::vector<bench::ProblemText>& problems, const std::vector<bench::LabelledText>& messages,
    const bench::Vectors& vectors, SimilarityModel& model)
{
    std::vector<Fingerprint> others;
    for (const bench::LabelledText& each : messages)
        others.push_back(model.fingerprint(vectors.of(each.text), each.text));
    std::vector<Fingerprint> prints;
    for (const bench::ProblemText& each : problems)
        prints.push_back(model.fingerprint(vectors.of(each.text.text), each.text.text));
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < problems.size(); ++i) {
        if (!problems[i].isForTuning)
            continue;
        for (std::size_t j = 0; j < i; ++j) {
            if (problems[j].isForTuning)
                pairs.push_back(pairOf(prints[i], prints[j], problems[i].problem == problems[j].problem));
        }
        for (const Fingerprint& other : others)
            pairs.push_back(pairOf(prints[i], other, false));
    }
    const auto weights = fitted(pairs);
    model.bias = weights[0];
    model.cosine = weights[1];
    std::vector<Pair> byWords;
    std::vector<Fingerprint> plain; // as without a model
    for (std::size_t i = 0; i < messages.size(); ++i) {
        plain.push_back(model.fingerprint({}, messages[i].text));
        for (const std::string& again : bench::sentAgain(messages[i].text))
            byWords.push_back({{1, sharedWords(plain[i].words, model.fingerprint({}, again).words)}, true});
        for (std::size_t j = i % 7; j < i; j += 7)
            byWords.push_back({{1, sharedWords(plain[i].words, plain[j].words)}, false});
    }
    const auto words = fitted(byWords);
    model.wordsBias = words[0];
    model.wordsOverlap = words[1];
    std::printf("bias %.3f cosine %.3f; by words alone: bias %.3f words %.3f\n", model.bias, model.cosine, model.wordsBias,
        model.wordsOverlap);
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path resources(TANDEM_RESOURCES);
    const std::filesystem::path out = argc > 1 ? argv[1] : (resources / "models").string();
    const auto messages = bench::ownMessages(resources / "training" / "messages");
    const auto problems = bench::problemTexts(resources / "training");
    bench::Vectors vectors(bench::vectorFile());
    vectors.prepare(messages);
    vectors.prepare(bench::textsOf(problems));
    if (vectors.empty())
        bench::stop("The embedding model is not installed; ./dev models installs it.");
    SimilarityModel model;
    std::uint64_t hash = text::hash64("");
    std::vector<Embedding> own;
    for (const bench::LabelledText& each : messages) {
        own.push_back(vectors.of(each.text));
        hash = text::hash64(each.text, hash);
    }
    for (const bench::ProblemText& each : problems) {
        if (each.isForTuning)
            hash = text::hash64(each.text.text, text::hash64(each.problem, hash));
    }
    model.dataHash = hash;
    addDirections(own, model);
    calibrate(problems, messages, vectors, model);
    if (const Status saved = model.save(out / "similarity.bin"); !saved)
        bench::stop(saved.error().message);
    return 0;
}
