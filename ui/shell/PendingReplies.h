#pragma once

#include "desk/Conversations.h"
#include "model/Ids.h"

#include <QString>

#include <vector>

namespace tandem::ui {

// Replies and notes that could not be sent yet because the way to the desk is cut. Kept in a file (0600) so that closing the
// console loses nothing; each carries its idempotency key, so sending it again is safe. UI thread.
class PendingReplies {
public:
    struct Item {
        TicketId ticket;
        bool note = false; // else a reply; `reply.then` and `draft` do not count for notes
        Reply reply;
    };

    // Reads what an earlier run left. A damaged file is kept beside as "<file>.damaged" and damaged() says so.
    explicit PendingReplies(QString file);

    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    [[nodiscard]] bool damaged() const { return m_damaged; }
    // False when it could not be written to disk; it is kept in memory all the same.
    bool add(Item item);
    // The item with this key is sent, or will never be taken.
    void remove(const std::string& idempotencyKey);

private:
    void load();
    bool save() const;

    QString m_file;
    std::vector<Item> m_items;
    bool m_damaged = false;
};

} // namespace tandem::ui
