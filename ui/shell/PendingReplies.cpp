#include "ui/shell/PendingReplies.h"

#include "base/Json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <cmath>
#include <optional>

namespace tandem::ui {

namespace {

constexpr int mostConsoles = 9; // on one desk by one user

std::optional<PendingReplies::Item> itemFrom(const Json& json)
{
    if (!json.is_object())
        return std::nullopt;
    const auto ticket = requiredString(json, "ticket");
    const auto text = requiredString(json, "text");
    const auto key = requiredString(json, "key");
    const auto then = requiredString(json, "then");
    const auto draft = requiredString(json, "draft");
    const auto note = optionalBool(json, "note");
    const auto author = optionalString(json, "author");
    const auto number = optionalNumber(json, "number");
    const auto subject = optionalString(json, "subject");
    const auto refusal = optionalString(json, "refusal");
    if (!ticket || !text || !key || !then || !draft || !note || !author || !number || !subject || !refusal)
        return std::nullopt;
    const auto status = ticketStatusFrom(*then);
    if (!status || key->empty())
        return std::nullopt;
    PendingReplies::Item item;
    item.ticket = TicketId(*ticket);
    item.note = note->value_or(false);
    item.reply = {*text, *key, *status, DraftId(*draft)};
    item.author = ActorId(author->value_or(""));
    item.number = std::llround(std::clamp(number->value_or(0), 0.0, 1e15));
    item.subject = subject->value_or("");
    item.refusal = refusal->value_or("");
    return item;
}

Json jsonOf(const PendingReplies::Item& item)
{
    Json json{{"ticket", item.ticket.value()}, {"note", item.note}, {"text", item.reply.text}, {"key", item.reply.idempotencyKey},
        {"then", name(item.reply.then)}, {"draft", item.reply.draft.value()}, {"author", item.author.value()},
        {"number", item.number}, {"subject", item.subject}};
    if (!item.refusal.empty())
        json["refusal"] = item.refusal;
    return json;
}

// "waiting.json" → "waiting-2.json"
QString fileOf(const QString& file, int console)
{
    if (console == 1)
        return file;
    const QFileInfo info(file);
    return info.dir().filePath(QStringLiteral("%1-%2.%3").arg(info.completeBaseName()).arg(console).arg(info.suffix()));
}

std::unique_ptr<QLockFile> lockOf(const QString& file)
{
    auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // stale when its process is gone, not when it is old
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

void keepBeside(const QString& file)
{
    for (int i = 1; i <= mostConsoles; ++i) {
        const QString damaged = file + QStringLiteral(".damaged") + (i == 1 ? QString() : QString::number(i));
        if (!QFile::exists(damaged) && (QFile::copy(file, damaged) || QFile::rename(file, damaged)))
            return;
    }
}

} // namespace

PendingReplies::PendingReplies(const QString& file)
{
    QDir().mkpath(QFileInfo(file).absolutePath());
    open(file);
}

void PendingReplies::open(const QString& file)
{
    for (int console = 1; console <= mostConsoles; ++console) {
        const QString name = fileOf(file, console);
        if (m_lock && !QFile::exists(name))
            continue;
        auto lock = lockOf(name);
        if (!lock)
            continue; // another console has it
        load(name);
        if (!m_lock) {
            m_lock = std::move(lock);
            m_file = name;
        } else if (save()) {
            QFile::remove(name);
        }
    }
    if (m_file.isEmpty()) { // the folder cannot be written, so nothing is lost by sharing the name
        m_file = file;
        load(file);
    }
}

void PendingReplies::load(const QString& file)
{
    QFile source(file);
    if (!source.exists())
        return; // nothing was left
    bool damaged = !source.open(QIODevice::ReadOnly);
    const QByteArray bytes = damaged ? QByteArray() : source.readAll();
    const auto json
        = parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, {static_cast<std::size_t>(bytes.size()) + 1, 8});
    damaged = damaged || !json || !json->is_array();
    if (!damaged) {
        for (const Json& entry : *json) {
            auto item = itemFrom(entry);
            if (item && find(item->reply.idempotencyKey) == nullptr)
                m_items.push_back(std::move(*item));
            damaged = damaged || !item;
        }
    }
    if (damaged)
        keepBeside(file);
    m_damaged = m_damaged || damaged;
}

const PendingReplies::Item* PendingReplies::find(const std::string& idempotencyKey) const
{
    const auto found
        = std::ranges::find_if(m_items, [&](const Item& item) { return item.reply.idempotencyKey == idempotencyKey; });
    return found == m_items.end() ? nullptr : &*found;
}

bool PendingReplies::add(Item item)
{
    std::erase_if(m_items, [&](const Item& other) { return other.reply.idempotencyKey == item.reply.idempotencyKey; });
    m_items.push_back(std::move(item));
    return save();
}

bool PendingReplies::refuse(const std::string& idempotencyKey, const std::string& why)
{
    for (Item& item : m_items) {
        if (item.reply.idempotencyKey == idempotencyKey)
            item.refusal = why;
    }
    return save();
}

bool PendingReplies::remove(const std::string& idempotencyKey)
{
    std::erase_if(m_items, [&](const Item& item) { return item.reply.idempotencyKey == idempotencyKey; });
    return save();
}

bool PendingReplies::save() const
{
    if (m_items.empty())
        return !QFile::exists(m_file) || QFile::remove(m_file);
    Json list = Json::array();
    for (const Item& item : m_items)
        list.push_back(jsonOf(item));
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QByteArray::fromStdString(toText(list)));
    return file.commit();
}

} // namespace tandem::ui
