#include "app/console/Screen.h"

#include "app/common/Setup.h"
#include "ui/theme/TandemStyle.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QApplication>
#include <QDialog>
#include <QMessageBox>
#include <QSettings>
#include <QVBoxLayout>

namespace tandem::app {

namespace {

constexpr int noticeWidth = 420;

ui::Appearance savedAppearance()
{
    const QString saved = QSettings().value(QStringLiteral("appearance")).toString();
    if (!saved.isEmpty())
        return saved == QStringLiteral("dark") ? ui::Appearance::Dark : ui::Appearance::Light;
    // The desktop's own choice, as far as its palette tells.
    return QApplication::palette().color(QPalette::Window).lightness() < 128 ? ui::Appearance::Dark : ui::Appearance::Light;
}

QString notStarted()
{
    return QApplication::translate("Screen", "Tandem cannot start");
}

} // namespace

bool canBeSeen()
{
    const QString platform = QGuiApplication::platformName();
    return platform != QStringLiteral("offscreen") && platform != QStringLiteral("minimal");
}

Result<std::unique_ptr<Screen>> Screen::open()
{
    const auto resources = TRY(resourceDirectory());
    return std::unique_ptr<Screen>(new Screen(QString::fromStdString((resources / "icons").string())));
}

Screen::Screen(const QString& icons)
    : m_theme(icons, savedAppearance())
{
    m_theme.setTextScale(QSettings().value(QStringLiteral("textScale"), 1.0).toDouble());
    QApplication::setStyle(new ui::TandemStyle(m_theme));
}

Screen::~Screen()
{
    QApplication::setStyle(QStringLiteral("Fusion")); // the theme's own style goes before the theme
}

void Screen::sayNotStarted(const Error& error)
{
    if (!canBeSeen())
        return;
    QDialog dialog;
    dialog.setWindowTitle(QApplication::applicationDisplayName());
    dialog.setAccessibleName(notStarted());
    auto* column = new QVBoxLayout(&dialog);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(6);
    auto* title = new ui::TextLabel(ui::TextRole::Title, ui::Ink::Text);
    title->setText(notStarted());
    auto* why = new ui::TextLabel(ui::TextRole::Row, ui::Ink::Text2);
    why->setText(ui::qt(error.message));
    why->setWordWrap(true);
    why->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* close = new ui::Button(QApplication::translate("Screen", "Close"), ui::ButtonKind::Primary);
    close->setDefault(true);
    column->addWidget(title);
    column->addWidget(why);
    column->addSpacing(12);
    column->addWidget(close, 0, Qt::AlignTrailing);
    QObject::connect(close, &ui::Button::clicked, &dialog, &QDialog::accept);
    const int width = m_theme.scaled(noticeWidth);
    dialog.setFixedSize(width, column->totalHeightForWidth(width));
    close->setFocus(Qt::OtherFocusReason);
    dialog.exec();
}

void sayNotStarted(const Error& error)
{
    if (canBeSeen())
        QMessageBox::critical(nullptr, QApplication::applicationDisplayName(), ui::qt(error.message));
}

} // namespace tandem::app
