#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/LimitedProcess.h"
#include "knowledge/import/PdfText.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem::formats {
namespace {

constexpr ProcessLimits textLimits{std::chrono::seconds(120), std::size_t{2} << 30U, std::size_t{8} << 20U};
constexpr ProcessLimits infoLimits{std::chrono::seconds(20), std::size_t{1} << 30U, std::size_t{64} << 10U};

constexpr const char* whereToGetIt
    = "PDF files are read by pdftotext, which is not installed: install the package poppler-utils and import again";

Error readable(const Error& error)
{
    switch (error.code) {
    case ErrorCode::NotFound: return {ErrorCode::Unavailable, whereToGetIt};
    case ErrorCode::TimedOut: return {error.code, "its text could not be read within the time limit: " + error.message};
    case ErrorCode::TooLarge:
        return {error.code, "it holds more text than can be imported at once: " + error.message + "; split it"};
    case ErrorCode::Cancelled: return error;
    default:
        return {error.code, "its text could not be read: " + error.message + ", as it does with damaged files and huge pages"};
    }
}

std::string whyRefused(const ProcessOutput& output)
{
    if (output.errors.find("Incorrect password") != std::string::npos || output.status == 3)
        return "it is protected by a password; save it without one";
    return "it is damaged, or no PDF document";
}

std::string_view valueOf(std::string_view info, std::string_view key)
{
    for (const std::string_view line : text::lines(info)) {
        if (line.starts_with(key))
            return text::trim(line.substr(key.size()));
    }
    return {};
}

// A title that a program gave by itself says less than the first line: "Microsoft Word - refunds_v3.doc", "untitled".
bool saysSomething(std::string_view title)
{
    const std::string folded = text::fold(title);
    const bool isFileName = folded.find(' ') == std::string::npos
        && std::ranges::any_of(std::to_array<std::string_view>({".doc", ".docx", ".pdf", ".odt", ".indd", ".tex", ".dvi"}),
            [&](std::string_view ending) { return folded.ends_with(ending); });
    return text::codePointCount(title) >= 3 && !isFileName && !folded.starts_with("microsoft word") && folded != "untitled"
        && folded != "powerpoint presentation";
}

std::string_view firstLine(std::string_view body)
{
    for (const std::string_view line : text::lines(body)) {
        if (text::codePointCount(text::trim(line)) >= 3)
            return text::trim(line);
    }
    return {};
}

// Fonts write "fi" as one sign, and some give control characters for signs that they alone know.
std::string plainLetters(std::string text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> joined{{{"\uFB00", "ff"}, {"\uFB01", "fi"},
        {"\uFB02", "fl"}, {"\uFB03", "ffi"}, {"\uFB04", "ffl"}, {"\uFB05", "st"}, {"\uFB06", "st"}}};
    std::erase_if(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\n' && c != '\t' && c != '\f') || c == 0x7F; });
    for (const auto& [sign, letters] : joined) {
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
            text.replace(at, sign.size(), letters);
    }
    return text;
}

} // namespace

Result<Fields> pdf(std::string_view bytes, const std::stop_token& stop)
{
    if (bytes.substr(0, 1024).find("%PDF-") == std::string_view::npos)
        return failure(ErrorCode::InvalidArgument, "it is damaged, or no PDF document");
    const auto read = runLimited({"pdftotext", "-enc", "UTF-8", "-eol", "unix", "-", "-"}, bytes, textLimits, stop);
    if (!read)
        return std::unexpected(readable(read.error()));
    const std::string body = withoutPages(plainLetters(text::repairUtf8(read->output)));
    if (read->status != 0 && body.empty())
        return failure(ErrorCode::InvalidArgument, whyRefused(*read));
    if (body.empty())
        return failure(ErrorCode::InvalidArgument, "it holds pictures and no text; recognise its text first (OCR)");
    Fields fields{{"body", body}, {"title", std::string(firstLine(body))}};
    // What the document says of itself is nice to have.
    const auto info = runLimited({"pdfinfo", "-isodates", "-enc", "UTF-8", "-"}, bytes, infoLimits, stop);
    if (!info || info->status != 0)
        return fields;
    const std::string said = text::repairUtf8(info->output);
    if (const std::string_view title = valueOf(said, "Title:"); saysSomething(title))
        fields["title"] = std::string(title);
    std::string_view changed = valueOf(said, "ModDate:");
    if (changed.empty())
        changed = valueOf(said, "CreationDate:");
    if (const std::string day(changed.substr(0, 10)); parseTime(day))
        fields["updated"] = day;
    return fields;
}

} // namespace tandem::formats
