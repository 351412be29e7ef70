#include "knowledge/import/ArticleReader.h"

#include "base/Text.h"
#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/TextEncoding.h"
#include "knowledge/import/ZipArchive.h"

#include <utility>

namespace tandem {
namespace {

using formats::Fields;
using formats::Row;
using formats::Rows;

Rows single(Result<Fields> fields)
{
    Rows rows;
    rows.rows.push_back({"", std::move(fields)});
    return rows;
}

Result<std::string> textOf(FileKind kind, std::string bytes)
{
    if (const auto binary = binaryKind(bytes))
        return failure(ErrorCode::InvalidArgument, "it is " + std::string(*binary) + " and not the text that its name promises");
    const std::string declared = kind == FileKind::Html ? declaredCharset(bytes) : std::string();
    return utf8Of(std::move(bytes), declared);
}

Result<Rows> articleRows(FileKind kind, std::string bytes, const std::stop_token& stop)
{
    if (kind == FileKind::Pdf)
        return single(formats::pdf(bytes, stop));
    if (kind == FileKind::Docx)
        return single(formats::docx(bytes));
    const std::string text = TRY(textOf(kind, std::move(bytes)));
    switch (kind) {
    case FileKind::Csv: return formats::csvArticles(text);
    case FileKind::Json: return formats::jsonArticles(text);
    case FileKind::JsonLines: return formats::jsonLineArticles(text);
    case FileKind::Html: return single(formats::html(text));
    case FileKind::Text: return single(Fields{{"body", text}});
    default: return single(formats::markdown(text));
    }
}

Result<Rows> ticketRows(FileKind kind, std::string bytes)
{
    if (kind != FileKind::Csv && kind != FileKind::Json && kind != FileKind::JsonLines)
        return failure(ErrorCode::InvalidArgument, "past tickets are read from JSONL, JSON, CSV, or a zip of these");
    const std::string text = TRY(textOf(kind, std::move(bytes)));
    if (kind == FileKind::Csv)
        return formats::csvTickets(text);
    if (kind == FileKind::Json)
        return formats::jsonTickets(text);
    return formats::jsonLineTickets(text);
}

void sayLeftOut(const std::filesystem::path& file, const Rows& rows, ReadResult& result)
{
    if (rows.rows.empty() && rows.leftOut.empty())
        result.refused.push_back({file.string(), "it holds nothing to import"});
    for (const auto& [reason, count] : rows.leftOut)
        result.refused.push_back({file.string(), std::to_string(count) + " left out: " + reason});
}

bool says(const Fields& fields, std::string_view key)
{
    const auto found = fields.find(key);
    return found != fields.end() && !text::trim(found->second).empty();
}

// Calls take(kind, name, bytes) for the files in the zip, in their order; what is no such file is refused.
Status eachInZip(const std::filesystem::path& file, const std::stop_token& stop, std::vector<ImportReport::Refused>& refused,
    const std::function<Status(FileKind, const std::filesystem::path&, Result<std::string>)>& take)
{
    const std::string bytes = TRY(bytesOf(file, mostBytes(FileKind::Zip)));
    ZipArchive archive = TRY(ZipArchive::open(bytes));
    for (const ZipArchive::Entry& entry : archive.entries()) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "it was stopped");
        const std::filesystem::path name = file / std::filesystem::path(entry.name).relative_path();
        const auto kind = fileKindOf(name);
        if (entry.isFolder || isHidden(entry.name))
            continue;
        if (!entry.fault.empty())
            refused.push_back({name.string(), entry.fault});
        else if (kind == FileKind::Zip)
            refused.push_back({name.string(), "a zip inside a zip is not opened; import it by itself"});
        else if (!kind)
            refused.push_back({name.string(), notAKind(name)});
        else
            TRY(take(*kind, name, archive.read(entry, mostBytes(*kind))));
    }
    return {};
}

// Script alone: kana is Japanese, Han without kana Chinese, Arabic letters Arabic.
Language languageOfScript(std::string_view text)
{
    std::size_t kana = 0;
    std::size_t han = 0;
    std::size_t arabic = 0;
    std::size_t letters = 0;
    for (const char32_t point : text::codePoints(text::truncate(text, 4000))) {
        kana += point >= 0x3041 && point <= 0x30FF ? 1 : 0;
        han += point >= 0x4E00 && point <= 0x9FFF ? 1 : 0;
        arabic += point >= 0x0620 && point <= 0x06FF ? 1 : 0;
        letters += (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') || point >= 0xC0 ? 1 : 0;
    }
    if ((kana + han) * 3 > letters)
        return kana * 10 > kana + han ? Language::Ja : Language::Zh;
    return arabic * 3 > letters ? Language::Ar : Language::En;
}

} // namespace

ArticleReader::ArticleReader(LanguageOfText languageOf, std::stop_token stop)
    : m_languageOf(std::move(languageOf))
    , m_stop(std::move(stop))
{
}

