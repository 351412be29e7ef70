#pragma once

#include <QAbstractButton>

namespace tandem::ui {

// A prediction as a line that opens: what it is about, what was read, how surely. Space and Enter open and close it. UI thread.
class ReadingRow : public QAbstractButton {
    Q_OBJECT

public:
    explicit ReadingRow(QWidget* parent = nullptr);

    // "Category", "Billing", "86 %".
    void setReading(const QString& subject, const QString& value, const QString& score);
    [[nodiscard]] bool isOpen() const { return isChecked(); }

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void sayState();

    QString m_subject;
    QString m_value;
    QString m_score;
};

} // namespace tandem::ui
