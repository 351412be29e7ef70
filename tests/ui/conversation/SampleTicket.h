#pragma once

#include "desk/Conversations.h"

#include <chrono>

namespace tandem::ui {

inline TimePoint sampleDay(int hour, int minute)
{
    using namespace std::chrono;
    return TimePoint{sys_days(year(2026) / 11 / 18)} + hours(hour) + minutes(minute);
}

inline TimePoint sampleNow()
{
    return sampleDay(14, 22);
}

inline DraftSentence courtesy(std::string text)
{
    DraftSentence sentence;
    sentence.text = std::move(text);
    sentence.factual = false;
    return sentence;
}

inline DraftSentence claim(std::string text, double score, const std::string& passage, std::string quote, std::string reason = {})
{
    DraftSentence sentence;
    sentence.text = std::move(text);
    sentence.supported = score >= 0.5;
    sentence.score = score;
    sentence.reason = std::move(reason);
    if (!passage.empty())
        sentence.citations.push_back({ArticleId("article-" + passage), PassageId(passage), std::move(quote)});
    return sentence;
}

inline Passage passage(const std::string& id, std::string title, std::string heading, std::string text)
{
    Passage made;
    made.id = PassageId(id);
    made.article = ArticleId("article-" + id);
    made.title = std::move(title);
    made.heading = std::move(heading);
    made.text = std::move(text);
    made.updatedAt = sampleDay(9, 0) - std::chrono::hours(24 * 15);
    return made;
}

inline Draft draftOf(std::vector<DraftSentence> sentences)
{
    Draft draft;
    draft.id = DraftId("draft-1");
    draft.confidence = 0.68;
    for (const DraftSentence& sentence : sentences)
        draft.text += (draft.text.empty() ? "" : " ") + sentence.text;
    draft.sentences = std::move(sentences);
    return draft;
}

inline Draft sampleDraft()
{
    return draftOf({
        courtesy("I’m sorry about the duplicate charge, Elena."),
        claim("When you move to annual billing, unused monthly days are credited to your next invoice.", 0.91, "switch",
            "Unused monthly days are credited to your next invoice."),
        claim("Because both charges were captured on the same day, the monthly one can be refunded in full within 30 days.", 0.96,
            "refund",
            "If two charges are captured on the same calendar day, the earlier plan’s charge is refundable in full for 30 days"),
        claim("Once a colleague approves it, we will return €38.00 to your card ending 4417.", 0.2, "", "",
            "€38.00 is not in the evidence; nearest is €32.00"),
        claim("Refunds usually arrive in 5 to 7 business days.", 0.93, "refund", "Later requests are credited instead."),
        claim("Your corrected invoice will appear under Settings › Billing.", 0.58, "invoices",
            "Invoices are under Settings › Billing."),
    });
}

inline Message sampleMessage(std::string id, Author author, std::string text, TimePoint at, std::string actor = {})
{
    Message message;
    message.id = MessageId(std::move(id));
    message.author = author;
    message.text = std::move(text);
    message.at = at;
    message.actor = ActorId(std::move(actor));
    return message;
}

inline Classification sampleClassification()
{
    Classification classification;
    classification.category = Category::BillingInquiry;
    classification.urgency = Urgency::High;
    classification.sentimentScore = -0.56;
    classification.highStakesAction = HighStakesAction::Refund;
    return classification;
}

inline Ticket sampleTicket()
{
    Ticket ticket;
    ticket.id = TicketId("ticket-1");
    ticket.number = 48213;
    ticket.channel = Channel::Email;
    ticket.status = TicketStatus::Escalated;
    ticket.subject = "Charged twice after switching to annual billing";
    ticket.preview = "Any news? This is the second time I’m asking.";
    ticket.assignee = ActorId("ivo");
    ticket.classification = sampleClassification();
    ticket.draft = sampleDraft();
    ticket.escalation = {
        {EscalationCode::HighStakesAction, "The customer asks for money back (“Please return it”).", std::nullopt, std::nullopt},
        {EscalationCode::LowConfidence, "", 0.68, 0.75},
        {EscalationCode::NegativeSentiment, "", -0.56, -0.5},
    };
    ticket.createdAt = sampleDay(13, 8);
    return ticket;
}

// Elena Marchetti was charged twice: messages, a note, events, a draft with each kind of support.
inline TicketView sampleView()
{
    TicketView view;
    view.ticket = sampleTicket();
    view.customer.displayName = "Elena Marchetti";
    view.customer.email = "billing@studiocorvo.example";
    view.customer.externalId = "corvo-18";
    view.customer.tier = Tier::Business;
    view.customer.tenureDays = 1100;
    view.customer.previousTickets = 9;
    std::string quoted;
    for (int i = 0; i < 13; ++i)
        quoted += "\n> Your invoice for November is ready, line " + std::to_string(i);
    view.messages.push_back(sampleMessage("m1", Author::Customer,
        "Hi, we moved from monthly to annual on Wednesday and I now see two charges on the same day: €32.00 and €384.00. I "
        "expected the "
        "monthly one to be dropped. Please return it. I have a board call at 16:00 and need this settled before then.\n\n"
        "On Wed, 18 Nov 2026 at 09:12, Fernway Billing wrote:"
            + quoted,
        sampleDay(13, 8)));
    view.messages.push_back(sampleMessage("m2", Author::Agent,
        "Ledger shows both captures on 18 Nov. She is right. Careful: the refundable one is the monthly charge, not the annual.",
        sampleDay(13, 31), "marta"));
    view.messages.back().visibility = Visibility::Internal;
    view.messages.push_back(
        sampleMessage("m3", Author::Customer, "Any news? This is the second time I’m asking.", sampleDay(14, 9)));
    AuditEntry routed;
    routed.at = sampleDay(13, 9);
    routed.actor = ActorId("engine");
    routed.action = "ticket.escalated";
    routed.detail = "high_stakes_action low_confidence";
    AuditEntry assigned;
    assigned.at = sampleDay(13, 32);
    assigned.actor = ActorId("marta");
    assigned.action = "ticket.assigned";
    assigned.detail = "ivo";
    view.events = {routed, assigned};
    view.names = {{ActorId("marta"), "Marta Nowak"}, {ActorId("ivo"), "Ivo Kern"}};
    view.evidence = {
        passage("switch", "Switching to annual billing", "",
            "You can switch at any time. Unused monthly days are credited to your next invoice."),
        passage("refund", "Refund policy", "3.2 Duplicate charges",
            "Charges for the same workspace are compared daily. If two charges are captured on the same calendar day, the "
            "earlier plan’s "
            "charge is refundable in full for 30 days after capture. Later requests are credited instead."),
        passage("invoices", "Invoices and receipts", "", "Invoices are under Settings › Billing. Receipts come by e-mail."),
    };
    Ticket earlier;
    earlier.id = TicketId("ticket-0");
    earlier.number = 47102;
    earlier.subject = "VAT number missing on invoice";
    earlier.status = TicketStatus::Resolved;
    earlier.createdAt = sampleDay(10, 0) - std::chrono::hours(24 * 60);
    view.earlier = {earlier};
    return view;
}

inline Approval sampleApproval()
{
    Approval approval;
    approval.id = ApprovalId("approval-1");
    approval.ticket = TicketId("ticket-1");
    approval.action = "refund";
    approval.detail = "Please return it";
    approval.amount = "€384.00";
    approval.createdAt = sampleDay(13, 9);
    approval.expiresAt = sampleDay(13, 9) + std::chrono::hours(72);
    return approval;
}

} // namespace tandem::ui
