#include "ui/shell/MainWindow.h"

#include "ui/approvals/ApprovalsPage.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/customer/SidePanel.h"
#include "ui/library/LibraryPage.h"
#include "ui/shell/CheatSheet.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/Commands.h"
#include "ui/shell/ConnectionStrip.h"
#include "ui/shell/DocumentReader.h"
#include "ui/shell/InboxPage.h"
#include "ui/shell/LatencyMeter.h"
#include "ui/shell/OutboxPanel.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/TicketActions.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/Toast.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int healthPause = 2000; // ms, until everything is loaded
constexpr int decisionsPause = 250;
constexpr double scaleStep = 0.1;

} // namespace

MainWindow::MainWindow(Connector& connector, Theme& theme, const QString& pendingFile)
    : m_connector(connector)
    , m_theme(theme)
    , m_pending(pendingFile)
{
    setWindowTitle(tr("Tandem"));
    setMinimumSize(800, 560);
    resize(1440, 900);
    build(pendingFile.isEmpty() ? QString() : pendingFile + QStringLiteral(".articles"));
    connectPages();
    connectOutbox();
    connectCommands();
    showConnection();
    showSaved();
    loadHealth();
    m_approvals->reload();
    m_library->reload();
    m_actions->outbox().sendWaiting();
    m_inbox->focusList();
}

void MainWindow::build(const QString& unpublishedFile)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    auto* screens = new QVBoxLayout;
    screens->setSpacing(0);
    m_rail = new Rail;
    m_connection = new ConnectionStrip;
    m_pages = new QStackedWidget;
    m_actions = new TicketActions(m_connector, m_pending, this);
    m_inbox = new InboxPage(m_connector, *m_actions);
    m_approvals = new ApprovalsPage(m_connector);
    m_library = new LibraryPage(m_connector, unpublishedFile);
    m_pages->addWidget(m_inbox);
    m_pages->addWidget(m_approvals);
    m_pages->addWidget(m_library);
    m_status = new StatusBar;
    screens->addWidget(m_connection);
    screens->addWidget(m_pages, 1);
    columns->addWidget(m_rail);
    columns->addLayout(screens, 1);
    rows->addLayout(columns, 1);
    rows->addWidget(m_status);
    m_toast = new Toast(this);
    m_toast->lieOver(&m_inbox->thread());
    m_commands = new Commands(this);
    m_palette = new CommandPalette(this, m_connector, *m_commands);
    m_cheatSheet = new CheatSheet(this);
    m_outbox = new OutboxPanel(this, m_actions->outbox());
    m_reader = new DocumentReader(m_connector, this);
    m_latency = new LatencyMeter(this);
}

