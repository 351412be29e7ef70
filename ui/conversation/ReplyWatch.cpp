#include "ui/conversation/ReplyWatch.h"

#include "ui/conversation/ComposerEdit.h"
#include "ui/widgets/TextLabel.h"

#include <QTextDocument>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tandem::ui {

namespace {

constexpr std::chrono::milliseconds pause{600}; // between two words nobody looks down
constexpr int longestChecked = 20000; // what the desk takes

} // namespace

ReplyWatch::ReplyWatch(ComposerEdit& edit, TextLabel& words, QObject* parent)
    : QObject(parent)
    , m_edit(edit)
    , m_words(words)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &ReplyWatch::ask);
    // The first comes before the text is laid out anew, the second after.
    connect(edit.document(), &QTextDocument::contentsChange, this,
        [this](int position, int removed, int added) { m_marks = marksAfterEdit(std::move(m_marks), position, removed, added); });
    connect(edit.document(), &QTextDocument::contentsChanged, this, [this] {
        tell();
        m_pause.start();
    });
    tell();
}

void ReplyWatch::setOn(bool on)
{
    if (on == m_on)
        return;
    m_on = on;
    m_marks.clear();
    tell();
    if (on)
        m_pause.start();
}

void ReplyWatch::ask()
{
    const QString text = m_edit.toPlainText();
    if (m_on && !text.trimmed().isEmpty() && text.size() <= longestChecked)
        Q_EMIT checkRequested(text);
}

void ReplyWatch::show(const QString& text, const ReplyCheck& check)
{
    if (!m_on || text != m_edit.toPlainText())
        return;
    m_marks = replyMarks(text, check.sentences);
    tell();
}

void ReplyWatch::tell()
{
    m_edit.setMarks(m_marks);
    const auto faulty = [](const ReplyMark& mark) { return mark.support == Support::Unsupported; };
    const auto first = std::ranges::find_if(m_marks, faulty);
    m_words.setVisible(first != m_marks.end());
    if (first == m_marks.end())
        return;
    const auto count = static_cast<int>(std::ranges::count_if(m_marks, faulty));
    const QString why = first->reason.isEmpty() ? tr("Nothing in the library supports it") : first->reason;
    m_words.setText(count == 1 ? tr("Unsupported: %1").arg(why) : tr("%1 unsupported: %2").arg(count).arg(why));
}

} // namespace tandem::ui
