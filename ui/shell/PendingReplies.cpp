#include "ui/shell/PendingReplies.h"

#include "base/Json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <optional>

namespace tandem::ui {

namespace {

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
    if (!ticket || !text || !key || !then || !draft || !note)
        return std::nullopt;
    const auto status = ticketStatusFrom(*then);
    if (!status || key->empty())
        return std::nullopt;
    PendingReplies::Item item;
    item.ticket = TicketId(*ticket);
    item.note = note->value_or(false);
    item.reply = {*text, *key, *status, DraftId(*draft)};
    return item;
}

} // namespace

PendingReplies::PendingReplies(QString file)
    : m_file(std::move(file))
{
    load();
}

void PendingReplies::load()
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return; // nothing was left
    const QByteArray bytes = file.readAll();
    const auto json
        = parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, {static_cast<std::size_t>(bytes.size()) + 1, 8});
    m_damaged = !json || !json->is_array();
    if (!m_damaged) {
        for (const Json& entry : *json) {
            if (auto item = itemFrom(entry))
                m_items.push_back(std::move(*item));
            else
                m_damaged = true;
        }
    }
    if (m_damaged)
        QFile::copy(m_file, m_file + QStringLiteral(".damaged"));
}

bool PendingReplies::add(Item item)
{
    std::erase_if(m_items, [&](const Item& other) { return other.reply.idempotencyKey == item.reply.idempotencyKey; });
    m_items.push_back(std::move(item));
    return save();
}

void PendingReplies::remove(const std::string& idempotencyKey)
{
    std::erase_if(m_items, [&](const Item& item) { return item.reply.idempotencyKey == idempotencyKey; });
    save();
}

bool PendingReplies::save() const
{
    if (m_items.empty())
        return !QFile::exists(m_file) || QFile::remove(m_file);
    Json list = Json::array();
    for (const Item& item : m_items) {
        list.push_back({{"ticket", item.ticket.value()}, {"note", item.note}, {"text", item.reply.text},
            {"key", item.reply.idempotencyKey}, {"then", name(item.reply.then)}, {"draft", item.reply.draft.value()}});
    }
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QByteArray::fromStdString(toText(list)));
    return file.commit();
}

} // namespace tandem::ui
