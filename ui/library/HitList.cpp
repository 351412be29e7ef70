#include "ui/library/HitList.h"

#include "ui/inbox/TicketWords.h"
#include "ui/library/ArticleRowDelegate.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Strings.h"

#include <QAbstractListModel>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr int inset = 14;
constexpr int above = 10;
constexpr int barHeight = 6;
constexpr int longestWord = 24; // characters that are taken back at once
constexpr int snippetLines = 2;

QString hundredthsText(int hundredths)
{
    return QLocale().toString(hundredths / 100.0, 'f', 2);
}

QString kindWord(DocumentKind kind)
{
    return kind == DocumentKind::Article ? HitList::tr("article") : HitList::tr("resolution");
}

QString partsText(const Hit& hit)
{
    if (!hit.compared)
        return HitList::tr("not compared closely");
    QStringList parts;
    for (const Hit::Share& share : hit.shares)
        parts << HitList::tr("%1 %2").arg(partWord(share.part), isolated(hundredthsText(share.hundredths)));
    return parts.isEmpty() ? HitList::tr("ahead of the others in nothing") : parts.join(QStringLiteral(" · "));
}

QColor colourOf(HitPart part, const Palette& colours)
{
    switch (part) {
    case HitPart::Meaning: return colours.accent;
    case HitPart::Words: return colours.accentLine;
    case HitPart::Code: return colours.accentText;
    case HitPart::Kind: return colours.lineStrong;
    case HitPart::Language: return colours.text3;
    }
    return {};
}

} // namespace

class HitList::Model : public QAbstractListModel {
public:
    explicit Model(HitList& list)
        : QAbstractListModel(&list)
        , m_list(list)
    {
    }

    void take(std::vector<Hit> hits)
    {
        beginResetModel();
        m_list.m_hits = std::move(hits);
        endResetModel();
    }
    [[nodiscard]] const Hit* hit(const QModelIndex& index) const
    {
        const auto place = static_cast<std::size_t>(index.row());
        return index.isValid() && place < m_list.m_hits.size() ? &m_list.m_hits[place] : nullptr;
    }
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_list.m_hits.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        const Hit* found = hit(index);
        if (found == nullptr)
            return {};
        if (role == Qt::DisplayRole)
            return found->place;
        if (role == Qt::AccessibleTextRole) {
            return HitList::tr("%1, score %2: %3, %4, %5. %6")
                .arg(found->place, hundredthsText(found->hundredths), partsText(*found), kindWord(found->kind),
                    languageWord(found->language), found->snippet);
        }
        return {};
    }

private:
    HitList& m_list;
};

class HitList::Delegate : public QStyledItemDelegate {
public:
    explicit Delegate(HitList& list)
        : QStyledItemDelegate(&list)
        , m_list(list)
        , m_theme(themeOf(&list))
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override
    {
        return {0,
            2 * above + m_theme.lineHeight(TextRole::Row) + 2 + snippetLines * snippetLine() + 6 + barHeight + 4
                + std::max(m_theme.lineHeight(TextRole::Label), chipHeight(m_theme)) + 1};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Hit* hit = m_list.m_model->hit(index);
        if (hit == nullptr)
            return;
        painter->save();
        painter->setLayoutDirection(option.direction);
        painter->setClipRect(option.rect);
        paintRowGround(*painter, m_theme, option);
        const QRect box = option.rect.adjusted(inset, above, -inset, -above - 1);
        const int row = m_theme.lineHeight(TextRole::Row);
        paintHead(*painter, option, {box.left(), box.top(), box.width(), row}, *hit);
        int top = box.top() + row + 2;
        paintSnippet(*painter, option, {box.left(), top, box.width(), snippetLines * snippetLine()}, *hit);
        top += snippetLines * snippetLine() + 6;
        paintBar(*painter, option, {box.left(), top, box.width(), barHeight}, *hit);
        top += barHeight + 4;
        paintFoot(*painter, option, {box.left(), top, box.width(), box.bottom() + 1 - top}, *hit);
        painter->restore();
    }

private:
    [[nodiscard]] int snippetLine() const { return m_theme.lineHeight(TextRole::Meta) + 1; }
    [[nodiscard]] static QRect mirrored(const QStyleOptionViewItem& option, const QRect& part)
    {
        return QStyle::visualRect(option.direction, option.rect, part);
    }

    void paintHead(QPainter& painter, const QStyleOptionViewItem& option, const QRect& line, const Hit& hit) const
    {
        const QString score = hit.compared ? hundredthsText(hit.hundredths) : QStringLiteral("–");
        painter.setFont(m_theme.font(TextRole::RowStrong));
        painter.setPen(m_theme.palette().text);
        const int width = painter.fontMetrics().horizontalAdvance(score) + 1;
        paintFitting(painter, mirrored(option, {line.right() + 1 - width, line.top(), width, line.height()}), score,
            Qt::AlignVCenter | Qt::AlignTrailing);
        painter.setFont(m_theme.font(TextRole::RowStrong, hit.place.isRightToLeft()));
        paintLine(painter, mirrored(option, {line.left(), line.top(), line.width() - width - 8, line.height()}), hit.place);
    }

