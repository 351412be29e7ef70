#pragma once

#include <QWidget>

namespace tandem::ui {

class TextLink;

enum class BannerKind : std::uint8_t { Offline, Error };

// A strip where something went wrong: what, in plain words, and one thing to do about it. Hidden until said something.
class Banner : public QWidget {
    Q_OBJECT

public:
    explicit Banner(BannerKind kind, QWidget* parent = nullptr);

    // `strong`: the word it begins with, may be "". `action`: label of the link at the end, "" = none. Shows the strip.
    void say(const QString& strong, const QString& text, const QString& action);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRect textRect(int width) const;
    void place();

    BannerKind m_kind;
    QString m_strong;
    QString m_text;
    TextLink* m_link;
};

} // namespace tandem::ui
