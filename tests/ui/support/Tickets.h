#pragma once

#include "desk/Inbox.h"

#include <string>

namespace tandem::ui {

// The rows of 01-inbox-light.png, told at `now`.
inline std::vector<TicketSummary> picturedTickets(TimePoint now)
{
    using std::chrono::minutes;
    struct Row {
        const char* name;
        const char* subject;
        const char* preview;
        Channel channel;
        Urgency urgency;
        Language language;
        double confidence;
        int waited, left; // minutes
        bool unread;
        std::vector<EscalationCode> reasons;
        HighStakesAction action;
    };
    using enum EscalationCode;
    constexpr auto none = HighStakesAction::None;
    const std::vector<Row> rows{
        {"Jonas Weber", "SSO-Zertifikat läuft heute ab", "Wir sperren 240 Leute aus, wenn das heute nicht klappt.",
            Channel::Email, Urgency::Critical, Language::De, 0.62, 102, -12, true, {IncidentBurst}, none},
        {"Elena Marchetti", "Charged twice after switching to annual", "Both charges went out on the same day.", Channel::Email,
            Urgency::High, Language::En, 0.68, 200, 46, false, {EscalationCode::HighStakesAction, LowConfidence},
            HighStakesAction::Refund},
        {"Tomasz Wójcik", "Nie mogę się zalogować po zmianie hasła", "Cały zespół stoi od rana, proszę o pilną pomoc.",
            Channel::Chat, Urgency::Critical, Language::Pl, 0.91, 190, 52, true, {}, none},
        {"Mila Foster", "Is the status page lying to us?", "Third outage this month and the page is green.", Channel::Social,
            Urgency::Medium, Language::En, 0.57, 51, 69, true, {NegativeSentiment, ChurnThreat, RepeatedQuestion}, none},
        {"Dr. Samuel Okafor", "Data processing agreement, Art. 28", "Our counsel needs the signed copy.", Channel::Email,
            Urgency::Medium, Language::En, 0.74, 47, 185, false, {LegalRegulatory}, none},
        {"Aiko Tanaka", "請求書の宛名を変更したい", "お世話になっております。請求書の宛名を変更してください。", Channel::Email,
            Urgency::Low, Language::Ja, 0.93, 40, 242, false, {}, none},
        {"Omar Haddad", "فاتورة الشهر الماضي غير صحيحة", "مرحبا، لاحظت أن قيمة الفاتورة لا تطابق عدد المقاعد", Channel::Email,
            Urgency::High, Language::Ar, 0.84, 12, 425, false, {}, none},
        {"Lucía Fernández", "¿Puedo pausar mi plan en enero?", "No vamos a usarlo hasta febrero, así que…", Channel::Chat,
            Urgency::Low, Language::Es, 0.95, 21, 365, false, {}, none},
    };
    std::vector<TicketSummary> tickets;
    for (const Row& row : rows) {
        TicketSummary ticket;
        ticket.number = static_cast<std::int64_t>(tickets.size()) + 1;
        ticket.id = TicketId("ticket-" + std::to_string(ticket.number));
        ticket.channel = row.channel;
        ticket.customerName = row.name;
        ticket.subject = row.subject;
        ticket.preview = row.preview;
        ticket.language = row.language;
        ticket.urgency = row.urgency;
        ticket.confidence = row.confidence;
        ticket.reasons = row.reasons;
        ticket.action = row.action;
        ticket.unread = row.unread;
        ticket.createdAt = now - minutes(row.waited);
        ticket.waitingSince = ticket.createdAt;
        ticket.dueAt = now + minutes(row.left);
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

// `count` tickets, each due half a minute after the one before.
inline std::vector<TicketSummary> manyTickets(int count, TimePoint now)
{
    const std::vector<TicketSummary> patterns = picturedTickets(now);
    std::vector<TicketSummary> tickets;
    tickets.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        TicketSummary ticket = patterns[static_cast<std::size_t>(i) % patterns.size()];
        ticket.number = i;
        ticket.id = TicketId("ticket-" + std::to_string(i));
        ticket.dueAt = now + std::chrono::seconds(30 * (i - 3));
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

} // namespace tandem::ui
