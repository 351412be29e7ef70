#pragma once

#include "base/Error.h"
#include "base/Json.h"
#include "desk/Adaptation.h"
#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Assistant.h"
#include "desk/Conversations.h"
#include "desk/DraftFeed.h"
#include "desk/EgressBook.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/Intake.h"
#include "desk/Reviews.h"
#include "desk/Translations.h"
#include "model/Finding.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// The only JSON form of desk types; field names are those of the public interface. Pure.
namespace tandem::wire {

// POST /api/v1/tickets. InvalidArgument names the member; values inside `metadata` are free.
Result<IncomingMessage> incomingMessage(const Json& body);
// The common part of the batch verbs' input: text (or question), subject, channel, customer, history.
Result<Conversation> conversation(const Json& body, std::string_view textMember);
// POST /api/v1/tickets/{id}/messages; the key may be missing here and come as a header. Unknown members are refused.
Result<Reply> reply(const Json& body);
// POST /api/v1/tickets/{id}/actions, by the schema ActionRequest; the key may be missing here and come as a header. Unknown
// members are refused at every depth, and parameters that are not of the action's kind.
Result<ActionRequest> actionRequest(const Json& body);
Json toJson(const ActionRequest& request);
// PUT /api/v1/knowledge/articles/{id}: what a person may set, and what GET gave beside it. Unknown members are refused. Without
// `updated_at` it is 1970.
Result<Document> document(const Json& body, const ArticleId& id);

// A list of tickets as URL parameters: view (all), queue, status, assignee ("none" = nobody), group, team, language, q, sort
// (newest), cursor, offset, limit; an empty value is as good as none. InvalidArgument names the parameter that is wrong or
// unknown.
Result<InboxQuery> inboxQuery(const std::map<std::string, std::string>& parameters);
// The same, percent-encoded and joined by '&'; says everything, so that no default matters.
std::string urlQuery(const InboxQuery& query);
std::string percentEncoded(std::string_view text); // all but A-Z a-z 0-9 - . _ ~

// Who reads a ticket: outsiders get it without how the desk works on it.
enum class Audience : std::uint8_t { Desk, Outside };

Json toJson(const Receipt& receipt);
Json toJson(const TicketView& view, Audience audience = Audience::Desk);
Json toJson(const TicketSummary& summary);
Json toJson(const InboxPage& page);
Json toJson(const InboxCounts& counts);
Json toJson(const Message& message);
Json toJson(const Reply& reply);
Json toJson(const ApprovalCard& card);
Json toJson(const LearningCandidate& candidate);
Json toJson(const Person& person);
Json toJson(const AdaptationReport& report);
Json toJson(const AdaptationStatus& status);
Json toJson(const Actor& actor);
Json toJson(const Document& document);
Json toJson(const Health& health);
// Offsets in code points of the text that was analysed, `original`, and of its subject.
Json toJson(const Analysis& analysis, std::string_view original, std::string_view subject = {});
Json toJson(const Answer& answer);
Json toJson(const GroundingCheck& check);
Json toJson(const DocumentPage& page);
Json toJson(const Finding& finding);
Json toJson(const SearchResult& result);
Json toJson(const Explanation& explanation); // spans in code points of its text
Json toJson(const Redacted& redacted, std::string_view original); // offsets in code points
Json toJson(const LanguageGuess& guess);
Json toJson(const EgressEntry& entry);
Json toJson(const EgressTotal& total);
Json toJson(const EgressPage& page);
Json toJson(const AutoSendState& state);
Json toJson(const ReplyCheck& check);
Json toJson(const TranslationRequest& request);
Json toJson(const Translation& translation);

// What toJson wrote, read back: TicketView, TicketSummary, InboxPage, InboxCounts, Message, ApprovalCard, LearningCandidate,
// Person, Actor, Document, DocumentPage, SearchResult, Explanation, Health, StreamEvent, TranslationRequest, Translation,
// AutoSendState, ReplyCheck; and StreamRequest, whose members must be known. Elsewhere members that are not known are passed
// over; InvalidArgument names one that is missing or has another form, and never tells a value.
template <typename T>
Result<T> fromJson(const Json& json);

// {"<member>": […]}, for ApprovalCard, LearningCandidate, Person, EgressTotal, AutoSendState and Document.
template <typename T>
Json listJson(std::string_view member, const std::vector<T>& items)
{
    Json list = Json::array();
    for (const T& item : items)
        list.push_back(toJson(item));
    return {{std::string(member), std::move(list)}};
}
template <typename T>
Result<std::vector<T>> listFromJson(const Json& json, std::string_view member)
{
    const auto list = json.is_object() ? json.find(member) : json.end();
    if (list == json.end() || !list->is_array())
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' is not an array");
    std::vector<T> items;
    items.reserve(list->size());
    for (const Json& item : *list)
        items.push_back(TRY(fromJson<T>(item)));
    return items;
}

// A text frame of /api/v1/stream.
struct StreamEvent {
    enum class Kind : std::uint8_t {
        Hello, // first of all: `change.sequence` is the newest change's
        Change,
        Resync, // changes were left out because the reader was slow: read anew
        Draft, // of a ticket that the reader watches
        Refused, // what the reader said was not understood
    };
    Kind kind = Kind::Hello;
    tandem::Change change{}; // of Change; Hello: the sequence alone
    DraftNews draft{}; // of Draft
    std::string detail{}; // of Refused: why, in a sentence
};
Json toJson(const StreamEvent& event);

// What a reader of the stream may say.
struct StreamRequest {
    enum class Kind : std::uint8_t { Watch, Unwatch };
    Kind kind = Kind::Watch;
    TicketId ticket; // whose draft
};
Json toJson(const StreamRequest& request);

// What a response that is no success means, from its status and its body (a problem, or anything else).
Error problem(int status, std::string_view body);

} // namespace tandem::wire
