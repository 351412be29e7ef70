#pragma once

#include "Judgement.h"

// A small picture of dots, bars and letters that is saved as PNG, without a drawing library. Programs of this folder only.
namespace tandem::bench {

class Picture {
public:
    using Colour = std::uint32_t; // 0xRRGGBB

    Picture(int width, int height)
        : m_width(width)
        , m_height(height)
        , m_pixels(static_cast<std::size_t>(width * height), 0xFFFFFF)
    {
    }

    void fill(int x, int y, int width, int height, Colour colour)
    {
        for (int row = std::max(0, y); row < std::min(m_height, y + height); ++row)
            for (int column = std::max(0, x); column < std::min(m_width, x + width); ++column)
                m_pixels[static_cast<std::size_t>(row * m_width + column)] = colour;
    }

    void line(int x0, int y0, int x1, int y1, Colour colour)
    {
        const int steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
        for (int i = 0; i <= steps; ++i)
            fill(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, 1, 1, colour);
    }

    // Capital letters, digits and . % - _ / in 3 by 5 dots, doubled; anything else is a gap.
    void write(int x, int y, std::string_view words, Colour colour)
    {
        constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.%-_/";
        static constexpr std::array<std::uint16_t, 41> dots{31599, 9362, 29671, 29391, 23497, 31183, 31215, 29257, 31727, 31695,
            11245, 27566, 14627, 27502, 31143, 31140, 14699, 23533, 29847, 4714, 23469, 18727, 24557, 27501, 11114, 27556, 11123,
            27565, 14478, 29842, 23407, 23402, 23549, 23213, 23186, 29351, 2, 21157, 448, 7, 4772};
        for (char letter : words) {
            letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
            if (const std::size_t at = letters.find(letter); at != std::string_view::npos) {
                for (int dot = 0; dot < 15; ++dot) {
                    if ((dots[at] >> (14 - dot) & 1) != 0)
                        fill(x + 2 * (dot % 3), y + 2 * (dot / 3), 2, 2, colour);
                }
            }
            x += 8;
        }
    }

    [[nodiscard]] bool save(const std::filesystem::path& file) const
    {
        std::string raw;
        for (int row = 0; row < m_height; ++row) {
            raw += '\0'; // no filter
            for (int column = 0; column < m_width; ++column) {
                const Colour colour = m_pixels[static_cast<std::size_t>(row * m_width + column)];
                raw += {static_cast<char>(colour >> 16U), static_cast<char>(colour >> 8U), static_cast<char>(colour)};
            }
        }
        std::string header = number(static_cast<std::uint32_t>(m_width)) + number(static_cast<std::uint32_t>(m_height));
        header += std::string("\x08\x02\x00\x00\x00", 5); // 8 bits, red green blue
        std::ofstream stream(file, std::ios::binary);
        stream << "\x89PNG\r\n\x1A\n" << chunk("IHDR", header) << chunk("IDAT", stored(raw)) << chunk("IEND", "");
        return stream.good();
    }

private:
    static std::string number(std::uint32_t value)
    {
        return {static_cast<char>(value >> 24U), static_cast<char>(value >> 16U), static_cast<char>(value >> 8U),
            static_cast<char>(value)};
    }

    static std::string chunk(const std::string& kind, const std::string& data)
    {
        const std::string checked = kind + data;
        return number(static_cast<std::uint32_t>(data.size())) + checked + number(checksum(checked));
    }

    // A zlib stream whose blocks are not compressed.
    static std::string stored(const std::string& raw)
    {
        constexpr std::size_t longest = 65535;
        std::string result = "\x78\x01";
        for (std::size_t at = 0; at < raw.size(); at += longest) {
            const std::size_t length = std::min(longest, raw.size() - at);
            result += at + length == raw.size() ? '\x01' : '\0';
            for (const std::size_t each : {length, length ^ 0xFFFFU})
                result += {static_cast<char>(each), static_cast<char>(each >> 8U)};
            result.append(raw, at, length);
        }
        std::uint32_t low = 1;
        std::uint32_t high = 0;
        for (const char each : raw) {
            low = (low + static_cast<unsigned char>(each)) % 65521;
            high = (high + low) % 65521;
        }
        return result + number(high << 16U | low);
    }

    int m_width;
    int m_height;
    std::vector<Colour> m_pixels;
};

// Confidence against the share that is right, a bar a bin with its 95 % interval, and below how many fall into each bin.
inline Picture reliabilityDiagram(const std::string& title, const Sample& sample)
{
    constexpr int left = 60;
    constexpr int top = 40;
    constexpr int side = 450;
    constexpr int below = 90;
    constexpr int bar = side / static_cast<int>(calibrationBins);
    Picture picture(left + side + 30, top + side + below + 70);
    const auto up = [](double share) { return top + static_cast<int>(std::lround((1 - share) * side)); };
    picture.write(left, 14, title, 0x202020);
    for (int tenth = 0; tenth <= 10; tenth += 2) {
        picture.line(left, up(tenth / 10.0), left + side, up(tenth / 10.0), 0xE0E0E0);
        picture.write(left - 40, up(tenth / 10.0) - 5, std::to_string(tenth * 10) + "%", 0x606060);
        picture.write(left + tenth * side / 10 - 12, top + side + 10, std::to_string(tenth * 10) + "%", 0x606060);
    }
    const auto bins = binned(sample);
    double fullest = 1;
    for (const CalibrationBin& bin : bins)
        fullest = std::max(fullest, bin.count);
    const int floor = top + side + 40 + below;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (bins[i].count == 0)
            continue;
        const int x = left + static_cast<int>(i) * bar;
        const int height = up(0) - up(bins[i].right / bins[i].count);
        picture.fill(x + 2, up(0) - height, bar - 4, height, 0x7FA7D6);
        const auto [low, high] = interval(bins[i].right, bins[i].count);
        picture.fill(x + bar / 2 - 1, up(high), 2, up(low) - up(high) + 1, 0x1F3F6F);
        picture.fill(x + 6, up(bins[i].confidence / bins[i].count) - 1, bar - 12, 3, 0xC0392B);
        const int many = static_cast<int>(std::lround(below * bins[i].count / fullest));
        picture.fill(x + 2, floor - many, bar - 4, many, 0xB0B0B0);
    }
    picture.line(left, up(0), left + side, up(1), 0x909090);
    picture.line(left, up(0), left + side, up(0), 0x202020);
    picture.line(left, up(0), left, up(1), 0x202020);
    picture.write(
        left, floor + 12, "N " + std::to_string(sample.size()) + "   BARS RIGHT   RED CONFIDENCE   GREY COUNT", 0x606060);
    return picture;
}

} // namespace tandem::bench
