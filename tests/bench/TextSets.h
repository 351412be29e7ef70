#pragma once

#include "base/Json.h"
#include "base/Text.h"
#include "model/Classification.h"
#include "model/Language.h"
#include "pipeline/understand/Understanding.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

// Labelled texts for training and judging the classifiers, and their vectors. Programs of this folder only.
namespace tandem::bench {

struct LabelledText {
    std::string text; // as classificationText() gives it
    std::string source;
    std::string language;
    std::size_t category = 0;
    int urgency = -1; // −1: not labelled
    int sentiment = -1;
};

inline void stop(const std::string& reason)
{
    std::fprintf(stderr, "%s\n", reason.c_str());
    std::exit(1);
}

inline void eachLine(const std::filesystem::path& file, const std::function<void(const std::string&)>& take)
{
    std::ifstream stream(file);
    if (!stream)
        stop("The file " + file.string() + " cannot be read.");
    for (std::string line; std::getline(stream, line);)
        take(line);
}

inline std::string classified(std::string subject, std::string text)
{
    Conversation conversation;
    conversation.subject = std::move(subject);
    conversation.text = std::move(text);
    return classificationText(conversation);
}

inline std::size_t categoryIndex(std::string_view name)
{
    const auto category = categoryFrom(name);
    if (!category)
        stop("There is no category " + std::string(name) + ".");
    return static_cast<std::size_t>(*category);
}

// The project's own messages: resources/training/{messages,dev}/<language>.jsonl.
inline std::vector<LabelledText> ownMessages(const std::filesystem::path& folder)
{
    std::vector<LabelledText> all;
    for (const Language language : allLanguages) {
        eachLine(folder / (std::string(name(language)) + ".jsonl"), [&](const std::string& line) {
            const Json row = Json::parse(line);
            LabelledText text{classified(row.value("subject", ""), row.at("text")), "own", std::string(name(language)),
                categoryIndex(row.at("category").get<std::string>())};
            text.urgency = static_cast<int>(urgencyFrom(row.at("urgency").get<std::string>()).value());
            text.sentiment = static_cast<int>(sentimentFrom(row.at("sentiment").get<std::string>()).value());
            all.push_back(std::move(text));
        });
    }
    return all;
}

// The project's own texts on mood alone: resources/training/mood/<language>.jsonl. A row carries sentiment, urgency or both.
inline std::vector<LabelledText> moodTexts(const std::filesystem::path& folder)
{
    std::vector<LabelledText> all;
    for (const Language language : allLanguages) {
        eachLine(folder / (std::string(name(language)) + ".jsonl"), [&](const std::string& line) {
            const Json row = Json::parse(line);
            LabelledText text{classified(row.value("subject", ""), row.at("text")), "own", std::string(name(language))};
            if (row.contains("urgency"))
                text.urgency = static_cast<int>(urgencyFrom(row.at("urgency").get<std::string>()).value());
            if (row.contains("sentiment"))
                text.sentiment = static_cast<int>(sentimentFrom(row.at("sentiment").get<std::string>()).value());
            all.push_back(std::move(text));
        });
    }
    return all;
}

// Rows of a CSV file without line breaks inside fields.
inline std::vector<std::vector<std::string>> csvRows(const std::filesystem::path& file)
{
    std::vector<std::vector<std::string>> rows;
    eachLine(file, [&](std::string line) {
        if (line.ends_with('\r'))
            line.pop_back();
        std::vector<std::string> fields(1);
        bool quoted = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
                fields.back() += line[++i];
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                fields.emplace_back();
            else
                fields.back() += line[i];
        }
        rows.push_back(std::move(fields));
    });
    return rows;
}

inline const std::map<std::string, std::string>& bitextCategories()
{
    static const std::map<std::string, std::string> map{{"ACCOUNT", "account_management"}, {"CANCEL", "billing_inquiry"},
        {"CONTACT", "general_inquiry"}, {"DELIVERY", "general_inquiry"}, {"FEEDBACK", "general_inquiry"},
        {"INVOICE", "billing_inquiry"}, {"ORDER", "general_inquiry"}, {"PAYMENT", "billing_inquiry"},
        {"REFUND", "billing_inquiry"}};
    return map;
}