Language ArticleReader::languageOr(std::string_view text) const
{
    const Language byScript = languageOfScript(text);
    if (byScript != Language::En || !m_languageOf)
        return byScript;
    return m_languageOf(text).value_or(byScript);
}

ReadResult ArticleReader::readOne(FileKind kind, const std::filesystem::path& name, Result<std::string> bytes) const
{
    ReadResult result;
    auto rows = bytes ? articleRows(kind, std::move(*bytes), m_stop) : std::unexpected(bytes.error());
    if (!rows) {
        result.refused.push_back({name.string(), rows.error().message});
        return result;
    }
    for (Row& row : rows->rows) {
        const std::string place = name.string() + row.place;
        if (!row.fields) {
            result.refused.push_back({place, row.fields.error().message});
            continue;
        }
        // A file that holds one article may leave its id and title to the file's name.
        const std::string stem = name.stem().string();
        if (row.place.empty() && text::isValidUtf8(stem)) {
            row.fields->try_emplace("id", stem);
            row.fields->try_emplace("title", stem);
        }
        auto document = formats::documentOf(*row.fields);
        if (document && !says(*row.fields, "lang"))
            document->language = languageOr(document->title + "\n" + document->body);
        if (document)
            result.documents.push_back({std::move(*document), place});
        else
            result.refused.push_back({place, document.error().message});
    }
    sayLeftOut(name, *rows, result);
    return result;
}

Status ArticleReader::eachArticleFile(const std::filesystem::path& file, const Take& take) const
{
    const auto kind = fileKindOf(file);
    if (kind != FileKind::Zip)
        return take(
            kind ? readOne(*kind, file, bytesOf(file, mostBytes(*kind))) : ReadResult{{}, {{file.string(), notAKind(file)}}});
    ReadResult rest;
    Status taken;
    const Status walked = eachInZip(
        file, m_stop, rest.refused, [&](FileKind inside, const std::filesystem::path& name, Result<std::string> bytes) {
            return taken = take(readOne(inside, name, std::move(bytes)));
        });
    if (!taken)
        return taken;
    if (!walked && walked.error().code == ErrorCode::Cancelled)
        return walked;
    if (!walked)
        rest.refused.push_back({file.string(), walked.error().message});
    return take(std::move(rest));
}

ReadResult ArticleReader::readArticles(const std::filesystem::path& file) const
{
    ReadResult all;
    const Status status = eachArticleFile(file, [&](ReadResult one) -> Status {
        std::ranges::move(one.documents, std::back_inserter(all.documents));
        std::ranges::move(one.refused, std::back_inserter(all.refused));
        return {};
    });
    if (!status)
        all.refused.push_back({file.string(), status.error().message});
    return all;
}

ReadResult ArticleReader::readResolutions(const std::filesystem::path& file) const
{
    ReadResult result;
    std::vector<std::pair<std::string, Fields>> tickets; // place, fields
    const auto take = [&](FileKind kind, const std::filesystem::path& name, Result<std::string> bytes) -> Status {
        auto rows = bytes ? ticketRows(kind, std::move(*bytes)) : std::unexpected(bytes.error());
        if (!rows) {
            result.refused.push_back({name.string(), rows.error().message});
            return {};
        }
        for (Row& row : rows->rows) {
            const std::string place = name.string() + row.place;
            if (row.fields)
                tickets.emplace_back(place, std::move(*row.fields));
            else
                result.refused.push_back({place, row.fields.error().message});
        }
        sayLeftOut(name, *rows, result);
        return {};
    };
    const FileKind kind = fileKindOf(file).value_or(FileKind::JsonLines);
    const Status status = kind == FileKind::Zip ? eachInZip(file, m_stop, result.refused, take)
                                                : take(kind, file, bytesOf(file, mostBytes(kind)));
    if (!status)
        result.refused.push_back({file.string(), status.error().message});

    // What is whose shows in all of them together.
    std::vector<OwnAddresses::Ticket> seen;
    for (const auto& [place, fields] : tickets) {
        const auto answer = fields.find("agent_resolution");
        const auto addresses = fields.find("customer_addresses");
        seen.push_back({answer == fields.end() ? std::string_view() : std::string_view(answer->second),
            addresses == fields.end() ? std::vector<std::string_view>() : text::lines(addresses->second)});
    }
    const OwnAddresses own = OwnAddresses::seenIn(seen);
    for (const auto& [place, fields] : tickets) {
        if (m_stop.stop_requested())
            break;
        auto document = formats::resolutionOf(fields, own);
        if (document && !says(fields, "language"))
            document->language = languageOr(document->title + "\n" + document->body);
        if (document)
            result.documents.push_back({std::move(*document), place});
        else
            result.refused.push_back({place, document.error().message});
    }
    return result;
}

} // namespace tandem
