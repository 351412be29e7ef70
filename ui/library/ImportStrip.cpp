#include "ui/library/ImportStrip.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/inbox/TicketWords.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLink.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLocale>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int inset = 14;
constexpr int barHeight = 4;
constexpr int pause = 150; // ms between two looks
constexpr int enoughToGuess = 20; // documents until what is left is guessed

} // namespace

ImportStrip::ImportStrip(Connector& connector, QWidget* parent)
    : Surface(Surface::Fill::Surface, Qt::TopEdge, parent)
    , m_connector(connector)
    , m_what(new ElidedLabel(TextRole::Meta, Ink::Text2))
    , m_how(new TextLabel(TextRole::Meta, Ink::Text3))
    , m_close(new IconButton(QStringLiteral("x"), tr("Stop the import")))
    , m_copy(new TextLink(tr("Copy what was refused")))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(inset, 8, 8, 10);
    rows->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->addWidget(m_what, 1);
    head->addWidget(m_close);
    rows->addLayout(head);
    rows->addSpacing(barHeight + 4);
    m_how->setWordWrap(true);
    rows->addWidget(m_how);
    rows->addWidget(m_copy, 0, Qt::AlignLeading);
    m_close->setSizes(24, 14);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &ImportStrip::follow);
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        if (isRunning())
            stop();
        else
            hide();
    });
    connect(m_copy, &QAbstractButton::clicked, this, [this] { QApplication::clipboard()->setText(m_refused); });
    hide();
}

ImportStrip::~ImportStrip()
{
    stop();
}

void ImportStrip::start(const std::vector<std::filesystem::path>& paths)
{
    if (isRunning() || paths.empty())
        return;
    m_run = std::make_shared<Run>();
    m_name = paths.size() == 1 ? shownLine(paths.front().filename().string(), mostOfAName)
                               : tr("%n files", nullptr, static_cast<int>(paths.size()));
    m_what->setText(tr("Importing %1").arg(isolatedWords(m_name)));
    m_close->setName(tr("Stop the import"));
    m_copy->hide();
    m_since.start();
    follow();
    show();
    m_timer.start();
    m_connector.ask(
        this,
        [actor = m_connector.actor(), paths, run = m_run](Desk& desk) {
            const auto progress = [&run](int done, int found) {
                run->done = done;
                run->found = found;
            };
            return desk.library.importArticles(actor, paths, progress, run->stop.get_token());
        },
        [this](const Result<ImportReport>& report) { finish(report); });
}

void ImportStrip::stop()
{
    if (!m_run)
        return;
    m_run->stop.request_stop();
    m_how->setText(tr("Stopping"));
}

void ImportStrip::follow()
{
    if (!m_run || m_run->stop.stop_requested())
        return;
    const int done = m_run->done;
    const int found = m_run->found;
    if (done < 0)
        m_since.restart(); // what is left is guessed from the articles alone
    const QLocale locale;
    const auto number = [&locale](int value) { return isolated(locale.toString(value)); };
    QString text = found == 0 ? tr("Reading")
        : done < 0            ? tr("Sending, %1 of %2 files").arg(number(found + done), number(found))
                              : tr("%1 of %2 articles").arg(number(done), number(found));
    if (done >= enoughToGuess && done < found) {
        const qint64 left = m_since.elapsed() / done * (found - done);
        text = tr("%1, %2 left")
                   .arg(text, isolated(left < 60000 ? tr("%1 s").arg(left / 1000 + 1) : shortDuration(Milliseconds(left))));
    }
    m_how->setText(text);
    update();
}

void ImportStrip::finish(const Result<ImportReport>& report)
{
    m_timer.stop();
    m_run.reset();
    m_close->setName(tr("Close"));
    m_refused.clear();
    const QLocale locale;
    if (report) {
        for (const ImportReport::Refused& refused : report->refused)
            m_refused += shownLine(refused.file) + QStringLiteral(": ") + shownLine(refused.reason) + u'\n';
        const QStringList parts{tr("%1 added").arg(locale.toString(report->added)),
            tr("%1 changed").arg(locale.toString(report->changed)),
            tr("%1 as they were").arg(locale.toString(report->unchanged))};
        m_what->setText(tr("Imported %1").arg(isolatedWords(m_name)));
        QString text = parts.join(QStringLiteral(", "));
        if (!report->refused.empty())
            text += u'\n'
                + tr("%n refused: %1", nullptr, static_cast<int>(report->refused.size())).arg(m_refused.section(u'\n', 0, 0));
        m_how->setText(text);
    } else {
        const bool stopped = report.error().code == ErrorCode::Cancelled;
        m_what->setText(
            stopped ? tr("Stopped: %1").arg(isolatedWords(m_name)) : tr("Not imported: %1").arg(isolatedWords(m_name)));
        m_how->setText(stopped ? tr("What was read until then is kept. The same import again goes on from there.")
                               : qt(report.error().message));
    }
    m_copy->setVisible(!m_refused.isEmpty());
    update();
    Q_EMIT ended();
}

QRect ImportStrip::barRect() const
{
    return {inset, m_what->geometry().bottom() + 5, width() - 2 * inset, barHeight};
}

void ImportStrip::paintEvent(QPaintEvent* event)
{
    Surface::paintEvent(event);
    const Palette& colours = themeOf(this).palette();
    QPainter painter(this);
    const QRect bar = barRect();
    paintBox(painter, bar, 2, colours.sunken, {});
    const int found = m_run ? m_run->found.load() : 1;
    if (found <= 0)
        return;
    const int counted = m_run ? m_run->done.load() : 1;
    const int done = counted < 0 ? found + counted : counted; // below 0: files on their way to the desk
    QRect part = bar;
    part.setWidth(static_cast<int>(static_cast<qint64>(bar.width()) * std::clamp(done, 0, found) / found));
    paintBox(painter, QStyle::visualRect(layoutDirection(), bar, part), 2, colours.accent, {});
}

} // namespace tandem::ui