void MainWindow::connectPages()
{
    connect(m_rail, &Rail::chosen, this, &MainWindow::goTo);
    connect(m_rail, &Rail::helpWanted, m_cheatSheet, &Overlay::open);
    connect(m_rail, &Rail::appearanceWanted, this, &MainWindow::switchAppearance);
    connect(m_status, &StatusBar::helpWanted, m_cheatSheet, &Overlay::open);
    connect(m_latency, &LatencyMeter::measured, m_status, &StatusBar::setLatency);
    connect(m_inbox, &InboxPage::paletteWanted, m_palette, &Overlay::open);
    connect(m_inbox, &InboxPage::countsChanged, this, [this](const InboxCounts& counts) {
        m_rail->setBadge(Screen::Inbox, static_cast<int>(counts.views[static_cast<std::size_t>(InboxView::Mine)]));
        m_status->setTickets(counts.views[static_cast<std::size_t>(InboxView::All)]);
    });
    const auto toast = [this](ToastKind kind) { return [this, kind](const QString& text) { m_toast->show({kind, text}); }; };
    connect(m_actions, &TicketActions::done, this, toast(ToastKind::Done));
    connect(m_actions, &TicketActions::failed, this, toast(ToastKind::Problem));
    connect(m_actions, &TicketActions::noted, this, toast(ToastKind::Notice));
    connect(m_inbox, &InboxPage::articleWanted, m_reader, &DocumentReader::read);
    connect(m_inbox, &InboxPage::problem, this, toast(ToastKind::Problem));
    connect(m_approvals, &ApprovalsPage::said, this, toast(ToastKind::Done));
    connect(m_library, &LibraryPage::said, this, toast(ToastKind::Done));
    connect(m_library, &LibraryPage::problem, this, toast(ToastKind::Problem));
    connect(m_library, &LibraryPage::undoable, this,
        [this](const QString& text) { m_toast->show({ToastKind::Done, text, tr("Undo"), {tr("Ctrl"), QStringLiteral("Z")}}); });
    connect(m_toast, &Toast::actionTriggered, m_library, &LibraryPage::undo);
    connect(m_approvals, &ApprovalsPage::waitingChanged, this, [this](int count) { m_rail->setBadge(Screen::Approvals, count); });
    connect(m_library, &LibraryPage::waitingChanged, this, [this](int count) { m_rail->setBadge(Screen::Library, count); });
    connect(m_approvals, &ApprovalsPage::ticketWanted, this, &MainWindow::openTicket);
    connect(m_library, &LibraryPage::ticketWanted, this, &MainWindow::openTicket);
    connect(m_palette, &CommandPalette::ticketChosen, this, &MainWindow::openTicket);
    for (Overlay* overlay : findChildren<Overlay*>(QString(), Qt::FindDirectChildrenOnly)) {
        connect(overlay, &Overlay::opened, this, [this] { m_commands->setEnabled(false); });
        connect(overlay, &Overlay::dismissed, this, [this] {
            m_commands->setEnabled(true);
            m_commands->setEnabled(Command::OpenEvidence, m_screen == Screen::Inbox);
        });
    }
    m_decisionsTimer.setSingleShot(true);
    m_decisionsTimer.setInterval(decisionsPause);
    connect(&m_decisionsTimer, &QTimer::timeout, this, [this] {
        m_approvals->reload();
        m_library->reload();
    });
    connect(&m_connector, &Connector::changed, this, [this](const Change& change) {
        if (change.kind != ChangeKind::Ticket && !m_decisionsTimer.isActive())
            m_decisionsTimer.start();
    });
    connect(&m_connector, &Connector::resynchronised, this, [this] { m_decisionsTimer.start(); });
    connect(&m_connector, &Connector::stateChanged, this, [this](ConnectionState state) {
        showConnection();
        if (state == ConnectionState::Online)
            loadHealth();
    });
    m_healthTimer.setSingleShot(true);
    m_healthTimer.setInterval(healthPause);
    connect(&m_healthTimer, &QTimer::timeout, this, &MainWindow::loadHealth);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MainWindow::connectOutbox()
{
    m_actions->setLabels([this](const TicketId& id) {
        const TicketView* shown = m_inbox->shown();
        return shown != nullptr && shown->ticket.id == id ? TicketActions::Label{shown->ticket.number, shown->ticket.subject}
                                                          : TicketActions::Label{};
    });
    connect(&m_actions->outbox(), &OutboxSender::changed, this, &MainWindow::showSaved);
    connect(m_connection, &ConnectionStrip::outboxWanted, m_outbox, &Overlay::open);
    connect(m_connection, &ConnectionStrip::signInWanted, this, &MainWindow::signInWanted);
    connect(m_outbox, &OutboxPanel::ticketChosen, this, &MainWindow::openTicket);
    connect(m_outbox, &OutboxPanel::copied, this, [this] { m_toast->show({ToastKind::Done, tr("Text copied.")}); });
    if (m_pending.damage() == PendingReplies::Damage::KeptBeside)
        m_toast->show({ToastKind::Problem, tr("A part of what waited could not be read; the file is kept beside.")});
    else if (m_pending.damage() == PendingReplies::Damage::NotKept)
        m_toast->show({ToastKind::Problem, tr("A part of what waited could not be read, nor a copy of the file be kept.")});
}

void MainWindow::connectCommands()
{
    m_commands->on(Command::Palette, [this] { m_palette->open(); });
    m_commands->on(Command::CheatSheet, [this] { m_cheatSheet->open(); });
    m_commands->on(Command::NextTicket, [this] { moveSelection(1); });
    m_commands->on(Command::PreviousTicket, [this] { moveSelection(-1); });
    const auto onTicket = [this](Command command, TicketKey key) {
        m_commands->on(command, [this, key] {
            if (m_screen == Screen::Inbox)
                m_inbox->press(key);
        });
    };
    onTicket(Command::Reply, TicketKey::Reply);
    onTicket(Command::Note, TicketKey::Note);
    onTicket(Command::NextSentence, TicketKey::NextSentence);
    onTicket(Command::PreviousSentence, TicketKey::PreviousSentence);
    onTicket(Command::OpenEvidence, TicketKey::Source);
    m_commands->on(Command::AssignToMe, [this] {
        if (m_screen == Screen::Inbox)
            m_inbox->assignToMe();
    });
    for (const auto& [command, learn] :
        {std::pair(Command::Resolve, Learn::No), std::pair(Command::ResolveAndLearn, Learn::Yes)}) {
        m_commands->on(command, [this, learn] {
            if (m_screen == Screen::Inbox)
                m_inbox->resolve(learn);
        });
    }
    m_commands->on(Command::Approve, [this] {
        if (m_screen == Screen::Approvals)
            m_approvals->approve();
        else if (m_screen == Screen::Inbox)
            m_inbox->press(TicketKey::Approve);
    });
    m_commands->on(Command::Reject, [this] {
        if (m_screen == Screen::Approvals)
            m_approvals->reject();
        else if (m_screen == Screen::Inbox)
            m_inbox->press(TicketKey::Reject);
    });
    m_commands->on(Command::CopyNumber, [this] {
        if (m_inbox->copyNumber())
            m_toast->show({ToastKind::Done, tr("Number copied.")});
    });
    connectColumnCommands();
    m_commands->on(Command::GoToInbox, [this] { goTo(Screen::Inbox); });
    m_commands->on(Command::GoToApprovals, [this] { goTo(Screen::Approvals); });
    m_commands->on(Command::GoToLibrary, [this] { goTo(Screen::Library); });
    m_commands->on(Command::ShowOutbox, [this] { m_outbox->open(); });
    m_commands->on(Command::SwitchAppearance, [this] { switchAppearance(); });
    m_commands->on(Command::LargerText, [this] { scaleText(scaleStep); });
    m_commands->on(Command::SmallerText, [this] { scaleText(-scaleStep); });
}

void MainWindow::connectColumnCommands()
{
    for (const auto& [command, by] : {std::pair(Command::NextColumn, 1), std::pair(Command::PreviousColumn, -1)}) {
        m_commands->on(command, [this, by] {
            if (m_screen == Screen::Library)
                m_library->moveFocus(by);
            else
                m_inbox->moveFocus(by);
        });
    }
    m_commands->on(Command::SearchLibrary, [this] {
        goTo(Screen::Library);
        m_library->focusSearch();
    });
}

void MainWindow::goTo(Screen screen)
{
    m_screen = screen;
    m_rail->setScreen(screen);
    m_pages->setCurrentIndex(static_cast<int>(screen));
    m_commands->setEnabled(Command::OpenEvidence, screen == Screen::Inbox); // Return opens what is chosen elsewhere
    if (screen == Screen::Approvals)
        m_approvals->reload();
    else if (screen == Screen::Library)
        m_library->reload();
}

void MainWindow::openTicket(const TicketId& id)
{
    goTo(Screen::Inbox);
    m_inbox->open(id);
}

void MainWindow::setWorkspace(const QString& name)
{
    setWindowTitle(tr("%1 – Tandem").arg(name));
    m_inbox->setWorkspace(name);
}

void MainWindow::moveSelection(int by)
{
    if (m_screen == Screen::Approvals)
        m_approvals->move(by);
    else if (m_screen == Screen::Library)
        m_library->move(by);
    else if (by > 0)
        m_inbox->selectNext();
    else
        m_inbox->selectPrevious();
}

void MainWindow::showConnection()
{
    const ConnectionState state = m_connector.state();
    m_rail->setPerson(qt(m_connector.actor().displayName), state == ConnectionState::Online);
    m_status->setPlace(m_connector.place());
    const OutboxSender& outbox = m_actions->outbox();
    m_connection->follow(state, m_connector.place(), {outbox.waitingCount(), outbox.refusedCount(), outbox.ofAnotherCount()});
}

// One question at a time, however slow the answer: on a silent network they would take up every thread.
void MainWindow::loadHealth()
{
    if (m_healthAsked || m_connector.state() != ConnectionState::Online)
        return;
    m_healthAsked = true;
    m_healthTimer.stop();
    m_connector.ask(
        this, [](Desk& desk) { return desk.administration.health(); },
        [this](const Health& health) {
            m_healthAsked = false;
            QString model = tr("Loading models");
            for (const HealthCheck& check : health.checks) {
                if (check.name == "embedder" && health.ready)
                    model = check.ok ? tr("Local model") : tr("No local model, words only");
            }
            m_status->setModel(m_progress.isEmpty() ? model : m_progress);
            if (!health.ready)
                m_healthTimer.start();
        });
}

void MainWindow::sayProgress(const QString& text)
{
    m_progress = text;
    if (text.isEmpty())
        loadHealth();
    else
        m_status->setModel(text);
}

void MainWindow::showSaved()
{
    const OutboxSender& outbox = m_actions->outbox();
    const int waiting = outbox.waitingCount() + outbox.refusedCount() + outbox.ofAnotherCount();
    m_status->setSaved(waiting == 0 ? tr("All changes saved") : tr("%n in the outbox", nullptr, waiting), waiting > 0);
    showConnection();
}

void MainWindow::switchAppearance()
{
    const bool dark = m_theme.appearance() == Appearance::Light;
    m_theme.setAppearance(dark ? Appearance::Dark : Appearance::Light);
    QSettings().setValue(QStringLiteral("appearance"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

void MainWindow::scaleText(double by)
{
    m_theme.setTextScale(m_theme.textScale() + by);
    QSettings().setValue(QStringLiteral("textScale"), m_theme.textScale());
}

void MainWindow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), m_theme.palette().window);
}

} // namespace tandem::ui
