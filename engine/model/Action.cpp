#include "model/Action.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr auto kindNames = std::to_array<std::string_view>({"refund", "account_closure", "data_deletion", "plan_downgrade_credit",
    "plan_change", "credit", "contact_update", "email", "reset_link", "tag", "hook"});
constexpr auto riskNames = std::to_array<std::string_view>({"low", "high"});
constexpr auto fieldNames = std::to_array<std::string_view>({"name", "email"});
constexpr auto executionNames = std::to_array<std::string_view>({"none", "pending", "done", "handed_over"});
static_assert(kindNames.size() == actionKindCount);

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text)
{
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

constexpr std::size_t longestReference = 100; // code points
constexpr std::size_t longestPlan = 60;
constexpr std::size_t longestValue = 200;
constexpr std::size_t longestSubject = 200;
constexpr std::size_t longestText = 20000;
constexpr std::size_t longestName = 40; // of tags and hooks; bytes
constexpr std::size_t longestData = 4096; // bytes

// What a kind takes, in the order of `Members`.
struct Members {
    std::string_view needed; // names with blanks around them
    std::string_view possible = " ";
};

Members membersOf(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Refund:
    case ActionKind::Credit: return {" amount ", " reference "};
    case ActionKind::PlanDowngradeCredit: return {" plan ", " amount "};
    case ActionKind::PlanChange: return {" plan "};
    case ActionKind::ContactUpdate: return {" field value "};
    case ActionKind::Email: return {" subject text "};
    case ActionKind::Tag: return {" tag ", " remove "};
    case ActionKind::Hook: return {" hook ", " data "};
    case ActionKind::AccountClosure:
    case ActionKind::DataDeletion:
    case ActionKind::ResetLink: break;
    }
    return {" "};
}

struct Member {
    std::string_view name;
    bool isSet = false;
};

std::vector<Member> membersOf(const ActionParameters& parameters)
{
    return {{"amount", parameters.amount.has_value()}, {"reference", !parameters.reference.empty()},
        {"plan", !parameters.plan.empty()}, {"field", parameters.field.has_value()}, {"value", !parameters.value.empty()},
        {"subject", !parameters.subject.empty()}, {"text", !parameters.text.empty()}, {"tag", !parameters.tag.empty()},
        {"remove", parameters.remove}, {"hook", !parameters.hook.empty()}, {"data", !parameters.dataJson.empty()}};
}

std::unexpected<Error> wrong(std::string_view member, std::string_view how)
{
    return failure(ErrorCode::InvalidArgument, "'parameters." + std::string(member) + "' " + std::string(how));
}

bool isLine(std::string_view text)
{
    return text::isValidUtf8(text) && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

Status checkLine(std::string_view member, const std::string& text, std::size_t longest)
{
    if (!isLine(text) || text::trim(text).empty() != text.empty() || text::codePointCount(text) > longest)
        return wrong(member, "must be one line of 1 to " + std::to_string(longest) + " characters");
    return {};
}

bool isPlainName(std::string_view text, std::string_view alsoInside)
{
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return text.size() <= longestName && (text.empty() || isPlain(text.front()))
        && std::ranges::all_of(text, [&](char c) { return isPlain(c) || alsoInside.find(c) != std::string_view::npos; });
}

// Not what RFC 5321 allows at most, but nothing that could be two addresses or a header.
bool isMailAddress(std::string_view text)
{
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos
        && text.find('.', at + 2) != std::string_view::npos && text.back() != '.' && text.size() <= 254
        && text.find_first_of(" ,;<>()\"\\") == std::string_view::npos;
}

Status checkForms(const ActionParameters& parameters)
{
    if (const auto& amount = parameters.amount) {
        if (!currencyDigits(amount->currency))
            return wrong("amount", "has no currency of ISO 4217, such as EUR");
        if (amount->minor <= 0 || amount->minor > mostMinor)
            return wrong("amount", "must be above 0 and at most 10^12 of the currency's smallest unit");
    }
    TRY(checkLine("reference", parameters.reference, longestReference));
    TRY(checkLine("plan", parameters.plan, longestPlan));
    TRY(checkLine("value", parameters.value, longestValue));
    TRY(checkLine("subject", parameters.subject, longestSubject));
    if (parameters.field == ContactField::Email && !isMailAddress(parameters.value))
        return wrong("value", "is no e-mail address");
    if (text::codePointCount(parameters.text) > longestText || (!parameters.text.empty() && text::trim(parameters.text).empty()))
        return wrong("text", "must have 1 to 20000 characters");
    if (!isPlainName(parameters.tag, "-_"))
        return wrong("tag", "must have 1 to 40 of a-z, 0-9, - and _, and begin with a letter or digit");
    if (!isPlainName(parameters.hook, "_"))
        return wrong("hook", "must have 1 to 40 of a-z, 0-9 and _, and begin with a letter or digit");
    if (parameters.dataJson.size() > longestData)
        return wrong("data", "must be a JSON object of at most 4096 bytes");
    return {};
}

} // namespace

std::string_view name(ActionKind kind)
{
    return kindNames.at(std::to_underlying(kind));
}

std::optional<ActionKind> actionKindFrom(std::string_view text)
{
    return find<ActionKind>(kindNames, text);
}

ActionRisk riskOf(ActionKind kind)
{
    const bool isLow = kind == ActionKind::Email || kind == ActionKind::ResetLink || kind == ActionKind::Tag;
    return isLow ? ActionRisk::Low : ActionRisk::High;
}

std::string_view name(ActionRisk risk)
{
    return riskNames.at(std::to_underlying(risk));
}

std::optional<ActionRisk> actionRiskFrom(std::string_view text)
{
    return find<ActionRisk>(riskNames, text);
}

std::string_view name(ContactField field)
{
    return fieldNames.at(std::to_underlying(field));
}

std::optional<ContactField> contactFieldFrom(std::string_view text)
{
    return find<ContactField>(fieldNames, text);
}

std::string_view name(ExecutionState state)
{
    return executionNames.at(std::to_underlying(state));
}

std::optional<ExecutionState> executionStateFrom(std::string_view text)
{
    return find<ExecutionState>(executionNames, text);
}

Status checkParameters(ActionKind kind, const ActionParameters& parameters, Completeness completeness)
{
    const Members known = membersOf(kind);
    for (const Member& member : membersOf(parameters)) {
        const std::string padded = " " + std::string(member.name) + " ";
        const bool isNeeded = known.needed.find(padded) != std::string_view::npos;
        if (member.isSet && !isNeeded && known.possible.find(padded) == std::string_view::npos)
            return wrong(member.name, "does not belong to the action " + std::string(name(kind)));
        if (!member.isSet && isNeeded && completeness == Completeness::Whole)
            return wrong(member.name, "is missing or empty");
    }
    return checkForms(parameters);
}

} // namespace tandem
