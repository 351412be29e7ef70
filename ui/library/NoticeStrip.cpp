#include "ui/library/NoticeStrip.h"

#include "ui/widgets/TextLink.h"

#include <QHBoxLayout>

namespace tandem::ui {

NoticeStrip::NoticeStrip(QWidget* parent)
    : Surface(Surface::Fill::Surface, Qt::BottomEdge, parent)
    , m_text(new TextLabel(TextRole::Meta, Ink::Text2))
    , m_action(new TextLink(QString()))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 8, 24, 8);
    row->setSpacing(12);
    m_text->setWordWrap(true);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    connect(m_action, &QAbstractButton::clicked, this, &NoticeStrip::actionTriggered);
    hide();
}

void NoticeStrip::say(const QString& text, const QString& action)
{
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_action->updateGeometry();
    setVisible(!text.isEmpty());
}

} // namespace tandem::ui
