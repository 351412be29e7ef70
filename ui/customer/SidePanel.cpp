#include "ui/customer/SidePanel.h"

#include "ui/customer/CustomerFacts.h"
#include "ui/customer/EvidencePage.h"
#include "ui/customer/HistoryPage.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/TextTabs.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

// Scrolls up and down only: its content is as wide as it and as high as its wrapped text needs at that width.
class PageArea final : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        fit();
        QScrollArea::resizeEvent(event);
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            fit();
        return QScrollArea::eventFilter(watched, event);
    }

private:
    void fit()
    {
        if (widget() != nullptr)
            widget()->setMinimumHeight(std::max(0, widget()->heightForWidth(viewport()->width())));
    }
};

} // namespace

SidePanel::SidePanel(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Details"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* header = new ColumnHeader(this);
    m_tabs = new TextTabs(header);
    m_tabs->setAccessibleName(tr("Details"));
    m_tabs->setTabHeight(themeOf(this).scaled(sizes::columnHeader));
    header->row().addWidget(m_tabs);
    header->row().addStretch(1);
    m_close = new IconButton(QStringLiteral("x"), tr("Close details"), header);
    m_close->hide();
    connect(m_close, &IconButton::clicked, this, &SidePanel::closeRequested);
    header->row().addWidget(m_close);
    column->addWidget(header);
    m_pages = new QStackedWidget(this);
    QSizePolicy stays = m_pages->sizePolicy();
    stays.setRetainSizeWhenHidden(true); // or the head would sink into the middle
    m_pages->setSizePolicy(stays);
    column->addWidget(m_pages, 1);
    m_evidence = new EvidencePage;
    m_evidenceArea = addPage(tr("Evidence"), m_evidence);
    m_customer = new CustomerFacts(CustomerFacts::Extent::Full);
    addPage(tr("Customer"), m_customer);
    m_history = new HistoryPage;
    addPage(tr("History"), m_history);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_evidence, &EvidencePage::articleRequested, this, &SidePanel::articleRequested);
    connect(m_evidence, &EvidencePage::sentenceRequested, this, &SidePanel::sentenceRequested);
    connect(m_evidence, &EvidencePage::litMoved, this, [this](const QRect& lit) {
        // A third down, so that what stands before the cited words is seen too; what is in sight already stays.
        QScrollBar* bar = m_evidenceArea->verticalScrollBar();
        const int height = m_evidenceArea->viewport()->height();
        if (lit.top() < bar->value() || lit.bottom() > bar->value() + height)
            bar->setValue(lit.top() - height / 3);
    });
    connect(m_history, &HistoryPage::ticketRequested, this, &SidePanel::ticketRequested);
    clear();
}

QScrollArea* SidePanel::addPage(const QString& name, QWidget* content)
{
    m_tabs->addTab(name);
    auto* area = new PageArea(m_pages);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setAccessibleName(name);
    content->setAutoFillBackground(false);
    area->setWidget(content);
    content->setAutoFillBackground(false); // setWidget turns it on
    m_pages->addWidget(area);
    return area;
}

void SidePanel::setTicket(const TicketView& view)
{
    if (view.ticket.id != m_ticket) {
        m_ticket = view.ticket.id;
        m_evidence->setSentence(-1);
        m_evidenceArea->verticalScrollBar()->setValue(0);
    }
    m_evidence->setTicket(view);
    m_customer->setTicket(view);
    m_history->setTicket(view);
    m_tabs->setEnabled(true);
    m_pages->show();
}

void SidePanel::clear()
{
    m_ticket = {};
    m_pages->hide();
    m_tabs->setEnabled(false);
}

void SidePanel::setSentence(int sentence)
{
    m_evidence->setSentence(sentence);
}

void SidePanel::open(Page page)
{
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

void SidePanel::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QSize SidePanel::sizeHint() const
{
    return {themeOf(this).scaled(sizes::sidePanel), 600};
}

void SidePanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).palette().surface);
}

} // namespace tandem::ui
