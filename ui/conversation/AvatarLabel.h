#pragma once

#include <QWidget>

namespace tandem::ui {

// A person as a circle with initials; the name is its tool tip and what a reader of the screen says.
class AvatarLabel : public QWidget {
    Q_OBJECT

public:
    explicit AvatarLabel(QWidget* parent = nullptr);

    // `description`: who it is and why, "Assigned to Ivo Kern".
    void setPerson(const QString& name, const QString& description);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_initials;
};

} // namespace tandem::ui
