#pragma once

#include "desk/Conversations.h"
#include "model/Ids.h"

#include <QLockFile>
#include <QString>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tandem::ui {

// Replies and notes that have not arrived at the desk yet. Kept in a file (0600) until they have or the person discards them, so
// that neither a cut, a refusal nor closing the console loses one; each carries its idempotency key, so sending it again is
// safe. A second console on the same desk keeps a file of its own beside, and takes over what a console left that is gone.
// UI thread.
class PendingReplies {
public:
    struct Item {
        TicketId ticket;
        bool note = false; // else a reply; `reply.then` and `draft` do not count for notes
        Reply reply;
        ActorId author{}; // who wrote it, "" = not known; it never goes out in another's name
        std::int64_t number = 0; // the ticket's, 0 = not known
        std::string subject{}; // the ticket's, "" = not known
        std::string refusal{}; // why the desk does not take it; "" = it waits for the desk
    };

    // Reads what an earlier run left. A damaged file is kept beside as "<file>.damaged" and damaged() says so.
    explicit PendingReplies(const QString& file);

    // In the order in which they were written.
    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    [[nodiscard]] const Item* find(const std::string& idempotencyKey) const;
    [[nodiscard]] bool damaged() const { return m_damaged; }
    // These return false when the file could not be written; what they do counts in memory all the same.
    bool add(Item item);
    bool refuse(const std::string& idempotencyKey, const std::string& why); // "" = it waits again
    bool remove(const std::string& idempotencyKey);

private:
    void open(const QString& file);
    void load(const QString& file);
    [[nodiscard]] bool save() const;

    QString m_file;
    std::unique_ptr<QLockFile> m_lock; // on m_file, against a second console
    std::vector<Item> m_items;
    bool m_damaged = false;
};

} // namespace tandem::ui
