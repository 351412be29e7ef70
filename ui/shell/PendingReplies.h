#pragma once

#include "desk/Conversations.h"
#include "ui/shell/FileWriter.h"

#include <QLockFile>
#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::ui {

// Replies and notes that have not arrived at the desk yet. Kept in a file (0600) until they have or the person discards them, so
// that neither a cut, a refusal nor closing the console loses one; each carries its idempotency key, so sending it again is
// safe. A second console on the same desk keeps a file of its own beside, and takes over what a console left that is gone.
// UI thread; the file is written on another one, and the destructor waits for it.
class PendingReplies : public QObject {
    Q_OBJECT

public:
    struct Item {
        TicketId ticket;
        bool note = false; // else a reply; `reply.then` and `draft` do not count for notes
        Reply reply;
        ActorId author{}; // who wrote it, "" = not known yet; it never goes out in another's name
        std::int64_t number = 0; // the ticket's, 0 = not known
        std::string subject{}; // the ticket's, "" = not known; in memory alone
        std::string refusal{}; // why the desk does not take it; "" = it waits for the desk
    };
    // What an earlier run left could be read, or not all of it; then a copy lies beside as "<file>.damaged", or could not be
    // made.
    enum class Damage : std::uint8_t { None, KeptBeside, NotKept };

    // Reads what an earlier run left.
    explicit PendingReplies(const QString& file);

    // In the order in which they were written.
    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    [[nodiscard]] const Item* find(const std::string& idempotencyKey) const;
    [[nodiscard]] Damage damage() const { return m_damage; }
    // Whether the file has it, or could not be written; until then it must not be sent.
    [[nodiscard]] bool isSettled(const std::string& idempotencyKey) const { return !m_unsettled.contains(idempotencyKey); }
    void add(Item item);
    void refuse(const std::string& idempotencyKey, const std::string& why); // "" = it waits again
    void adopt(const std::string& idempotencyKey, const ActorId& author); // it is theirs from now on
    // Those whose author is not known are this person's.
    void claim(const ActorId& author);
    void remove(const std::string& idempotencyKey);
    // Blocks until the file says the same; false: it could not be written.
    bool flush();

Q_SIGNALS:
    void settled(); // something that was added
    void notWritten(); // what there is counts in memory alone

private:
    void open(const QString& file);
    Damage load(const QString& file);
    template <typename Edit>
    void change(const std::string& idempotencyKey, Edit edit);
    [[nodiscard]] QByteArray content() const;
    std::uint64_t save();
    void heard(std::uint64_t version, bool good);

    std::unique_ptr<QLockFile> m_lock; // on the file, against a second console
    std::vector<Item> m_items;
    std::map<std::string, std::uint64_t> m_unsettled; // key → the version of the file that holds it
    Damage m_damage = Damage::None;
    std::optional<FileWriter> m_writer; // the last member: it speaks to the others until it is gone
};

} // namespace tandem::ui
