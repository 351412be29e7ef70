#include "ui/theme/TandemStyle.h"

#include "ui/theme/ButtonLook.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/StyleParts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QBitmap>
#include <QComboBox>
#include <QEvent>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QMenu>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolTip>

namespace tandem::ui {

namespace {

constexpr int ringGap = 2;
constexpr int comboArrow = 26;
constexpr qreal menuRadius = 10;
constexpr int fieldPadding = 7; // the field itself adds 2

ButtonKind kindOf(const QStyleOptionButton& button)
{
    if (button.features.testFlag(QStyleOptionButton::DefaultButton))
        return ButtonKind::Primary;
    return button.features.testFlag(QStyleOptionButton::Flat) ? ButtonKind::Quiet : ButtonKind::Secondary;
}

// A menu's corners, without asking for a window manager that blends.
int roundedMask(const QStyleOption* option, QStyleHintReturn* data)
{
    auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(data);
    if (mask == nullptr || option == nullptr)
        return 0;
    QBitmap shape(option->rect.size());
    shape.clear();
    QPainter painter(&shape);
    painter.setBrush(Qt::color1);
    painter.drawRoundedRect(QRect(QPoint(0, 0), option->rect.size()).adjusted(0, 0, -1, -1), menuRadius, menuRadius);
    painter.end();
    mask->region = QRegion(shape);
    return 1;
}

bool isKeyboard(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

} // namespace

TandemStyle::TandemStyle(Theme& theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_theme(theme)
{
    connect(&m_theme, &Theme::changed, this, &TandemStyle::followTheme);
}

void TandemStyle::polish(QApplication* application)
{
    QProxyStyle::polish(application);
    application->installEventFilter(this);
    followTheme();
}

void TandemStyle::followTheme()
{
    QApplication::setPalette(standardPalette());
    QApplication::setFont(m_theme.font(TextRole::Row));
    QToolTip::setFont(m_theme.font(TextRole::Meta));
    for (QWidget* widget : QApplication::allWidgets()) {
        widget->updateGeometry();
        widget->update();
    }
}

QPalette TandemStyle::standardPalette() const
{
    const Palette& tokens = m_theme.palette();
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.window);
    palette.setColor(QPalette::Base, tokens.base);
    palette.setColor(QPalette::AlternateBase, tokens.surface);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.text3);
    palette.setColor(QPalette::Highlight, tokens.select());
    palette.setColor(QPalette::HighlightedText, tokens.text);
    palette.setColor(QPalette::Link, tokens.accentText);
    palette.setColor(QPalette::LinkVisited, tokens.accentText);
    palette.setColor(QPalette::Button, tokens.base);
    palette.setColor(QPalette::Light, tokens.base);
    palette.setColor(QPalette::Midlight, tokens.hover);
    palette.setColor(QPalette::Mid, tokens.line);
    palette.setColor(QPalette::Dark, tokens.lineStrong);
    palette.setColor(QPalette::Shadow, tokens.line);
    palette.setColor(QPalette::ToolTipBase, tokens.base);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, disabledInk(m_theme));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.sunken);
    return palette;
}

void TandemStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const Palette& palette = m_theme.palette();
    switch (element) {
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_KeyboardFocusChange))
            paintRing(*painter, m_theme, option->rect, option->state.testFlag(State_Selected));
        return;
    case PE_PanelButtonCommand: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        paintButtonPanel(*painter, m_theme, *option, button != nullptr ? kindOf(*button) : ButtonKind::Secondary);
        return;
    }
    case PE_FrameDefaultButton:
    case PE_FrameButtonBevel: return;
    case PE_PanelButtonTool: paintButtonPanel(*painter, m_theme, *option, ButtonKind::Quiet); return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: paintCheckMark(*painter, m_theme, *option); return;
    case PE_IndicatorRadioButton: paintRadioMark(*painter, m_theme, *option); return;
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame != nullptr && frame->lineWidth > 0)
            paintFieldPanel(*painter, m_theme, *option, widget);
        return;
    case PE_FrameLineEdit: return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, palette.line);
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), palette.base);
        return;
    case PE_FrameMenu: return;
    case PE_PanelMenu: paintMenuPanel(*painter, m_theme, option->rect); return;
    case PE_FrameTabBarBase: paintHairline(*painter, option->rect, Qt::BottomEdge, palette.line); return;
    case PE_PanelItemViewItem:
        if (option->state.testFlag(State_Selected))
            painter->fillRect(option->rect, palette.select());
        else if (option->state.testFlag(State_MouseOver) && option->state.testFlag(State_Enabled))
            painter->fillRect(option->rect, palette.hover);
        return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void TandemStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton inked(*button);
            inked.palette.setColor(QPalette::ButtonText, buttonInk(m_theme, *option, kindOf(*button)));
            inked.state.setFlag(State_Sunken, false);
            QProxyStyle::drawControl(element, &inked, painter, widget);
            return;
        }
        break;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
            return paintTabShape(*painter, m_theme, *tab);
        break;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
            return paintTabLabel(*painter, m_theme, *tab);
        break;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option))
            return paintMenuItem(*painter, m_theme, *item);
        break;
    case CE_MenuEmptyArea:
    case CE_MenuHMargin:
    case CE_MenuVMargin: return;
    case CE_Splitter: painter->fillRect(option->rect, m_theme.palette().line); return;
    case CE_FocusFrame: return paintBox(*painter, option->rect, 8, {}, m_theme.palette().accent, m_theme.ringWidth());
    case CE_ComboBoxLabel:
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            QStyleOptionComboBox inked(*box);
            inked.state.setFlag(State_Sunken, false);
            QProxyStyle::drawControl(element, &inked, painter, widget);
            return;
        }
        break;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void TandemStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    if (control == CC_ScrollBar) {
        const QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
        return paintScrollBar(*painter, m_theme, *option, handle);
    }
    if (control == CC_ComboBox) {
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        return paintComboBox(*painter, m_theme, *option, arrow, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect TandemStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl sub, const QWidget* widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            const bool vertical = bar->orientation == Qt::Vertical;
            const int length = vertical ? bar->rect.height() : bar->rect.width();
            const int range = bar->maximum - bar->minimum;
            int size = length;
            if (range > 0)
                size = std::clamp(static_cast<int>(static_cast<qint64>(bar->pageStep) * length / (range + bar->pageStep)),
                    std::min(24, length), length);
            const int begin
                = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - size, bar->upsideDown);
            const auto along = [&](int from, int to) {
                const QRect rect
                    = vertical ? QRect(0, from, bar->rect.width(), to - from) : QRect(from, 0, to - from, bar->rect.height());
                return visualRect(bar->direction, bar->rect, rect.translated(bar->rect.topLeft()));
            };
            switch (sub) {
            case SC_ScrollBarSlider: return along(begin, begin + size);
            case SC_ScrollBarGroove: return bar->rect;
            case SC_ScrollBarSubPage: return along(0, begin);
            case SC_ScrollBarAddPage: return along(begin + size, length);
            default: return {};
            }
        }
    }
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(fieldPadding, 1, -comboArrow, -1));
    if (control == CC_ComboBox && sub == SC_ComboBoxArrow)
        return visualRect(option->direction, option->rect,
            QRect(option->rect.right() - comboArrow + 1, option->rect.top(), comboArrow, option->rect.height()));
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QRect TandemStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element == SE_LineEditContents) {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        return frame != nullptr && frame->lineWidth > 0 ? option->rect.adjusted(fieldPadding, 1, -fieldPadding, -1)
                                                        : option->rect;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize TandemStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int control = m_theme.lineHeight(TextRole::Row) + 10;
    switch (type) {
    case CT_PushButton: result = QSize(std::max(size.width() + 22, control), control); break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox: result.setHeight(control); break;
    case CT_TabBarTab: result = QSize(size.width() + 4, std::max(control + 6, size.height())); break;
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            const bool separator = item->menuItemType == QStyleOptionMenuItem::Separator;
            result = QSize(result.width() + 24, separator ? 9 : control);
        }
        break;
    default: break;
    }
    return result;
}

int TandemStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 10;
    case PM_ScrollBarSliderMin: return 24;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return std::max(16, m_theme.scaled(16));
    case PM_DefaultFrameWidth:
    case PM_SplitterWidth: return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
    case PM_MenuBarPanelWidth: return 0;
    case PM_ButtonMargin: return 10;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 8;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin: return 4;
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_TabBarTabHSpace: return 16;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap: return 0;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin: return ringGap + m_theme.ringWidth();
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int TandemStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_UnderlineShortcut:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animation_Duration:
    case SH_ItemView_ShowDecorationSelected:
    case SH_ComboBox_Popup: return 0;
    case SH_Menu_Scrollable: return 1;
    case SH_ToolTip_WakeUpDelay: return 500;
    case SH_FocusFrame_AboveWidget: return 1;
    case SH_Menu_Mask: return roundedMask(option, data);
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void TandemStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
}

// The ring of a button lies outside it, where the button itself cannot paint, and shows only when the keyboard brought the focus.
bool TandemStyle::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        auto* button = qobject_cast<QAbstractButton*>(watched);
        showRing(button != nullptr && isKeyboard(static_cast<QFocusEvent*>(event)->reason()) ? button : nullptr);
    } else if (event->type() == QEvent::FocusOut && m_ring != nullptr && m_ring->widget() == watched) {
        showRing(nullptr);
    }
    return QProxyStyle::eventFilter(watched, event);
}

void TandemStyle::showRing(QWidget* widget)
{
    if (widget == nullptr) {
        if (m_ring != nullptr)
            m_ring->setWidget(nullptr);
        return;
    }
    // The frame is a child of its button's parent and goes with it.
    if (m_ring == nullptr)
        m_ring = new QFocusFrame(widget->window());
    m_ring->setWidget(widget);
}

} // namespace tandem::ui
