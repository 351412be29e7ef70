#include "ui/shell/SignInDialog.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int wide = 420;
constexpr int longestToken = 1000;
constexpr int longestAddress = 2000;

} // namespace

SignInDialog::SignInDialog(const QString& server, Address address, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Sign in"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(4);
    auto* title = new TextLabel(TextRole::Title, Ink::Text, this);
    title->setText(tr("Sign in to a desk"));
    column->addWidget(title);
    auto* words = new TextLabel(TextRole::Row, Ink::Text2, this);
    words->setText(tr("The desk's operator makes a token for you. Tandem forgets it when it is closed."));
    words->setWordWrap(true);
    column->addWidget(words);
    column->addSpacing(10);
    m_problem = new Banner(BannerKind::Error, this);
    column->addWidget(m_problem);
    m_server = field(tr("Address"));
    m_server->setText(server);
    m_server->setMaxLength(longestAddress);
    m_server->setPlaceholderText(QStringLiteral("https://desk.example"));
    m_server->setReadOnly(address == Address::Fixed);
    m_server->setLayoutDirection(Qt::LeftToRight);
    m_token = field(tr("Token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setMaxLength(longestToken);
    m_token->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    column->addSpacing(14);
    makeFoot();
    followFields();
}

QLineEdit* SignInDialog::field(const QString& name)
{
    auto* column = static_cast<QVBoxLayout*>(layout());
    auto* label = new TextLabel(TextRole::RowMedium, Ink::Text2, this);
    label->setText(name);
    auto* edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setMinimumHeight(themeOf(this).scaled(30));
    label->setBuddy(edit);
    column->addSpacing(6);
    column->addWidget(label);
    column->addWidget(edit);
    return edit;
}

void SignInDialog::makeFoot()
{
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Secondary, this);
    m_signIn = new Button(tr("Sign in"), ButtonKind::Primary, this);
    m_cancel->setAutoDefault(false);
    m_signIn->setDefault(true);
    foot->addWidget(m_cancel);
    foot->addWidget(m_signIn);
    static_cast<QVBoxLayout*>(layout())->addLayout(foot);
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_signIn, &Button::clicked, this, &SignInDialog::send);
    for (QLineEdit* edit : {m_server, m_token})
        connect(edit, &QLineEdit::textChanged, this, &SignInDialog::followFields);
}

void SignInDialog::followFields()
{
    m_signIn->setEnabled(!m_busy && !m_server->text().trimmed().isEmpty() && !m_token->text().trimmed().isEmpty());
}

void SignInDialog::send()
{
    QString address = m_server->text().trimmed();
    if (!address.contains(QStringLiteral("://")))
        address.prepend(QStringLiteral("https://"));
    setBusy(true);
    Q_EMIT signInRequested(QUrl(address, QUrl::StrictMode), m_token->text().trimmed().toUtf8());
}

void SignInDialog::fail(const QString& why)
{
    setBusy(false);
    m_problem->say({}, why, {});
    fit();
    m_token->setFocus(Qt::OtherFocusReason);
    m_token->selectAll();
}

void SignInDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_server->setEnabled(!busy);
    m_token->setEnabled(!busy);
    m_signIn->setText(busy ? tr("Signing in…") : tr("Sign in"));
    followFields();
    if (busy)
        m_problem->hide();
    fit();
}

void SignInDialog::fit()
{
    const int width = themeOf(this).scaled(wide);
    layout()->activate();
    setFixedSize(width, layout()->totalHeightForWidth(width));
}

void SignInDialog::showEvent(QShowEvent* event)
{
    fit();
    (m_server->text().isEmpty() ? m_server : m_token)->setFocus(Qt::OtherFocusReason);
    QDialog::showEvent(event);
}

void SignInDialog::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), themeOf(this).palette().surface);
}

} // namespace tandem::ui
