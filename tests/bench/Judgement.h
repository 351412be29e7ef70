#pragma once

#include "Results.h"
#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// How well a classifier's answers and their confidence hold. Programs of this folder only.
namespace tandem::bench {

struct Judged {
    std::size_t truth = 0;
    std::size_t guess = 0;
    double confidence = 0; // the guess's probability
    double squaredError = 0; // of all probabilities against the truth
};
using Sample = std::vector<Judged>;

// CRC-32, as PNG and zip have it.
inline std::uint32_t checksum(std::string_view bytes)
{
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char each : bytes) {
        sum ^= static_cast<unsigned char>(each);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~sum;
}

inline Judged judged(std::size_t truth, const std::vector<double>& probabilities)
{
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    Judged result{truth, static_cast<std::size_t>(best - probabilities.begin()), *best, 0};
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        const double error = probabilities[c] - (c == truth ? 1 : 0);
        result.squaredError += error * error;
    }
    return result;
}

// Over the classes that the sample holds.
inline double macroF1(const Sample& sample)
{
    std::size_t classes = 0;
    for (const Judged& each : sample)
        classes = std::max({classes, each.truth + 1, each.guess + 1});
    std::vector<double> both(classes);
    std::vector<double> either(classes);
    std::vector<double> wanted(classes);
    for (const Judged& each : sample) {
        both[each.truth] += each.truth == each.guess ? 1 : 0;
        either[each.truth] += 1;
        either[each.guess] += 1;
        wanted[each.truth] += 1;
    }
    double sum = 0;
    double present = 0;
    for (std::size_t c = 0; c < classes; ++c) {
        present += wanted[c] > 0 ? 1 : 0;
        sum += wanted[c] > 0 ? 2 * both[c] / either[c] : 0;
    }
    return sum / std::max(1.0, present);
}

inline double accuracy(const Sample& sample)
{
    const auto right = std::count_if(sample.begin(), sample.end(), [](const Judged& each) { return each.truth == each.guess; });
    return static_cast<double>(right) / static_cast<double>(sample.size());
}

inline constexpr std::size_t calibrationBins = 15;

struct CalibrationBin {
    double count = 0;
    double confidence = 0; // sum
    double right = 0;
};

inline std::array<CalibrationBin, calibrationBins> binned(const Sample& sample)
{
    std::array<CalibrationBin, calibrationBins> bins{};
    for (const Judged& each : sample) {
        CalibrationBin& bin = bins[std::min(calibrationBins - 1, static_cast<std::size_t>(each.confidence * calibrationBins))];
        bin.count += 1;
        bin.confidence += each.confidence;
        bin.right += each.truth == each.guess ? 1 : 0;
    }
    return bins;
}

// Expected calibration error. A perfectly calibrated classifier shows more than 0 on a small sample; see expectedByChance().
inline double calibrationError(const Sample& sample)
{
    double error = 0;
    for (const CalibrationBin& bin : binned(sample))
        error += std::abs(bin.confidence - bin.right);
    return error / static_cast<double>(sample.size());
}

// The calibration error that the same confidences would show if each were exactly right: what a sample of this size cannot go
// below.
inline double expectedByChance(const Sample& sample)
{
    constexpr int rounds = 200;
    std::mt19937 random(7);
    double sum = 0;
    Sample drawn = sample;
    for (int round = 0; round < rounds; ++round) {
        for (Judged& each : drawn)
            each.guess = static_cast<double>(random()) / 4294967296.0 < each.confidence ? each.truth : each.truth + 1;
        sum += calibrationError(drawn);
    }
    return sum / rounds;
}

inline double brier(const Sample& sample)
{
    double sum = 0;
    for (const Judged& each : sample)
        sum += each.squaredError;
    return sum / static_cast<double>(sample.size());
}

// Mean confidence less accuracy: above 0 it promises too much.
inline double overconfidence(const Sample& sample)
{
    double sum = 0;
    for (const Judged& each : sample)
        sum += each.confidence - (each.truth == each.guess ? 1 : 0);
    return sum / static_cast<double>(sample.size());
}

