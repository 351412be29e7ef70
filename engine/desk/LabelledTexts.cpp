#include "desk/LabelledTexts.h"

#include "base/Text.h"
#include "model/Conversation.h"
#include "pipeline/understand/TextHeads.h"
#include "pipeline/understand/Understanding.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace tandem {

namespace {

constexpr int pageSize = 500;
constexpr std::size_t mostExamples = 4000;
constexpr std::size_t batch = 16; // texts embedded at a time
constexpr double confirmedWeight = 0.3;
constexpr std::size_t shortText = 40; // bytes: a greeting, not yet what it is about

struct Labelled {
    StoredLabel stored;
    TimePoint createdAt{};
    std::string event; // that others tell of too: its group, else itself
    std::string text; // as the category head sees it
};

Result<std::vector<StoredLabel>> chosenLabels(Store& store)
{
    std::vector<StoredLabel> all;
    TicketId after;
    while (true) {
        auto page = TRY(readResult(store, [&](Transaction& transaction) { return transaction.labels().list(after, pageSize); }));
        if (page.empty())
            break;
        after = page.back().label.ticket;
        std::ranges::move(page, std::back_inserter(all));
    }
    const auto byWorth = [](const StoredLabel& a, const StoredLabel& b) {
        return std::tuple(a.label.evidence, a.label.at, a.label.ticket)
            > std::tuple(b.label.evidence, b.label.at, b.label.ticket);
    };
    if (all.size() > mostExamples) {
        std::ranges::sort(all, byWorth);
        all.erase(all.begin() + mostExamples, all.end());
        std::ranges::sort(all, {}, [](const StoredLabel& each) { return each.label.ticket; });
    }
    return all;
}

// What somebody set is about how the ticket began, the next messages too while that is no more than a greeting; what was
// confirmed is what the engine made of the newest message then.
std::string textOf(const std::vector<Message>& messages, const CategoryLabel& label)
{
    std::string text;
    for (const Message& message : messages) {
        if (message.author != Author::Customer || message.visibility != Visibility::Public || message.at > label.at)
            continue;
        if (label.evidence == LabelEvidence::Confirmed)
            text = message.text;
        else if (text.size() < shortText)
            text += (text.empty() ? "" : "\n") + message.text;
    }
    return text;
}

Result<Labelled> opened(Transaction& transaction, StoredLabel stored)
{
    const Ticket ticket = TRY(transaction.tickets().get(stored.label.ticket));
    const std::vector<Message> messages = TRY(transaction.tickets().messages(ticket.id));
    Conversation conversation;
    conversation.subject = ticket.subject;
    conversation.text = textOf(messages, stored.label);
    const std::string event = ticket.group ? ticket.group->id.value() : ticket.id.value();
    return Labelled{std::move(stored), ticket.createdAt, event, classificationText(conversation)};
}

// A ticket that went in the meantime is left out.
Result<std::vector<Labelled>> openedAll(Store& store, const std::vector<StoredLabel>& labels)
{
    return readResult(store, [&](Transaction& transaction) -> Result<std::vector<Labelled>> {
        std::vector<Labelled> all;
        for (const StoredLabel& each : labels) {
            auto labelled = opened(transaction, each);
            if (labelled && !text::trim(labelled->text).empty())
                all.push_back(std::move(*labelled));
            else if (!labelled && labelled.error().code != ErrorCode::NotFound)
                return std::unexpected(labelled.error());
        }
        return all;
    });
}

Status addVectors(Store& store, Embedder& embedder, std::vector<Labelled>& labelled, const std::stop_token& stop)
{
    std::vector<Labelled*> missing;
    std::vector<std::string> texts;
    for (Labelled& each : labelled) {
        if (each.stored.modelId == embedder.modelId() && !each.stored.vector.empty())
            continue;
        missing.push_back(&each);
        texts.push_back(each.text);
    }
    if (missing.empty())
        return {};
    auto vectors = TRY(embedder.embed(texts, TextRole::Query, stop));
    return store.write([&](Transaction& transaction) -> Status {
        for (std::size_t i = 0; i < missing.size(); ++i) {
            missing[i]->stored.vector = vectors[i];
            TRY(transaction.labels().keepVector(missing[i]->stored.label, embedder.modelId(), vectors[i]));
        }
        return {};
    });
}

DeskExample exampleOf(Labelled labelled, bool withVector, std::optional<TimePoint> newSince)
{
    const CategoryLabel& label = labelled.stored.label;
    DeskExample example;
    example.key = text::hash64(labelled.event);
    example.at = labelled.createdAt.time_since_epoch().count();
    example.counts = countFeatures(labelled.text, TextHeads::buckets);
    if (withVector)
        example.vector = std::move(labelled.stored.vector);
    example.label = static_cast<std::size_t>(label.category);
    example.weight = label.evidence == LabelEvidence::Set ? 1 : confirmedWeight;
    example.isNew = !newSince || label.at > *newSince;
    return example;
}

} // namespace

Result<std::vector<DeskExample>> labelledExamples(Store& store, Embedder* embedder, std::optional<TimePoint> newSince,
    const std::function<void(int, int)>& progress, const std::stop_token& stop)
{
    const std::vector<StoredLabel> labels = TRY(chosenLabels(store));
    std::vector<DeskExample> examples;
    examples.reserve(labels.size());
    for (std::size_t begin = 0; begin < labels.size(); begin += batch) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "Learning was stopped; nothing has changed");
        const std::size_t end = std::min(labels.size(), begin + batch);
        const std::vector<StoredLabel> part(
            labels.begin() + static_cast<std::ptrdiff_t>(begin), labels.begin() + static_cast<std::ptrdiff_t>(end));
        std::vector<Labelled> labelled = TRY(openedAll(store, part));
        if (embedder != nullptr)
            TRY(addVectors(store, *embedder, labelled, stop));
        for (Labelled& each : labelled)
            examples.push_back(exampleOf(std::move(each), embedder != nullptr, newSince));
        if (progress)
            progress(static_cast<int>(end), static_cast<int>(labels.size()));
    }
    return examples;
}

std::vector<DeskExample> shelvedExamples(const ExampleShelf& shelf)
{
    std::vector<DeskExample> examples;
    examples.reserve(shelf.size());
    for (const NearExample& each : shelf.examples()) {
        DeskExample& example = examples.emplace_back();
        example.key = text::hash64(each.text);
        example.counts = countFeatures(each.text, TextHeads::buckets);
        example.vector = shelf.vector(examples.size() - 1);
        example.label = static_cast<std::size_t>(each.category);
    }
    return examples;
}

} // namespace tandem
