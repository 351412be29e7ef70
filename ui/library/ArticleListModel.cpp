#include "ui/library/ArticleListModel.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/widgets/Strings.h"

#include <QCollator>
#include <QLocale>

#include <algorithm>
#include <unordered_set>

namespace tandem::ui {

namespace {

// "3 Nov", with the year where it is another one.
QString shortDay(TimePoint time)
{
    const QDate day = localTime(time).date();
    const bool thisYear = day.year() == QDate::currentDate().year();
    return QLocale().toString(day, thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString foldedText(const QString& text)
{
    return QString::fromStdString(text::foldAccents(text.toStdString()));
}

} // namespace

ArticleListModel::ArticleListModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void ArticleListModel::setArticles(std::vector<ListedDocument> articles)
{
    std::unordered_set<ArticleId> replaced;
    for (const ListedDocument& listed : articles)
        replaced.insert(listed.document.supersedes.begin(), listed.document.supersedes.end());
    std::vector<Row> rows;
    rows.reserve(articles.size());
    for (ListedDocument& listed : articles) {
        Row& row = rows.emplace_back();
        row.title = shownLine(listed.document.title, mostOfAName);
        row.folded = foldedText(row.title + u' ' + qt(listed.document.id.value()));
        row.replaced = replaced.contains(listed.document.id);
        row.listed = std::move(listed);
    }
    const QCollator collator{QLocale()};
    std::vector<std::pair<QCollatorSortKey, std::size_t>> order;
    order.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        order.emplace_back(collator.sortKey(rows[i].title), i);
    std::ranges::stable_sort(order, [](const auto& left, const auto& right) { return left.first < right.first; });
    beginResetModel();
    m_shown.clear();
    m_rows.clear();
    m_rows.reserve(rows.size());
    for (const auto& [key, place] : order)
        m_rows.push_back(std::move(rows[place]));
    arrange();
    endResetModel();
}

void ArticleListModel::setUnpublished(const std::map<ArticleId, QString>& titles)
{
    beginResetModel();
    m_unpublished = titles;
    arrange();
    endResetModel();
}

void ArticleListModel::setLeftOut(const std::optional<ArticleId>& id)
{
    beginResetModel();
    m_leftOut = id;
    arrange();
    endResetModel();
}

void ArticleListModel::setFilter(const QString& text)
{
    beginResetModel();
    m_filter = foldedText(text.trimmed());
    arrange();
    endResetModel();
}

void ArticleListModel::setContradictions(std::map<ArticleId, int> counts)
{
    m_contradictions = std::move(counts);
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void ArticleListModel::arrange()
{
    m_shown.clear();
    m_new.clear();
    std::map<ArticleId, QString> unlisted = m_unpublished;
    for (const Row& row : m_rows)
        unlisted.erase(row.listed.document.id);
    for (const auto& [id, title] : unlisted) {
        Row& row = m_new.emplace_back();
        row.listed.document.id = id;
        row.title = title.isEmpty() ? tr("New article") : title;
        row.folded = foldedText(row.title);
        row.isNew = true;
    }
    const auto take = [this](const std::vector<Row>& rows) {
        for (const Row& row : rows) {
            if (row.listed.document.id != m_leftOut && (m_filter.isEmpty() || row.folded.contains(m_filter)))
                m_shown.push_back(&row);
        }
    };
    take(m_new);
    take(m_rows);
}

const ArticleListModel::Row* ArticleListModel::row(int place) const
{
    return place < 0 || place >= rowCount() ? nullptr : m_shown[static_cast<std::size_t>(place)];
}

int ArticleListModel::placeOf(const ArticleId& id) const
{
    const auto found = std::ranges::find_if(m_shown, [&](const Row* row) { return row->listed.document.id == id; });
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

std::vector<Chip> ArticleListModel::marksOf(const Row& row) const
{
    const Document& document = row.listed.document;
    const TimePoint now = SystemClock().now();
    std::vector<Chip> marks;
    if (m_unpublished.contains(document.id))
        marks.push_back({tr("not published"), ChipKind::Accent});
    if (const auto found = m_contradictions.find(document.id); found != m_contradictions.end())
        marks.push_back({tr("contradicts %1").arg(found->second), ChipKind::Warn});
    if (document.superseded || row.replaced)
        marks.push_back({tr("superseded"), ChipKind::Neutral});
    else if (document.validUntil && *document.validUntil < now)
        marks.push_back({tr("ended %1").arg(isolated(shortDay(*document.validUntil))), ChipKind::Neutral});
    else if (document.validFrom && *document.validFrom > now)
        marks.push_back({tr("from %1").arg(isolated(shortDay(*document.validFrom))), ChipKind::Neutral});
    else if (document.validUntil)
        marks.push_back({tr("until %1").arg(isolated(shortDay(*document.validUntil))), ChipKind::Neutral});
    return marks;
}

QString ArticleListModel::metaOf(const Row& row) const
{
    if (row.isNew)
        return tr("New");
    return tr("%1, v%2").arg(isolated(shortDay(row.listed.document.updatedAt)), QLocale().toString(row.listed.version));
}

int ArticleListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ArticleListModel::data(const QModelIndex& index, int role) const
{
    const Row* found = row(index.row());
    if (found == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return found->title;
    if (role == Qt::AccessibleTextRole) {
        QStringList parts{found->title, languageWord(found->listed.document.language), metaOf(*found)};
        for (const Chip& mark : marksOf(*found))
            parts << mark.text;
        return parts.join(QStringLiteral(", "));
    }
    return {};
}

} // namespace tandem::ui
