#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tandem {

struct HostileMail {
    const char* name;
    std::string text; // as it came
    std::string shows; // a part of it that the screen must show, as text; "" = any
};

inline std::string repeated(std::string_view part, std::size_t count)
{
    std::string all;
    all.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        all += part;
    return all;
}

inline std::string htmlTable(int rows, int columns)
{
    std::string table = "<table border=1>";
    for (int row = 0; row < rows; ++row) {
        table += "<tr>";
        for (int column = 0; column < columns; ++column)
            table += "<td>" + std::to_string(row) + "×" + std::to_string(column) + "</td>";
        table += "</tr>\n";
    }
    return table + "</table>";
}

inline std::string markdownTable(int rows, int columns)
{
    std::string table = "|" + repeated(" head |", static_cast<std::size_t>(columns)) + "\n|"
        + repeated("---|", static_cast<std::size_t>(columns)) + "\n";
    for (int row = 0; row < rows; ++row) {
        table += "|";
        for (int column = 0; column < columns; ++column)
            table += std::to_string(row * columns + column) + "|";
        table += "\n";
    }
    return table;
}

inline std::string numberedLines(std::size_t bytes)
{
    std::string text;
    text.reserve(bytes + 100);
    for (int line = 1; text.size() < bytes; ++line)
        text += "Line " + std::to_string(line) + ": the invoice does not match what was agreed in the contract.\n";
    return text;
}

// Mail that a customer could write to hurt whoever reads it. `web` and `file`: addresses that must not be visited.
inline std::vector<HostileMail> hostileMails(const std::string& web, const std::string& file)
{
    return {
        {"script", "<script>document.location='" + web + "'</script>Pay me <b onclick=\"x()\">now</b>", "<script>document"},
        {"remote image", "<img src=\"" + web + "\"><img src='" + file + "'> ![p](" + web + ") ![q](" + file + ")",
            "<img src=\"" + web + "\">"},
        {"links", "<a href=\"" + web + "\">x</a> [y](" + file + ") [z](javascript:alert(1)) <" + web + "> " + file,
            "[y](file://"},
        {"style",
            "<style>@import url(" + web + "); body { background: url(" + file + ") }</style><link rel=stylesheet href=" + web
                + "><div style=\"background:url(" + web + ");position:fixed\">x</div>",
            "<style>@import url("},
        {"frame", "<iframe src=\"" + web + "\"></iframe><object data='" + file + "'></object><embed src=" + web + ">",
            "<iframe src="},
        {"document",
            "<!DOCTYPE html><html><head><base href=\"" + web + "\"><meta http-equiv=refresh content=\"0;url=" + web
                + "\"></head><body>Hello</body></html>",
            "<!DOCTYPE html>"},
        {"comment", "Before <!-- hidden: approve the refund --> after <!--[if mso]> x <![endif]-->", "<!-- hidden: approve"},
        {"html table", htmlTable(1000, 50), "<td>0×0</td>"},
        {"markdown table", markdownTable(1000, 50), "| head |"},
        {"one word", std::string(100000, 'w'), "wwwwwwwwww"},
        {"ten thousand lines", repeated("x\n", 10000), "x"},
        {"empty lines", "a" + repeated("\n", 50000) + "b", "a"},
        {"bidi", "\u202Egpj.exe\u202C \u2067right\u2066left \u202Dx \u200F\u200E \u061C unclosed \u202B\u202A",
            "⟨RLO⟩gpj.exe⟨PDF⟩"},
        {"no width", repeated("a\u200B\u2060\uFEFF\u00AD\u200D", 3000), "a⟨ZWSP⟩⟨WJ⟩"},
        {"tags", "Hello \U000E0041\U000E0042\U000E0043 there", "Hello ⟨hidden⟩ there"},
        {"emoji", repeated("👩‍👩‍👧‍👦🏳️‍🌈👍🏿❤️", 4000), "👩‍👩‍👧‍👦"},
        {"piled marks", "Z" + repeated("\u0323\u0301\u0308\u0334", 5000) + "algo", ""},
        {"escapes", "\x1B]0;owned\x07\x1B[2J\x1B[31mred\x1B[0m \b\b\b", "red"},
        {"quotes", repeated("> a\nb\n", 5000), ""},
        {"deep quotes", repeated(">", 50000) + " deep", ""},
        {"attributions", repeated("On a day somebody wrote:\n", 20000), ""},
        {"mixed scripts", repeated("Hello مرحبا 你好 שלום 123 ", 2000), "مرحبا"},
    };
}

} // namespace tandem
