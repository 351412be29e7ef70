#pragma once

#include <QDialog>
#include <QUrl>

class QLineEdit;

namespace tandem::ui {

class Banner;
class Button;

// Asks for the way to a desk: its address and a token. It checks nothing itself: signInRequested() says what was entered, and
// whoever carries it out says fail() or accepts the dialog. The token is shown as dots and leaves by that signal alone. UI
// thread.
class SignInDialog : public QDialog {
    Q_OBJECT

public:
    // A fixed address is shown but cannot be changed.
    enum class Address : std::uint8_t { Free, Fixed };

    SignInDialog(const QString& server, Address address, QWidget* parent = nullptr);

    // What is wrong, in plain words; what was entered stays to be mended.
    void fail(const QString& why);
    // An attempt is out: nothing can be entered meanwhile, but cancelled.
    void setBusy(bool busy);

Q_SIGNALS:
    void signInRequested(const QUrl& server, const QByteArray& token);

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QLineEdit* field(const QString& name);
    void makeFoot();
    void followFields();
    void send();
    void fit();

    QLineEdit* m_server = nullptr;
    QLineEdit* m_token = nullptr;
    Banner* m_problem = nullptr;
    Button* m_cancel = nullptr;
    Button* m_signIn = nullptr;
    bool m_busy = false;
};

} // namespace tandem::ui