inline const std::map<std::string, std::string>& bankingCategories()
{
    static const std::map<std::string, std::string> map = [] {
        std::map<std::string, std::string> all;
        const auto put = [&all](std::string_view category, std::string_view intents) {
            for (const std::string_view intent : text::split(intents, ' '))
                all[std::string(intent)] = category;
        };
        put("billing_inquiry",
            "Refund_not_showing_up card_payment_fee_charged card_payment_not_recognised card_payment_wrong_exchange_rate "
            "cash_withdrawal_charge direct_debit_payment_not_recognised exchange_charge extra_charge_on_statement request_refund "
            "reverted_card_payment? top_up_by_bank_transfer_charge top_up_by_card_charge transaction_charged_twice "
            "transfer_fee_charged wrong_exchange_rate_for_cash_withdrawal cash_withdrawal_not_recognised "
            "wrong_amount_of_cash_received "
            "pending_card_payment");
        put("account_management",
            "change_pin edit_personal_details lost_or_stolen_phone passcode_forgotten terminate_account "
            "unable_to_verify_identity "
            "verify_my_identity why_verify_identity activate_my_card pin_blocked compromised_card verify_source_of_funds");
        put("general_inquiry",
            "age_limit atm_support card_acceptance card_delivery_estimate country_support exchange_rate fiat_currency_support "
            "supported_cards_and_currencies visa_or_mastercard order_physical_card getting_spare_card transfer_timing");
        put("technical_support",
            "apple_pay_or_google_pay card_not_working contactless_not_working virtual_card_not_working top_up_failed "
            "card_linking "
            "declined_card_payment failed_transfer");
        return all;
    }();
    return map;
}

inline const std::map<std::string, std::string>& clincCategories()
{
    static const std::map<std::string, std::string> map{{"pin_change", "account_management"},
        {"account_blocked", "account_management"}, {"freeze_account", "account_management"},
        {"change_user_name", "account_management"}, {"pay_bill", "billing_inquiry"}, {"bill_due", "billing_inquiry"},
        {"bill_balance", "billing_inquiry"}, {"min_payment", "billing_inquiry"}, {"report_fraud", "billing_inquiry"},
        {"international_fees", "billing_inquiry"}, {"sync_device", "technical_support"}, {"reset_settings", "technical_support"},
        {"change_language", "technical_support"}, {"thank_you", "general_inquiry"}, {"what_can_i_ask_you", "general_inquiry"},
        {"greeting", "general_inquiry"}, {"application_status", "general_inquiry"}, {"order_status", "general_inquiry"},
        {"translate", "general_inquiry"}, {"travel_alert", "general_inquiry"}};
    return map;
}

// Every n-th row of each category, at most `most` a category, in the order of the file.
inline void thin(std::vector<LabelledText>& texts, std::size_t most)
{
    std::map<std::size_t, std::size_t> counts;
    for (const LabelledText& each : texts)
        ++counts[each.category];
    std::map<std::size_t, std::size_t> seen;
    std::vector<LabelledText> kept;
    for (LabelledText& each : texts) {
        const std::size_t position = seen[each.category]++;
        const std::size_t count = counts[each.category];
        if (count <= most || position * most / count != (position + 1) * most / count)
            kept.push_back(std::move(each));
    }
    texts = std::move(kept);
}

inline std::vector<LabelledText> sixCategory(const std::filesystem::path& data)
{
    std::vector<LabelledText> all;
    eachLine(data / "six_category" / "dev.jsonl", [&](const std::string& line) {
        const Json row = Json::parse(line);
        std::string text = row.at("text");
        // Some rows hold the two characters "\n" for a line break.
        for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at))
            text.replace(at, 2, "\n");
        all.push_back(
            {classified("", std::move(text)), row.at("src"), row.at("lang"), categoryIndex(row.at("label").get<std::string>())});
    });
    return all;
}

