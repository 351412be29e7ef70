#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// PDF, DOCX and zip files as programs write them, made at run time.
namespace tandem {

// Pages of lines in Windows-1252; `information` holds entries such as "/Title (…)", `picture` bytes that are no text.
inline std::string pdfOf(
    const std::vector<std::vector<std::string>>& pages, const std::string& information = "", const std::string& picture = "")
{
    std::vector<std::string> objects{"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"};
    const std::string parent = std::to_string(2 + 2 * pages.size()) + " 0 R";
    std::string kids;
    for (const auto& lines : pages) {
        std::string stream = "BT /F1 12 Tf 72 720 Td 14 TL\n";
        for (const std::string& line : lines) {
            std::string escaped;
            for (const char c : line)
                escaped += c == '(' || c == ')' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
            stream += "(" + escaped + ") Tj T*\n";
        }
        stream += "ET";
        objects.push_back("<< /Length " + std::to_string(stream.size()) + " >>\nstream\n" + stream + "\nendstream");
        objects.push_back("<< /Type /Page /Parent " + parent + " /MediaBox [0 0 612 792] /Contents "
            + std::to_string(objects.size()) + " 0 R /Resources << /Font << /F1 1 0 R >> >> >>");
        kids += std::to_string(objects.size()) + " 0 R ";
    }
    objects.push_back("<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>");
    objects.push_back("<< /Length " + std::to_string(picture.size()) + " >>\nstream\n" + picture + "\nendstream");
    objects.push_back("<< /Type /Catalog /Pages " + parent + " >>");
    objects.push_back("<< " + information + " >>");
    std::string file = "%PDF-1.4\n";
    std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const std::string offset = std::to_string(file.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string start = std::to_string(file.size());
    return file + table + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root "
        + std::to_string(objects.size() - 1) + " 0 R /Info " + std::to_string(objects.size()) + " 0 R >>\nstartxref\n" + start
        + "\n%%EOF\n";
}

// One file inside a zip. What is not set is as for a plain file that is stored as it is.
struct Zipped {
    std::string name;
    std::string content;
    std::uint32_t mode = 0100644; // of Unix
    std::uint16_t flags = 0; // bit 0: encrypted
    std::uint16_t method = 0;
    std::uint32_t size = 0; // what it says it becomes; 0 = the truth
    std::uint32_t checksum = 0; // 0 = the content's
};

inline std::uint32_t crc32Of(std::string_view bytes)
{
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ (0xEDB88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

inline std::string zipOf(const std::vector<Zipped>& files)
{
    const auto number = [](std::uint64_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i)
            text += static_cast<char>((value >> (8 * static_cast<unsigned>(i))) & 0xFFU);
        return text;
    };
    std::string all;
    std::string list;
    for (const Zipped& file : files) {
        const std::uint64_t size = file.size == 0 ? file.content.size() : file.size;
        const std::string common = number(20, 2) + number(file.flags, 2) + number(file.method, 2) + number(0x21, 4)
            + number(file.checksum == 0 ? crc32Of(file.content) : file.checksum, 4) + number(file.content.size(), 4)
            + number(size, 4) + number(file.name.size(), 2) + number(0, 2);
        list += "PK\x01\x02" + number((3U << 8U) | 20U, 2) + common + number(0, 2) + number(0, 2) + number(0, 2)
            + number(static_cast<std::uint64_t>(file.mode) << 16U, 4) + number(all.size(), 4) + file.name;
        all += "PK\x03\x04" + common + file.name + file.content;
    }
    const std::string end = "PK\x05\x06" + number(0, 4) + number(files.size(), 2) + number(files.size(), 2)
        + number(list.size(), 4) + number(all.size(), 4) + number(0, 2);
    return all + list + end;
}

inline std::string zipOf(const std::map<std::string, std::string>& files)
{
    std::vector<Zipped> all;
    for (const auto& [name, content] : files)
        all.push_back({name, content});
    return zipOf(all);
}

// A Word document of this body; more parts (word/styles.xml …) may be given.
inline std::string docxOf(const std::string& body, std::map<std::string, std::string> parts = {})
{
    constexpr const char* namespaces = R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")"
                                       R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
    parts["word/document.xml"] = std::string(R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document)") + namespaces
        + "><w:body>" + body + "</w:body></w:document>";
    return zipOf(parts);
}

} // namespace tandem
