#pragma once

// Desk types → JSON; see WireForm.h.
#include "desk/WireForm.h"

namespace tandem::wire::form {

class Writer {
public:
    static constexpr bool writes = true;

    template <typename T>
    void operator()(std::string_view key, const T& value)
    {
        m_json[std::string(key)] = write(value);
    }
    // As Reader has it.
    template <typename T>
    void orElse(std::string_view key, const T& value)
    {
        (*this)(key, value);
    }
    template <typename Tag>
    void id(std::string_view key, const Id<Tag>& value)
    {
        m_json[std::string(key)] = value.value();
    }
    void operator()(std::string_view key, RawJson<const std::string> raw)
    {
        m_json[std::string(key)] = parseJson(raw.text).value_or(Json::object());
    }
    void operator()(std::string_view key, SpansOf<const std::vector<text::Span>> value)
    {
        m_json[std::string(key)] = spansJson(value.whole, value.spans);
    }
    [[nodiscard]] Json take() { return std::move(m_json); }

private:
    Json m_json = Json::object();
};

template <typename T>
Json write(const T& value)
{
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, bool> || std::is_integral_v<T>) {
        return value;
    } else if constexpr (std::is_floating_point_v<T>) {
        return std::isfinite(value) ? Json(value) : Json(0); // JSON has no other numbers
    } else if constexpr (std::is_enum_v<T>) {
        return name(value);
    } else if constexpr (std::is_same_v<T, TimePoint>) {
        return formatTime(value);
    } else if constexpr (IsId<T>) {
        return value.empty() ? Json() : Json(value.value());
    } else if constexpr (IsOptional<T>) {
        return value ? write(*value) : Json();
    } else if constexpr (IsList<T>) {
        Json list = Json::array();
        for (const auto& item : value)
            list.push_back(write(item));
        return list;
    } else if constexpr (IsMap<T>) {
        Json object = Json::object();
        for (const auto& [key, item] : value) {
            if constexpr (IsId<typename T::key_type>)
                object[key.value()] = write(item);
            else
                object[key] = write(item);
        }
        return object;
    } else if constexpr (IsArray<T>) {
        Json object = Json::object();
        const auto keys = keysOf(value);
        for (std::size_t i = 0; i < keys.size(); ++i)
            object[std::string(keys[i])] = write(value[i]);
        return object;
    } else {
        Writer writer;
        members(writer, value);
        return writer.take();
    }
}

} // namespace tandem::wire::form
