// JSON → desk types.
#include "base/Text.h"
#include "desk/Wire.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace tandem::wire {

namespace {

template <typename Value>
struct Alias {
    std::string_view text;
    Value value;
};

// Words callers use for the same thing; the first of a value is the public name.
constexpr auto channelAliases = std::to_array<Alias<Channel>>(
    {{"email", Channel::Email}, {"mail", Channel::Email}, {"chat", Channel::Chat}, {"web_chat", Channel::Chat},
        {"webchat", Channel::Chat}, {"web", Channel::Chat}, {"api", Channel::Api}, {"rest", Channel::Api},
        {"social", Channel::Social}, {"social_media", Channel::Social}, {"x", Channel::Social}, {"facebook", Channel::Social}});
constexpr auto priorityAliases = std::to_array<Alias<Urgency>>({{"low", Urgency::Low}, {"medium", Urgency::Medium},
    {"normal", Urgency::Medium}, {"high", Urgency::High}, {"critical", Urgency::Critical}, {"urgent", Urgency::Critical}});

template <typename Value, std::size_t N>
Result<Value> oneOf(const std::array<Alias<Value>, N>& aliases, std::string_view member, const std::string& text)
{
    for (const Alias<Value>& alias : aliases) {
        if (alias.text == text)
            return alias.value;
    }
    std::string choices;
    for (const Alias<Value>& alias : aliases)
        choices += (choices.empty() ? "" : ", ") + std::string(alias.text);
    return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' must be one of " + choices);
}

Status requireObject(const Json& value, std::string_view what)
{
    if (value.is_object())
        return {};
    return failure(ErrorCode::InvalidArgument, std::string(what) + " must be a JSON object");
}

Status refuseUnknown(const Json& object, std::string_view prefix, std::initializer_list<std::string_view> known)
{
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(known, std::string_view(key)) == known.end())
            return failure(ErrorCode::InvalidArgument,
                "'" + std::string(prefix) + key.substr(0, 60) + "' is not a member that is known here");
    }
    return {};
}

Result<std::optional<int>> optionalCount(const Json& object, std::string_view key)
{
    const auto number = TRY(optionalNumber(object, key));
    if (!number)
        return std::nullopt;
    if (*number < 0 || *number > 1e6 || *number != std::floor(*number))
        return failure(ErrorCode::InvalidArgument, "'" + std::string(key) + "' must be a whole number from 0 to 1000000");
    return static_cast<int>(*number);
}

Status readCustomer(const Json& customer, IncomingMessage& message)
{
    TRY(requireObject(customer, "'customer'"));
    TRY(refuseUnknown(customer, "customer.", {"name", "email", "tier", "tenure_days", "previous_tickets"}));
    message.customerName = TRY(optionalString(customer, "name")).value_or("");
    message.customerEmail = TRY(optionalString(customer, "email")).value_or("");
    const auto tier = TRY(optionalString(customer, "tier"));
    if (tier)
        message.customerTier = tierFrom(*tier);
    message.customerTenureDays = TRY(optionalCount(customer, "tenure_days"));
    message.customerPreviousTickets = TRY(optionalCount(customer, "previous_tickets"));
    return {};
}

Result<Message> historyMessage(const Json& entry)
{
    TRY(requireObject(entry, "An entry of 'history'"));
    const std::string role = TRY(requiredString(entry, "role"));
    const auto author = authorFrom(role);
    if (!author)
        return failure(ErrorCode::InvalidArgument, "'history' has a role that is not customer, agent or ai");
    Message message;
    message.author = *author;
    message.text = text::nfkc(TRY(requiredString(entry, "text")));
    return message;
}

// In batch input a foreign value is ignored rather than refused.
Customer conversationCustomer(const Json& body)
{
    Customer customer;
    const auto found = body.find("customer");
    if (found == body.end() || !found->is_object())
        return customer;
    customer.displayName = optionalString(*found, "name").value_or(std::nullopt).value_or("");
    customer.email = optionalString(*found, "email").value_or(std::nullopt).value_or("");
    const auto tier = optionalString(*found, "tier").value_or(std::nullopt);
    if (tier)
        customer.tier = tierFrom(*tier);
    customer.tenureDays = optionalCount(*found, "tenure_days").value_or(std::nullopt).value_or(0);
    customer.previousTickets = optionalCount(*found, "previous_tickets").value_or(std::nullopt).value_or(0);
    return customer;
}

} // namespace

Result<IncomingMessage> incomingMessage(const Json& body)
{
    TRY(requireObject(body, "The request"));
    TRY(refuseUnknown(
        body, "", {"customer_id", "subject", "description", "priority", "channel", "customer", "attachments", "metadata"}));
    IncomingMessage message;
    message.customerId = TRY(requiredString(body, "customer_id"));
    message.subject = TRY(requiredString(body, "subject"));
    message.text = TRY(requiredString(body, "description"));
    const std::string channel = TRY(requiredString(body, "channel"));
    message.channel = TRY(oneOf(channelAliases, "channel", channel));
    const auto priority = TRY(optionalString(body, "priority"));
    if (priority)
        message.priority = TRY(oneOf(priorityAliases, "priority", *priority));
    if (const auto customer = body.find("customer"); customer != body.end() && !customer->is_null())
        TRY(readCustomer(*customer, message));
    if (const auto attachments = body.find("attachments");
        attachments != body.end() && !attachments->is_null() && !attachments->empty())
        return failure(ErrorCode::InvalidArgument, "'attachments' cannot be taken yet; send the ticket without them");
    if (const auto metadata = body.find("metadata"); metadata != body.end() && !metadata->is_null()) {
        TRY(requireObject(*metadata, "'metadata'"));
        message.metadataJson = toText(*metadata);
    }
    return message;
}

Result<Conversation> conversation(const Json& body, std::string_view textMember)
{
    TRY(requireObject(body, "The line"));
    Conversation conversation;
    conversation.text = TRY(requiredString(body, textMember));
    conversation.subject = text::nfkc(TRY(optionalString(body, "subject")).value_or(""));
    const auto channel = TRY(optionalString(body, "channel"));
    if (channel)
        conversation.channel = oneOf(channelAliases, "channel", *channel).value_or(Channel::Api);
    const auto priority = TRY(optionalString(body, "priority"));
    if (priority) {
        if (const auto known = oneOf(priorityAliases, "priority", *priority))
            conversation.priority = *known;
    }
    conversation.customer = conversationCustomer(body);
    const auto history = body.find("history");
    if (history == body.end() || history->is_null())
        return conversation;
    if (!history->is_array() || history->size() > 1000)
        return failure(ErrorCode::InvalidArgument, "'history' must be an array of at most 1000 entries");
    for (const Json& entry : *history)
        conversation.history.push_back(TRY(historyMessage(entry)));
    return conversation;
}

} // namespace tandem::wire