// bitext, banking77 and clinc150 where their intents fit a category; nothing that six_category judges on.
inline std::vector<LabelledText> publicTexts(const std::filesystem::path& data, std::size_t mostPerCategory)
{
    std::set<std::string> judged;
    for (const LabelledText& each : sixCategory(data))
        judged.insert(text::fold(each.text));
    std::vector<LabelledText> all;
    const auto add = [&](const std::string& source, std::vector<LabelledText> texts) {
        std::erase_if(texts, [&](const LabelledText& each) { return judged.contains(text::fold(each.text)); });
        for (LabelledText& each : texts) {
            each.source = source;
            each.language = "en";
        }
        thin(texts, mostPerCategory);
        all.insert(all.end(), std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end()));
    };
    const auto mapped = [&](const std::filesystem::path& file, const std::map<std::string, std::string>& categories) {
        std::vector<LabelledText> texts;
        for (const auto& row : csvRows(file)) {
            if (const auto category = row.size() == 2 ? categories.find(row[1]) : categories.end(); category != categories.end())
                texts.push_back({classified("", row[0]), "", "", categoryIndex(category->second)});
        }
        return texts;
    };
    add("bitext", mapped(data / "bitext_27k" / "bitext_27k_instruction_category.csv", bitextCategories()));
    add("banking77", mapped(data / "banking77" / "banking_data" / "train.csv", bankingCategories()));
    std::ifstream stream(data / "clinc150" / "data" / "data_full.json");
    const Json clinc = Json::parse(stream);
    std::vector<LabelledText> texts;
    for (const Json& row : clinc.at("train")) {
        if (const auto category = clincCategories().find(row.at(1).get<std::string>()); category != clincCategories().end())
            texts.push_back({classified("", row.at(0)), "", "", categoryIndex(category->second)});
    }
    add("clinc150", std::move(texts));
    return all;
}

// Query vectors, kept in a file between runs. Without an installed model every vector is empty.
class Vectors {
public:
    explicit Vectors(std::filesystem::path file)
        : m_file(std::move(file))
    {
        std::ifstream stream(m_file, std::ios::binary);
        std::uint64_t key = 0;
        Embedding vector(dimension);
        while (stream.read(reinterpret_cast<char*>(&key), sizeof key)
            && stream.read(reinterpret_cast<char*>(vector.data()), dimension * sizeof(float))) {
            if (key == modelKey)
                m_model = upToNul({reinterpret_cast<const char*>(vector.data()), dimension * sizeof(float)});
            else
                m_known[key] = vector;
        }
    }

    // Embeds what is missing.
    void prepare(const std::vector<LabelledText>& texts)
    {
        std::set<std::string> missing;
        for (const LabelledText& each : texts) {
            if (!each.text.empty() && !m_known.contains(text::hash64(each.text)))
                missing.insert(each.text);
        }
        if (!open() || missing.empty())
            return;
        std::vector<std::string> queue(missing.begin(), missing.end());
        constexpr std::size_t batch = 64;
        std::ofstream stream(m_file, std::ios::binary | std::ios::app);
        for (std::size_t at = 0; at < queue.size(); at += batch) {
            const std::vector<std::string> part(queue.begin() + static_cast<std::ptrdiff_t>(at),
                queue.begin() + static_cast<std::ptrdiff_t>(std::min(queue.size(), at + batch)));
            const auto vectors = m_embedder->embed(part, TextRole::Query, {});
            if (!vectors)
                stop(vectors.error().message);
            std::string records; // of one batch, written at once: several programs may append to the file
            for (std::size_t i = 0; i < part.size(); ++i) {
                const std::uint64_t key = text::hash64(part[i]);
                m_known[key] = (*vectors)[i];
                records += record(key, (*vectors)[i]);
            }
            stream << records << std::flush;
            std::fprintf(stderr, "\rembedded %zu of %zu ", at + part.size(), queue.size());
        }
        std::fprintf(stderr, "\n");
    }

