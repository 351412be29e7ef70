#pragma once

#include <QWidget>

#include <array>

class QSplitter;

namespace tandem::ui {

class SideSheet;

// Arranges the inbox's four columns by the room there is. Where there is too little, the side panel lies over the conversation
// until it is dismissed, then the views go (viewsShown tells), then list and conversation take turns. Owns the columns. UI
// thread.
class InboxColumns : public QWidget {
    Q_OBJECT

public:
    enum class Column : std::uint8_t { Views, List, Conversation, Side };

    // In the order of Column.
    explicit InboxColumns(const std::array<QWidget*, 4>& columns, QWidget* parent = nullptr);

    // Brings a column forward where it is hidden: Side as a column or over the conversation, List or Conversation in its turn.
    void bring(Column column);
    void toggleSide();
    // Where list and conversation take turns and the conversation is shown.
    [[nodiscard]] bool hidesList() const;
    [[nodiscard]] bool hasViews() const;
    [[nodiscard]] bool sideLiesOver() const { return m_sheetOpen; }
    // The first widget in a column that the keyboard can stop at; nullptr = none.
    [[nodiscard]] static QWidget* firstStop(const QWidget& column);

    // Of the narrowest arrangement, whatever is shown now.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    // Columns came or went.
    void arranged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; // Esc closes what lies over, then goes back to the list

private:
    void arrange();
    void takeSide(bool intoSheet);
    void keepFocus(QWidget* held, const std::array<bool, 4>& shown);
    void placeSheet();
    [[nodiscard]] QWidget* at(Column column) const { return m_widgets[static_cast<std::size_t>(column)]; }

    std::array<QWidget*, 4> m_widgets;
    QSplitter* m_splitter = nullptr;
    SideSheet* m_sheet = nullptr;
    bool m_sidePinned = true; // the person wants the side panel where there is room for it
    bool m_sheetOpen = false; // and over the conversation where there is none; never where there is
    bool m_conversationFirst = false; // its turn, where only one of list and conversation fits
};

} // namespace tandem::ui
