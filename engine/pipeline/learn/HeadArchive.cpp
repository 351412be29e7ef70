#include "pipeline/learn/HeadArchive.h"

#include "base/Json.h"
#include "pipeline/learn/ModelFile.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <system_error>

namespace tandem {

namespace {

constexpr int mostKept = 3; // the one in use and those before it

Result<Json> readJson(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failure(ErrorCode::NotFound, "The file " + file.string() + " cannot be read.");
    std::string content(1U << 16U, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    auto json = parseJson(content);
    if (!json || !json->is_object())
        return failure(ErrorCode::Corrupt, "The file " + file.string() + " is damaged; delete it to use the shipped model.");
    return std::move(*json);
}

Json figuresJson(const HeadFigures& figures)
{
    return {{"macro_f1", figures.macroF1}, {"accuracy", figures.accuracy}, {"log_loss", figures.logLoss}};
}

// Hashes are told as text: a JSON number may lose their last digits.
Json recordJson(const HeadRecord& record)
{
    return {{"number", record.number}, {"before", record.before}, {"base", std::to_string(record.base)},
        {"data", std::to_string(record.data)}, {"at", record.at.time_since_epoch().count()}, {"examples", record.examples},
        {"shipped", figuresJson(record.shipped)}, {"learned", figuresJson(record.learned)}, {"gain_low", record.gainLow}};
}

Result<double> number(const Json& json, std::string_view key)
{
    const auto value = TRY(optionalNumber(json, key));
    if (!value)
        return failure(ErrorCode::Corrupt, "'" + std::string(key) + "' is missing");
    return *value;
}

// Of a head; 0 = the shipped one.
Result<int> ordinal(const Json& json, std::string_view key)
{
    const double value = TRY(number(json, key));
    if (!(value >= 0 && value < 1e9))
        return failure(ErrorCode::Corrupt, "'" + std::string(key) + "' is no number of a model");
    return static_cast<int>(value);
}

Result<std::uint64_t> hash(const Json& json, std::string_view key)
{
    const std::string text = TRY(requiredString(json, key));
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return failure(ErrorCode::Corrupt, "'" + std::string(key) + "' is not a number");
    return value;
}

Result<HeadFigures> figuresFrom(const Json& json, const char* key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_object())
        return failure(ErrorCode::Corrupt, "'" + std::string(key) + "' is missing");
    HeadFigures figures;
    figures.macroF1 = TRY(number(*found, "macro_f1"));
    figures.accuracy = TRY(number(*found, "accuracy"));
    figures.logLoss = TRY(number(*found, "log_loss"));
    return figures;
}

Result<HeadRecord> recordFrom(const Json& json)
{
    HeadRecord record;
    record.number = TRY(ordinal(json, "number"));
    record.before = TRY(ordinal(json, "before"));
    record.base = TRY(hash(json, "base"));
    record.data = TRY(hash(json, "data"));
    record.at = TimePoint(Milliseconds(static_cast<std::int64_t>(TRY(number(json, "at")))));
    record.examples = static_cast<std::int64_t>(TRY(number(json, "examples")));
    record.shipped = TRY(figuresFrom(json, "shipped"));
    record.learned = TRY(figuresFrom(json, "learned"));
    record.gainLow = TRY(number(json, "gain_low"));
    return record;
}

} // namespace

HeadArchive::HeadArchive(std::filesystem::path folder, std::string kind)
    : m_folder(std::move(folder))
    , m_kind(std::move(kind))
{
}

std::filesystem::path HeadArchive::headFile(int number) const
{
    return m_folder / (m_kind + "-" + std::to_string(number) + ".head");
}

std::filesystem::path HeadArchive::recordFile(int number) const
{
    return m_folder / (m_kind + "-" + std::to_string(number) + ".json");
}

Result<HeadRecord> HeadArchive::record(int number) const
{
    const Json json = TRY(readJson(recordFile(number)));
    auto found = recordFrom(json);
    if (!found || found->number != number || found->before >= number)
        return failure(ErrorCode::Corrupt,
            "The file " + recordFile(number).string() + " is damaged; go back to an earlier model with 'tandemctl learn back'.");
    return found;
}

Result<std::optional<HeadRecord>> HeadArchive::used() const
{
    const int number = TRY(usedNumber());
    if (number == 0)
        return std::optional<HeadRecord>();
    return std::optional(TRY(record(number)));
}

Result<int> HeadArchive::usedNumber() const
{
    const std::filesystem::path file = m_folder / (m_kind + ".json");
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error)
        return 0;
    const Json json = TRY(readJson(file));
    auto used = ordinal(json, "used");
    if (!used)
        return failure(ErrorCode::Corrupt, "The file " + file.string() + " is damaged; delete it to use the shipped model.");
    return used;
}