    // As many lines as a snippet has; the place where the last one ends.
    int layLines(QTextLayout& layout, int width) const
    {
        const qreal baseline = QFontMetricsF(m_theme.font(TextRole::Meta)).ascent();
        qreal y = 0;
        int end = 0;
        layout.beginLayout();
        for (int i = 0; i < snippetLines; ++i) {
            QTextLine line = layout.createLine();
            if (!line.isValid())
                break;
            line.setLineWidth(width);
            line.setPosition({0, y + baseline - line.ascent()}); // other scripts' fonts are taller
            y += snippetLine();
            end = line.textStart() + line.textLength();
        }
        layout.endLayout();
        return end;
    }

    void paintSnippet(QPainter& painter, const QStyleOptionViewItem& option, const QRect& area, const Hit& hit) const
    {
        const QFont font = m_theme.font(TextRole::Meta, hit.snippet.isRightToLeft());
        const QFont strong = m_theme.font(TextRole::MetaStrong, hit.snippet.isRightToLeft());
        QList<QTextLayout::FormatRange> formats;
        for (const Stretch& mark : hit.marks) {
            QTextCharFormat format;
            format.setFont(strong);
            format.setForeground(m_theme.palette().text);
            formats.push_back({mark.begin, mark.length, format});
        }
        QTextLayout layout;
        layout.setFont(font);
        layout.setTextOption(ownDirection(hit.snippet, option.direction));
        layout.setCacheEnabled(true);
        const auto lay = [&](const QString& text) {
            layout.setText(text);
            QList<QTextLayout::FormatRange> inside;
            for (QTextLayout::FormatRange range : formats) {
                range.length = std::min(range.length, static_cast<int>(text.size()) - range.start);
                if (range.length > 0)
                    inside.push_back(range);
            }
            layout.setFormats(inside);
            return layLines(layout, area.width());
        };
        QString shown = hit.snippet;
        QString head = shown.left(lay(shown));
        // Dots where there is more; the word that they push to a third line goes for them.
        for (bool whole = head.size() == shown.size(); !whole && !head.isEmpty();) {
            while (!head.isEmpty() && head.back().isSpace())
                head.chop(1);
            shown = head + QChar(0x2026);
            whole = lay(shown) == shown.size();
            const qsizetype word = head.lastIndexOf(u' ');
            head.truncate(word > head.size() - longestWord ? std::max<qsizetype>(word, 0) : head.size() - 1);
        }
        painter.setPen(m_theme.palette().text2);
        painter.save();
        painter.setClipRect(area.adjusted(0, 0, 0, 5), Qt::IntersectClip); // tails of letters, not a third line
        layout.draw(&painter, area.topLeft());
        painter.restore();
    }

    void paintBar(QPainter& painter, const QStyleOptionViewItem& option, const QRect& line, const Hit& hit) const
    {
        const Palette& colours = m_theme.palette();
        qreal begin = line.left();
        for (const Hit::Share& share : hit.shares) {
            const qreal width = line.width() * share.hundredths / 100.0;
            QRectF part(begin, line.top(), std::max(1.0, width - 1), line.height());
            if (option.direction == Qt::RightToLeft)
                part.moveLeft(option.rect.left() + option.rect.right() + 1 - part.right());
            painter.fillRect(crisp(painter, part), colourOf(share.part, colours));
            begin += width;
        }
    }

    void paintFoot(QPainter& painter, const QStyleOptionViewItem& option, const QRect& line, const Hit& hit) const
    {
        const Chip chip{kindWord(hit.kind), ChipKind::Neutral};
        const QString code = languageCode(hit.language);
        const int chipWide = chipWidth(m_theme, chip);
        const int height = chipHeight(m_theme);
        paintChip(painter, m_theme,
            mirrored(option, {line.right() + 1 - chipWide, line.top() + (line.height() - height) / 2, chipWide, height}), chip,
            option.state & QStyle::State_Selected);
        painter.setFont(m_theme.font(TextRole::Badge));
        painter.setPen(m_theme.palette().text3);
        const int codeWide = painter.fontMetrics().horizontalAdvance(code) + 1;
        paintFitting(painter, mirrored(option, {line.right() + 1 - chipWide - 6 - codeWide, line.top(), codeWide, line.height()}),
            code, Qt::AlignVCenter | Qt::AlignTrailing);
        painter.setFont(m_theme.font(TextRole::Chip));
        const int left = line.width() - chipWide - codeWide - 14;
        paintLine(painter, mirrored(option, {line.left(), line.top(), left, line.height()}), partsText(hit));
    }

    HitList& m_list;
    Theme& m_theme;
};

HitList::HitList(QWidget* parent)
    : QListView(parent)
    , m_model(new Model(*this))
{
    setAccessibleName(tr("Passages found"));
    setFrameShape(QFrame::NoFrame);
    setModel(m_model);
    setItemDelegate(new Delegate(*this));
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    connect(this, &QListView::clicked, this, &HitList::open);
    connect(this, &QListView::activated, this, &HitList::open);
}

void HitList::setHits(std::vector<Hit> hits)
{
    m_model->take(std::move(hits));
    scrollToTop();
}

void HitList::openChosen()
{
    if (!currentIndex().isValid())
        setCurrentIndex(m_model->index(0));
    open(currentIndex());
}

void HitList::open(const QModelIndex& index)
{
    if (const Hit* found = m_model->hit(index))
        Q_EMIT opened(*found);
}

} // namespace tandem::ui
