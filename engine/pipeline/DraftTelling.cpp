#include "pipeline/DraftTelling.h"

#include <utility>

namespace tandem {

namespace {

DraftStage stageOf(std::string_view stage)
{
    if (stage == "retrieve")
        return DraftStage::Retrieving;
    if (stage == "draft")
        return DraftStage::Writing;
    const bool before = stage == "enrich" || stage == "understand" || stage == "route";
    return before ? DraftStage::Reading : DraftStage::Checking;
}

} // namespace

DraftTelling::DraftTelling(DraftListener* listener, const TicketId& ticket)
    : m_listener(listener)
    , m_ticket(ticket)
{
    if (m_listener != nullptr)
        m_writing = m_listener->begun(m_ticket);
}

DraftTelling::~DraftTelling()
{
    if (m_listener != nullptr)
        m_listener->ended(m_ticket, m_writing);
}

void DraftTelling::enter(std::string_view stage)
{
    const DraftStage now = stageOf(stage);
    if (m_listener == nullptr || std::exchange(m_stage, now) == now)
        return;
    m_listener->entered(m_ticket, m_writing, now);
}

void DraftTelling::write(std::string_view text)
{
    if (m_listener == nullptr || text.empty())
        return;
    m_wrote = true;
    m_listener->wrote(m_ticket, m_writing, text);
}

void DraftTelling::startOver()
{
    if (std::exchange(m_wrote, false))
        m_listener->startedOver(m_ticket, m_writing);
}

} // namespace tandem
