#pragma once

#include "ui/widgets/TextLabel.h"

namespace tandem::ui {

class TextLink;

// A quiet strip that says how things stand, with one thing to do about it. Hidden until it is said something.
class NoticeStrip : public Surface {
    Q_OBJECT

public:
    explicit NoticeStrip(QWidget* parent = nullptr);

    // `text`: "" hides it. `action`: "" = none.
    void say(const QString& text, const QString& action = {});

Q_SIGNALS:
    void actionTriggered();

private:
    TextLabel* m_text;
    TextLink* m_action;
};

} // namespace tandem::ui