// The largest share, most confident first, of which 97 % are right.
inline double coverageAt97(const Sample& sample)
{
    Sample sorted = sample;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Judged& a, const Judged& b) { return a.confidence > b.confidence; });
    double right = 0;
    std::size_t covered = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        right += sorted[i].truth == sorted[i].guess ? 1 : 0;
        if (right >= 0.97 * static_cast<double>(i + 1))
            covered = i + 1;
    }
    return static_cast<double>(covered) / static_cast<double>(sample.size());
}

// What a line of results is about.
struct Subject {
    std::string suite;
    std::string set;
    std::string language = "all";
    std::string head;
};

// With a 95 % interval from 200 resamplings.
inline void print(const Subject& subject, const char* measure, const Sample& sample, double (*judge)(const Sample&))
{
    std::mt19937 random(1);
    std::vector<double> values;
    Sample again(sample.size());
    for (int round = 0; round < 200; ++round) {
        for (Judged& each : again)
            each = sample[random() % sample.size()];
        values.push_back(judge(again));
    }
    std::sort(values.begin(), values.end());
    std::printf("{\"suite\":\"%s\",\"set\":\"%s\",\"language\":\"%s\",\"head\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,"
                "\"low\":%.4f,\"high\":%.4f,\"n\":%zu}\n",
        subject.suite.c_str(), subject.set.c_str(), subject.language.c_str(), subject.head.c_str(), measure, judge(sample),
        values[4], values[195], sample.size());
    std::fflush(stdout);
}

// Rows are what is true, columns what was said.
inline void printConfusion(const Subject& subject, const Sample& sample, std::size_t classes)
{
    std::vector<std::vector<int>> table(classes, std::vector<int>(classes));
    for (const Judged& each : sample)
        ++table[each.truth][each.guess];
    std::printf("{\"suite\":\"%s\",\"set\":\"%s\",\"head\":\"%s\",\"confusion\":[", subject.suite.c_str(), subject.set.c_str(),
        subject.head.c_str());
    for (std::size_t truth = 0; truth < classes; ++truth) {
        std::printf("%s[", truth > 0 ? "," : "");
        for (std::size_t guess = 0; guess < classes; ++guess)
            std::printf("%s%d", guess > 0 ? "," : "", table[truth][guess]);
        std::printf("]");
    }
    std::printf("]}\n");
}

// The most confident mistakes, one JSON object a line.
inline void writeWorst(const std::filesystem::path& file, const Sample& sample,
    const std::function<std::string(std::size_t)>& textOf, const std::vector<std::string>& classes)
{
    constexpr std::size_t most = 40;
    std::vector<std::size_t> wrong;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        if (sample[i].truth != sample[i].guess)
            wrong.push_back(i);
    }
    std::stable_sort(
        wrong.begin(), wrong.end(), [&](std::size_t a, std::size_t b) { return sample[a].confidence > sample[b].confidence; });
    wrong.resize(std::min(wrong.size(), most));
    std::ofstream stream(file);
    for (const std::size_t i : wrong) {
        stream << toText(Json{{"is", classes[sample[i].truth]}, {"said", classes[sample[i].guess]},
            {"confidence", std::round(sample[i].confidence * 1000) / 1000},
            {"text", std::string(text::truncate(textOf(i), 300))}})
               << '\n';
    }
    if (!stream) {
        std::fprintf(stderr, "The file %s cannot be written.\n", file.string().c_str());
        std::exit(1);
    }
}

// Where pictures and mistakes go; they quote data that may not be passed on, so they stay among what is built.
inline std::filesystem::path reportFolder(const std::string& suite)
{
    const char* given = std::getenv("TANDEM_REPORTS");
    const std::filesystem::path folder = std::filesystem::path(given != nullptr ? given : "build/reports") / suite;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        std::fprintf(stderr, "The folder %s cannot be made: %s.\n", folder.string().c_str(), error.message().c_str());
        std::exit(1);
    }
    return folder;
}

} // namespace tandem::bench
