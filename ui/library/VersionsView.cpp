#include "ui/library/VersionsView.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/library/DiffView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/CardList.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int rowsShown = 5;
constexpr int rowHeight = 33;

QString draftCard()
{
    return QStringLiteral("draft");
}

// Title and what is set beside the text are part of what an article says.
QString wholeText(const Document& document)
{
    QStringList lines{VersionsView::tr("Title: %1").arg(shownLine(document.title))};
    lines << VersionsView::tr("Language: %1").arg(languageWord(document.language));
    if (!document.audience.empty())
        lines << VersionsView::tr("Audience: %1").arg(shownLine(document.audience));
    if (!document.plan.empty())
        lines << VersionsView::tr("Plan: %1").arg(shownLine(document.plan));
    return lines.join(u'\n') + QStringLiteral("\n\n") + shownText(document.body);
}

} // namespace

VersionsView::VersionsView(QWidget* parent)
    : QWidget(parent)
    , m_list(new CardList)
    , m_what(new TextLabel(TextRole::Meta, Ink::Text2))
    , m_restore(new Button(tr("Restore"), ButtonKind::Secondary))
    , m_diff(new DiffView)
    , m_body(new QWidget)
    , m_empty(new EmptyState)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_empty, 1);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    m_list->setAccessibleName(tr("Versions"));
    connect(m_list, &CardList::chosen, this, &VersionsView::choose);
    body->addWidget(m_list);
    auto* bar = new Surface(Surface::Fill::Base, Qt::BottomEdge);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(24, 8, 24, 8);
    m_what->setWordWrap(true);
    m_restore->setIconName(QStringLiteral("undo"));
    connect(m_restore, &QAbstractButton::clicked, this, [this] {
        if (m_chosen < m_versions.size())
            Q_EMIT restoreWanted(m_versions[m_chosen], static_cast<int>(m_versions.size() - m_chosen));
    });
    row->addWidget(m_what, 1);
    row->addWidget(m_restore);
    body->addWidget(bar);
    body->addWidget(m_diff, 1);
    rows->addWidget(m_body, 1);
    setVersions({});
}

void VersionsView::setVersions(std::vector<Document> versions)
{
    m_versions = std::move(versions);
    const bool isAnswer = !m_versions.empty() && m_versions.front().kind == DocumentKind::Resolution;
    m_empty->say(QStringLiteral("clock"), tr("One version"),
        isAnswer ? tr("Of what a person answered no earlier ones are kept.")
                 : tr("When it is changed, what it says now stays here."),
        {});
    list(usual());
}

void VersionsView::setDraft(const Document* draft)
{
    const bool other = (draft != nullptr) != m_draft.has_value();
    m_draft = draft == nullptr ? std::nullopt : std::optional(*draft);
    const QString chosen = m_list->selected();
    if (other)
        list(chosen.isEmpty() || chosen == draftCard() ? usual() : chosen);
    else if (m_draft && chosen == draftCard())
        compareDraft();
}

// What is looked at first: the version before this one, else what is being written.
QString VersionsView::usual() const
{
    return m_versions.size() < 2 && m_draft ? draftCard() : QString::number(std::max<std::size_t>(m_versions.size(), 2) - 1);
}

void VersionsView::chooseDraft()
{
    if (!m_draft || m_versions.empty())
        return;
    m_list->select(draftCard());
    choose(draftCard());
}

void VersionsView::list(const QString& selected)
{
    const bool any = m_versions.size() > 1 || (m_draft && !m_versions.empty());
    m_empty->setVisible(!any);
    m_body->setVisible(any);
    if (!any)
        return;
    const TimePoint now = SystemClock().now();
    std::vector<CardList::Card> cards;
    if (m_draft) {
        CardList::Card& card = cards.emplace_back();
        card.id = draftCard();
        card.single = true;
        card.icon = QStringLiteral("note");
        card.title = tr("Yours, not published");
    }
    for (std::size_t i = 0; i < m_versions.size(); ++i) {
        CardList::Card& card = cards.emplace_back();
        const QString number = QLocale().toString(static_cast<int>(m_versions.size() - i));
        card.id = QString::number(m_versions.size() - i);
        card.single = true;
        card.icon = i == 0 ? QStringLiteral("check") : QStringLiteral("clock");
        card.title = i == 0 ? tr("v%1, what it says now").arg(number) : tr("v%1").arg(number);
        card.time = momentWord(m_versions[i].updatedAt, now);
    }
    const auto shown = std::min<int>(rowsShown, static_cast<int>(cards.size()));
    m_list->setFixedHeight(shown * themeOf(this).scaled(rowHeight));
    m_list->setCards(std::move(cards));
    m_list->select(selected);
    choose(selected);
}

void VersionsView::compareDraft()
{
    m_chosen = 0;
    m_restore->hide();
    std::vector<DiffLine> lines = lineDiff(wholeText(m_versions.front()), wholeText(*m_draft));
    const auto count = [&](DiffLine::Kind kind) {
        return QLocale().toString(static_cast<int>(std::ranges::count(lines, kind, &DiffLine::kind)));
    };
    m_what->setText(
        tr("What publishing yours would change: %1 out, %2 in").arg(count(DiffLine::Kind::Out), count(DiffLine::Kind::In)));
    m_diff->setLines(std::move(lines));
}

void VersionsView::choose(const QString& id)
{
    if (id == draftCard() && m_draft && !m_versions.empty()) {
        compareDraft();
        return;
    }
    const auto number = static_cast<std::size_t>(id.toULongLong());
    if (number == 0 || number > m_versions.size())
        return;
    m_chosen = m_versions.size() - number;
    std::vector<DiffLine> lines = lineDiff(wholeText(m_versions[m_chosen]), wholeText(m_versions.front()));
    const auto count = [&](DiffLine::Kind kind) { return static_cast<int>(std::ranges::count(lines, kind, &DiffLine::kind)); };
    const QLocale locale;
    m_what->setText(m_chosen == 0
            ? tr("What it says now. Choose an earlier version to see what has changed since.")
            : tr("Lines since v%1: %2 out, %3 in")
                  .arg(locale.toString(static_cast<int>(number)), locale.toString(count(DiffLine::Kind::Out)),
                      locale.toString(count(DiffLine::Kind::In))));
    m_restore->setVisible(m_chosen > 0 && m_mayRestore);
    m_restore->setText(tr("Restore v%1").arg(locale.toString(static_cast<int>(number))));
    m_diff->setLines(std::move(lines));
}

void VersionsView::setMayRestore(bool may)
{
    m_mayRestore = may;
    m_restore->setVisible(may && m_chosen > 0);
}

void VersionsView::focusList()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

} // namespace tandem::ui
