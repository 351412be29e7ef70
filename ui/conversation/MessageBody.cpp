#include "ui/conversation/MessageBody.h"

#include "base/Text.h"
#include "ui/conversation/PlainText.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr qreal chipGap = 4;
constexpr qsizetype bytesPerCharacter = 4;

// At most `cutAfter` characters, ending with a line or a word where there is one nearby.
QString beginning(const std::string& raw)
{
    const auto bytes = static_cast<std::size_t>(MessageBody::cutAfter * bytesPerCharacter);
    QString text = shownText(text::truncate(raw, bytes));
    if (text.size() <= MessageBody::cutAfter)
        return text;
    qsizetype at = text.lastIndexOf(u'\n', MessageBody::cutAfter);
    if (at < MessageBody::cutAfter * 3 / 4)
        at = text.lastIndexOf(u' ', MessageBody::cutAfter);
    if (at < MessageBody::cutAfter * 3 / 4)
        at = MessageBody::cutAfter;
    if (text[at].isLowSurrogate())
        --at;
    text.truncate(at);
    return text;
}

bool isVeryLong(const std::string& raw)
{
    const auto limit = static_cast<std::size_t>(MessageBody::cutAfter);
    if (raw.size() <= limit)
        return false;
    // A quarter more is not worth a click.
    return raw.size() > limit * bytesPerCharacter || text::codePointCount(raw) > limit * 5 / 4;
}

} // namespace

QString chipLabel(const FoldChip& chip)
{
    if (chip.kind == FoldChip::Kind::Quote)
        return chip.lines == 1 ? QCoreApplication::translate("MessageBody", "Quoted text, one line")
                               : QCoreApplication::translate("MessageBody", "Quoted text, %n lines", nullptr, chip.lines);
    const QString size = QLocale().formattedDataSize(chip.bytes, 1, QLocale::DataSizeTraditionalFormat);
    return chip.open ? QCoreApplication::translate("MessageBody", "Show less")
                     : QCoreApplication::translate("MessageBody", "Show all (%1)").arg(size);
}

MessageBody::MessageBody(std::string text)
    : m_raw(std::move(text))
{
    build();
}

void MessageBody::build()
{
    m_sections.clear();
    m_chips.clear();
    const bool isLong = isVeryLong(m_raw);
    const QString shown = isLong && !m_whole ? beginning(m_raw) : shownText(m_raw);
    std::vector<TextPart> parts = partsOf(shown);
    if (parts.empty() || (parts.size() == 1 && parts.front().quoted))
        parts = {{0, shown.size(), false, 0}};
    for (const TextPart& part : parts) {
        int chip = -1;
        if (part.quoted) {
            chip = static_cast<int>(m_chips.size());
            m_chips.push_back({.kind = FoldChip::Kind::Quote, .lines = part.lines});
        }
        m_sections.push_back({LazyText(shown.sliced(part.begin, part.end - part.begin)), part.quoted, chip});
    }
    if (isLong)
        m_chips.push_back({.kind = FoldChip::Kind::Rest, .open = m_whole, .bytes = static_cast<qsizetype>(m_raw.size())});
}

bool MessageBody::isShown(const Section& section) const
{
    return section.chip < 0 || m_chips[static_cast<std::size_t>(section.chip)].open;
}

void MessageBody::layOut(
    const TextStyle& style, qreal width, qreal chipHeight, const std::function<qreal(const QString&)>& chipWidth, LayOut when)
{
    m_width = width;
    m_chipHeight = chipHeight;
    for (FoldChip& chip : m_chips)
        chip.rect.setWidth(std::min(width, chipWidth(chipLabel(chip))));
    m_direction = style.alignment;
    for (Section& section : m_sections)
        section.text.layOut(style, width, when);
    restack();
}

qsizetype MessageBody::size() const
{
    qsizetype size = 0;
    for (const Section& section : m_sections)
        size += section.text.text().size();
    return size;
}