    // Of parts of a text, where they stand.
    std::vector<Embedding> partsOf(const std::string& text, const std::vector<text::Span>& parts)
    {
        std::vector<std::uint64_t> keys;
        bool missing = false;
        for (const text::Span& part : parts) {
            keys.push_back(
                text::hash64("part " + std::to_string(part.begin) + "-" + std::to_string(part.end), text::hash64(text)));
            missing = missing || !m_known.contains(keys.back());
        }
        if (missing && open()) {
            const auto vectors = m_embedder->embedWithParts(text, parts, TextRole::Query, {});
            if (!vectors)
                stop(vectors.error().message);
            std::string records;
            for (std::size_t i = 0; i < parts.size(); ++i) {
                m_known[keys[i]] = vectors->parts[i];
                if (!vectors->parts[i].empty())
                    records += record(keys[i], vectors->parts[i]);
            }
            std::ofstream(m_file, std::ios::binary | std::ios::app) << records << std::flush;
        }
        std::vector<Embedding> result;
        for (const std::uint64_t key : keys)
            result.push_back(m_known[key]);
        return result;
    }

    [[nodiscard]] Embedding of(const std::string& text) const
    {
        const auto known = m_known.find(text::hash64(text));
        return known == m_known.end() ? Embedding{} : known->second;
    }
    [[nodiscard]] bool empty() const { return m_known.empty(); }

private:
    static std::string upToNul(std::string_view bytes) { return std::string(bytes.substr(0, bytes.find('\0'))); }

    static constexpr std::size_t dimension = 384;
    static constexpr std::uint64_t modelKey = 0x4D4F44454C204944; // of the record that holds the model's id

    static std::string record(std::uint64_t key, const Embedding& vector)
    {
        std::string bytes(reinterpret_cast<const char*>(&key), sizeof key);
        return bytes.append(reinterpret_cast<const char*>(vector.data()), dimension * sizeof(float));
    }

    // Once: opens the model, and the file for it. Vectors of another model are none of this one's.
    bool open()
    {
        if (m_embedder)
            return true;
        const auto model = installedModel(defaultModelDirectory());
        if (!model) {
            std::fprintf(stderr, "%s\n", model.error().message.c_str());
            return false;
        }
        LocalEmbedder::Settings settings;
        settings.modelFile = *model;
        settings.cacheEntries = 0;
        auto embedder = LocalEmbedder::create(settings);
        if (!embedder)
            stop(embedder.error().message);
        m_embedder = std::move(*embedder);
        if (!m_model.empty() && m_model != m_embedder->modelId())
            stop("The vectors in " + m_file.string() + " are of the model " + m_model + "; remove the file.");
        // A program that was stopped while it wrote leaves part of a record, after which nothing would be read rightly.
        constexpr std::uintmax_t size = sizeof(std::uint64_t) + dimension * sizeof(float);
        std::error_code error;
        if (const auto length = std::filesystem::file_size(m_file, error); !error && length % size != 0)
            std::filesystem::resize_file(m_file, length - length % size, error);
        if (m_model.empty()) {
            m_model = m_embedder->modelId();
            Embedding name(dimension);
            std::memcpy(name.data(), m_model.data(), std::min(m_model.size(), dimension * sizeof(float) - 1));
            std::ofstream(m_file, std::ios::binary | std::ios::app) << record(modelKey, name) << std::flush;
        }
        return true;
    }

    std::filesystem::path m_file;
    std::unordered_map<std::uint64_t, Embedding> m_known;
    std::string m_model; // whose vectors these are; "" = nobody knows yet
    std::unique_ptr<Embedder> m_embedder;
};

inline std::filesystem::path vectorFile()
{
    if (const char* given = std::getenv("TANDEM_VECTORS"))
        return given;
    return std::filesystem::temp_directory_path() / "tandem-query-vectors.bin";
}

} // namespace tandem::bench
