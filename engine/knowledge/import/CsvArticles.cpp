#include "knowledge/import/ArticleFormats.h"

#include "base/Text.h"

#include <algorithm>

namespace tandem::formats {
namespace {

struct CsvRow {
    std::size_t line = 1;
    std::vector<std::string> cells;
};

class CsvReader {
public:
    CsvReader(std::string_view text, char separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    // Without empty lines. InvalidArgument on a quote that is not closed.
    Result<std::vector<CsvRow>> read()
    {
        std::vector<CsvRow> rows;
        while (m_position < m_text.size()) {
            CsvRow row{m_line, {}};
            bool more = true;
            while (more) {
                row.cells.push_back(TRY(cell()));
                more = m_position < m_text.size() && m_text[m_position] == m_separator;
                if (more)
                    ++m_position;
            }
            endLine();
            if (row.cells.size() > 1 || !row.cells.front().empty())
                rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    Result<std::string> cell()
    {
        std::string value;
        if (m_position < m_text.size() && m_text[m_position] == '"') {
            const std::size_t opened = m_line;
            ++m_position;
            while (true) {
                if (m_position >= m_text.size())
                    return failure(
                        ErrorCode::InvalidArgument, "the quote opened in line " + std::to_string(opened) + " is not closed");
                const char character = m_text[m_position++];
                if (character == '"' && (m_position >= m_text.size() || m_text[m_position] != '"'))
                    break;
                if (character == '"')
                    ++m_position;
                if (character == '\n')
                    ++m_line;
                value += character;
            }
        }
        while (m_position < m_text.size() && m_text[m_position] != m_separator && m_text[m_position] != '\n')
            value += m_text[m_position++];
        if (value.ends_with('\r'))
            value.pop_back();
        return value;
    }

    void endLine()
    {
        if (m_position < m_text.size())
            ++m_position;
        ++m_line;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_position = 0;
    std::size_t m_line = 1;
};

// Spreadsheets of half of Europe write ";".
char separatorOf(std::string_view text)
{
    const std::string_view header = text.substr(0, text.find('\n'));
    char best = ',';
    for (const char candidate : {';', '\t'}) {
        if (std::ranges::count(header, candidate) > std::ranges::count(header, best))
            best = candidate;
    }
    return best;
}

} // namespace

Result<std::vector<Row>> table(std::string_view text)
{
    const std::vector<CsvRow> rows = TRY(CsvReader(text, separatorOf(text)).read());
    if (rows.empty())
        return failure(ErrorCode::InvalidArgument, "it is empty");
    std::vector<std::string> names;
    for (const std::string& cell : rows.front().cells) {
        names.push_back(text::fold(text::trim(cell)));
        std::ranges::replace(names.back(), ' ', '_');
    }
    std::vector<Row> result;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::string place = ":" + std::to_string(rows[i].line);
        if (rows[i].cells.size() != names.size()) {
            result.push_back({place,
                failure(ErrorCode::InvalidArgument,
                    "it has " + std::to_string(rows[i].cells.size()) + " cells and not " + std::to_string(names.size()))});
            continue;
        }
        Fields fields;
        for (std::size_t cell = 0; cell < names.size(); ++cell)
            fields.emplace(names[cell], rows[i].cells[cell]);
        result.push_back({place, std::move(fields)});
    }
    return result;
}

Result<Rows> csvArticles(std::string_view text)
{
    Rows rows{TRY(table(text)), {}};
    const auto isArticle = [](const Row& row) {
        return !row.fields || (row.fields->contains("id") && (row.fields->contains("body") || row.fields->contains("text")));
    };
    if (!std::ranges::all_of(rows.rows, isArticle))
        return failure(ErrorCode::InvalidArgument, "its first line must name the columns id, title, body and more");
    return rows;
}

} // namespace tandem::formats