void MessageBody::restack()
{
    qreal y = 0;
    const auto place = [&](FoldChip& chip) {
        const qreal width = chip.rect.width();
        y += chipGap;
        chip.rect = QRectF(m_direction == Qt::RightToLeft ? m_width - width : 0, y, width, m_chipHeight);
        y += m_chipHeight;
    };
    for (Section& section : m_sections) {
        if (section.chip >= 0)
            place(m_chips[static_cast<std::size_t>(section.chip)]);
        if (!isShown(section))
            continue;
        if (y > 0)
            y += chipGap;
        section.top = y;
        y += section.text.height();
    }
    if (!m_chips.empty() && m_chips.back().kind == FoldChip::Kind::Rest)
        place(m_chips.back());
    m_height = y;
}

qreal MessageBody::show(qreal top, qreal bottom)
{
    qreal grown = 0;
    for (Section& section : m_sections) {
        if (isShown(section))
            grown += section.text.show(top - section.top, bottom - section.top);
    }
    restack();
    return grown;
}

void MessageBody::paintText(QPainter& painter, const QPointF& origin, const QRectF& clip, const QColor& colour,
    const QColor& quoteColour, BodyPosition from, BodyPosition to, const QColor& selection) const
{
    for (int i = 0; i < static_cast<int>(m_sections.size()); ++i) {
        const Section& section = m_sections[static_cast<std::size_t>(i)];
        if (!isShown(section))
            continue;
        TextRange selected;
        if (from < to && i >= from.section && i <= to.section) {
            selected.begin = i == from.section ? from.offset : 0;
            selected.end = i == to.section ? to.offset : section.text.text().size();
        }
        section.text.paint(
            painter, origin + QPointF(0, section.top), clip, section.quoted ? quoteColour : colour, selected, selection);
    }
}

int MessageBody::chipAt(const QPointF& point) const
{
    for (int i = 0; i < static_cast<int>(m_chips.size()); ++i) {
        if (m_chips[static_cast<std::size_t>(i)].rect.adjusted(0, -3, 0, 3).contains(point))
            return i;
    }
    return -1;
}

void MessageBody::toggle(int chip)
{
    FoldChip& toggled = m_chips[static_cast<std::size_t>(chip)];
    if (toggled.kind == FoldChip::Kind::Rest) {
        m_whole = !m_whole;
        build();
    } else {
        toggled.open = !toggled.open;
    }
}

BodyPosition MessageBody::positionAt(const QPointF& point) const
{
    BodyPosition nearest;
    for (int i = 0; i < static_cast<int>(m_sections.size()); ++i) {
        const Section& section = m_sections[static_cast<std::size_t>(i)];
        if (!isShown(section) || (section.top > point.y() && i > 0))
            continue;
        nearest = {i, section.text.positionAt(point - QPointF(0, section.top))};
    }
    return nearest;
}

std::pair<BodyPosition, BodyPosition> MessageBody::wordAt(const QPointF& point) const
{
    const BodyPosition at = positionAt(point);
    if (m_sections.empty())
        return {};
    const TextRange word = m_sections[static_cast<std::size_t>(at.section)].text.wordAt(at.offset);
    return {{at.section, word.begin}, {at.section, word.end}};
}

std::pair<BodyPosition, BodyPosition> MessageBody::all() const
{
    if (m_sections.empty())
        return {};
    return {{0, 0}, {static_cast<int>(m_sections.size()) - 1, m_sections.back().text.text().size()}};
}

QString MessageBody::textBetween(BodyPosition from, BodyPosition to) const
{
    QString text;
    for (int i = from.section; i <= to.section && i < static_cast<int>(m_sections.size()); ++i) {
        const Section& section = m_sections[static_cast<std::size_t>(i)];
        if (!isShown(section))
            continue;
        const qsizetype begin = i == from.section ? from.offset : 0;
        const qsizetype end = i == to.section ? to.offset : section.text.text().size();
        if (!text.isEmpty())
            text += u'\n';
        text += QStringView(section.text.text()).mid(begin, end - begin);
    }
    return text;
}

QString MessageBody::spoken(qsizetype limit) const
{
    QString text;
    for (const Section& section : m_sections) {
        if (!isShown(section) || text.size() >= limit)
            continue;
        if (!text.isEmpty())
            text += u' ';
        text += QStringView(section.text.text()).left(limit);
    }
    return text.left(limit);
}

std::size_t MessageBody::laidOutBlocks() const
{
    std::size_t count = 0;
    for (const Section& section : m_sections)
        count += section.text.laidOutCount();
    return count;
}

} // namespace tandem::ui
