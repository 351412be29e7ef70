#pragma once

#include <QLineEdit>

namespace tandem::ui {

// A 30 px field with a magnifier; Escape empties it and says cancelled().
class SearchField : public QLineEdit {
    Q_OBJECT

public:
    // `name`: what it searches, shown while it is empty and said by screen readers.
    explicit SearchField(const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cancelled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void placeText();
};

} // namespace tandem::ui