Result<HeadFile> HeadArchive::load(const HeadRecord& record) const
{
    HeadFile head = TRY(HeadFile::load(headFile(record.number), m_kind));
    if (head.dataHash != record.data)
        return failure(ErrorCode::Corrupt,
            "The model file " + headFile(record.number).string() + " is not the one that its record tells of; learn again.");
    return head;
}

int HeadArchive::highestNumber() const
{
    int highest = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error)) {
        const std::string stem = entry.path().stem().string();
        if (!stem.starts_with(m_kind + "-"))
            continue;
        int value = 0;
        const char* begin = stem.data() + m_kind.size() + 1;
        if (std::from_chars(begin, stem.data() + stem.size(), value).ec == std::errc())
            highest = std::max(highest, value);
    }
    return highest;
}

// One whose record cannot be read was made after the one with the next lower number, as far as anybody can tell.
int HeadArchive::before(int number) const
{
    const auto known = record(number);
    return known ? known->before : number - 1;
}

Status HeadArchive::use(const std::optional<HeadRecord>& record)
{
    TRY(replaceModelFile(m_folder / (m_kind + ".json"), toText({{"used", record ? record->number : 0}}) + "\n"));
    if (record)
        removeOthers(*record);
    return {};
}

Result<HeadRecord> HeadArchive::add(const HeadFile& head, HeadRecord record)
{
    std::error_code error;
    const bool isNew = std::filesystem::create_directories(m_folder, error);
    if (!error && isNew)
        std::filesystem::permissions(m_folder, std::filesystem::perms::owner_all, error);
    if (error)
        return failure(ErrorCode::Io, "The folder " + m_folder.string() + " cannot be made: " + error.message() + ".");
    const auto inUse = used(); // one that is damaged is replaced, and passed over when going back
    record.before = inUse ? (*inUse ? (*inUse)->number : 0) : highestNumber();
    record.number = highestNumber() + 1;
    record.data = head.dataHash;
    TRY(head.save(headFile(record.number)));
    TRY(replaceModelFile(recordFile(record.number), toText(recordJson(record)) + "\n"));
    return record;
}

Result<std::optional<HeadRecord>> HeadArchive::earlier(std::uint64_t base) const
{
    const auto inUse = usedNumber();
    if (inUse && *inUse == 0)
        return failure(ErrorCode::Conflict, "The shipped category model is in use; there is nothing to go back to");
    for (int number = inUse ? before(*inUse) : highestNumber(); number > 0; number = before(number)) {
        const auto known = record(number);
        if (known && known->base == base && load(*known))
            return std::optional(*known);
    }
    return std::optional<HeadRecord>();
}

// What cannot be removed does no harm.
void HeadArchive::removeOthers(const HeadRecord& used) const
{
    std::set<int> kept{used.number};
    for (int number = used.before; number > 0 && kept.size() < mostKept;) {
        kept.insert(number);
        number = before(number);
    }
    std::error_code error;
    for (int number = 1; number < used.number; ++number) {
        if (kept.contains(number))
            continue;
        std::filesystem::remove(headFile(number), error);
        std::filesystem::remove(recordFile(number), error);
    }
}

} // namespace tandem
