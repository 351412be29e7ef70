#include "ui/shell/PendingReplies.h"

#include "base/Json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int mostConsoles = 9; // on one desk by one user
constexpr int mostDamaged = 99; // files kept beside

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
    const auto refusal = optionalString(json, "refusal");
    if (!ticket || !text || !key || !then || !draft || !note || !author || !number || !refusal)
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
    item.refusal = refusal->value_or("");
    return item;
}

Json jsonOf(const PendingReplies::Item& item)
{
    Json json{{"ticket", item.ticket.value()}, {"note", item.note}, {"text", item.reply.text}, {"key", item.reply.idempotencyKey},
        {"then", name(item.reply.then)}, {"draft", item.reply.draft.value()}, {"author", item.author.value()},
        {"number", item.number}}; // not the subject: it is a customer's words, and the number is enough
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

bool keepBeside(const QString& file)
{
    for (int i = 1; i <= mostDamaged; ++i) {
        const QString damaged = file + QStringLiteral(".damaged") + (i == 1 ? QString() : QString::number(i));
        if (!QFile::exists(damaged))
            return QFile::copy(file, damaged) || QFile::rename(file, damaged);
    }
    return false;
}

} // namespace

PendingReplies::PendingReplies(const QString& file)
{
    QDir().mkpath(QFileInfo(file).absolutePath());
    open(file);
}

void PendingReplies::open(const QString& file)
{
    QString own;
    for (int console = 1; console <= mostConsoles; ++console) {
        const QString name = fileOf(file, console);
        if (m_lock && !QFile::exists(name))
            continue;
        auto lock = lockOf(name);
        if (!lock)
            continue; // another console has it
        const Damage damage = load(name);
        m_damage = std::max(m_damage, damage);
        if (!m_lock) {
            m_lock = std::move(lock);
            own = name;
            if (damage == Damage::KeptBeside)
                FileWriter::writeNow(own, content()); // or it would be kept once more at the next start
        } else if (FileWriter::writeNow(own, content()) && damage != Damage::NotKept) {
            QFile::remove(name);
        }
    }
    if (own.isEmpty()) { // the folder cannot be written, so nothing is lost by sharing the name
        own = file;
        m_damage = load(file);
    }
    m_writer.emplace(own, [this](std::uint64_t version, bool good) {
        QMetaObject::invokeMethod(this, [this, version, good] { heard(version, good); }, Qt::QueuedConnection);
    });
}

PendingReplies::Damage PendingReplies::load(const QString& file)
{
    QFile source(file);
    if (!source.exists())
        return Damage::None; // nothing was left
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
    source.close();
    return !damaged ? Damage::None : keepBeside(file) ? Damage::KeptBeside : Damage::NotKept;
}

const PendingReplies::Item* PendingReplies::find(const std::string& idempotencyKey) const
{
    const auto found
        = std::ranges::find_if(m_items, [&](const Item& item) { return item.reply.idempotencyKey == idempotencyKey; });
    return found == m_items.end() ? nullptr : &*found;
}

// Changes it, if it is still there.
template <typename Edit>
void PendingReplies::change(const std::string& idempotencyKey, Edit edit)
{
    for (Item& item : m_items) {
        if (item.reply.idempotencyKey == idempotencyKey) {
            edit(item);
            save();
            return;
        }
    }
}

void PendingReplies::add(Item item)
{
    const std::string key = item.reply.idempotencyKey;
    std::erase_if(m_items, [&](const Item& other) { return other.reply.idempotencyKey == key; });
    m_items.push_back(std::move(item));
    m_unsettled[key] = save();
}

void PendingReplies::refuse(const std::string& idempotencyKey, const std::string& why)
{
    change(idempotencyKey, [&](Item& item) { item.refusal = why; });
}

void PendingReplies::adopt(const std::string& idempotencyKey, const ActorId& author)
{
    change(idempotencyKey, [&](Item& item) { item.author = author; });
}

void PendingReplies::claim(const ActorId& author)
{
    bool claimed = false;
    for (Item& item : m_items) {
        if (!item.author.empty())
            continue;
        item.author = author;
        claimed = true;
    }
    if (claimed)
        save();
}

void PendingReplies::remove(const std::string& idempotencyKey)
{
    m_unsettled.erase(idempotencyKey);
    if (std::erase_if(m_items, [&](const Item& item) { return item.reply.idempotencyKey == idempotencyKey; }) > 0)
        save();
}

QByteArray PendingReplies::content() const
{
    if (m_items.empty())
        return {};
    Json list = Json::array();
    for (const Item& item : m_items)
        list.push_back(jsonOf(item));
    return QByteArray::fromStdString(toText(list));
}

std::uint64_t PendingReplies::save()
{
    return m_writer->write(content());
}

bool PendingReplies::flush()
{
    return m_writer->wait();
}

void PendingReplies::heard(std::uint64_t version, bool good)
{
    const auto settledNow = std::erase_if(m_unsettled, [version](const auto& entry) { return entry.second <= version; });
    if (!good && !m_items.empty())
        Q_EMIT notWritten();
    if (settledNow > 0)
        Q_EMIT settled();
}

} // namespace tandem::ui
