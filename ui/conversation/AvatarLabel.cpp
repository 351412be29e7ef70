#include "ui/conversation/AvatarLabel.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QPainter>

namespace tandem::ui {

AvatarLabel::AvatarLabel(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void AvatarLabel::setPerson(const QString& name, const QString& description)
{
    m_initials = initials(name);
    setAccessibleName(description);
    setToolTip(plainToolTip(description));
    update();
}

QSize AvatarLabel::sizeHint() const
{
    const int side = themeOf(this).scaled(sizes::avatar);
    return {side, side};
}

void AvatarLabel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintAvatar(painter, themeOf(this), rect(), m_initials);
}

} // namespace tandem::ui
