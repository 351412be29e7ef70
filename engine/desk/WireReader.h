#pragma once

// JSON → desk types; see WireForm.h.
#include "desk/WireForm.h"

namespace tandem::wire::form {

// Remembers the first misfit and reads nothing after it.
class Reader {
public:
    static constexpr bool writes = false;

    explicit Reader(const Json& json)
        : m_json(json)
        , m_good(json.is_object())
    {
        if (!m_good)
            m_misfit.must("must be a JSON object");
    }

    // Ids and optionals may be missing or null, all else must be there.
    template <typename T>
    void operator()(std::string_view key, T& value)
    {
        const Json* found = member(key);
        if (found == nullptr) {
            if constexpr (IsId<T> || IsOptional<T>)
                value = T();
            else
                missing(key);
        } else if (m_good && !read(*found, value, m_misfit)) {
            fail(key);
        }
    }
    // An id that must be there.
    template <typename Tag>
    void id(std::string_view key, Id<Tag>& value)
    {
        (*this)(key, value);
        if (m_good && value.empty())
            missing(key);
    }
    void operator()(std::string_view key, RawJson<std::string> raw)
    {
        const Json* found = member(key);
        raw.text = found != nullptr && found->is_object() ? toText(*found) : "{}";
    }
    void operator()(std::string_view key, SpansOf<std::vector<text::Span>> value)
    {
        const Json* found = member(key);
        if (found == nullptr)
            missing(key);
        else if (m_good && !readSpans(*found, value.whole, value.spans, m_misfit))
            fail(key);
    }
    // Like operator(), but a missing member leaves the value as it is.
    template <typename T>
    void orElse(std::string_view key, T& value)
    {
        if (member(key) != nullptr)
            (*this)(key, value);
    }
    // A further demand on a value that was read.
    void demand(bool holds, std::string_view key, std::string_view wanted)
    {
        if (m_good && !holds) {
            m_misfit.must(wanted);
            fail(key);
        }
    }
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] const Misfit& misfit() const { return m_misfit; }
    // For requests: a member that nobody asked for is a mistake of the caller's.
    void refuseOthers();

private:
    const Json* member(std::string_view key)
    {
        m_known.push_back(key);
        if (!m_good)
            return nullptr;
        const auto found = m_json.find(key);
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }
    void missing(std::string_view key)
    {
        if (m_good) {
            m_misfit.must("is missing");
            fail(key);
        }
    }
    void fail(std::string_view key)
    {
        m_misfit.inside(key);
        m_good = false;
    }

    const Json& m_json;
    bool m_good;
    Misfit m_misfit;
    std::vector<std::string_view> m_known;
};

template <typename T>
bool readNumber(const Json& json, T& value, Misfit& misfit)
{
    if constexpr (std::is_floating_point_v<T>) {
        if (!json.is_number())
            return misfit.must("must be a number");
        const double number = json.get<double>();
        if (!(std::abs(number) <= static_cast<double>(std::numeric_limits<T>::max())))
            return misfit.must("is too large a number");
        value = static_cast<T>(number);
        return true;
    } else {
        if (!json.is_number_integer())
            return misfit.must("must be a whole number");
        const bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                                                    : std::in_range<T>(json.get<std::int64_t>());
        if (!fits)
            return misfit.must("is out of range");
        value = json.get<T>();
        return true;
    }
}

template <typename T>
bool readList(const Json& json, T& value, Misfit& misfit)
{
    if (!json.is_array())
        return misfit.must("must be an array");
    value.clear();
    value.reserve(json.size());
    for (const Json& item : json) {
        typename T::value_type one{};
        if (!read(item, one, misfit)) {
            misfit.inside(std::to_string(value.size()));
            return false;
        }
        value.push_back(std::move(one));
    }
    return true;
}

template <typename T>
bool readMap(const Json& json, T& value, Misfit& misfit)
{
    if (!json.is_object())
        return misfit.must("must be an object");
    value.clear();
    for (const auto& [key, item] : json.items()) {
        typename T::mapped_type one{};
        if (!read(item, one, misfit))
            return false; // the key is data and is not told
        value.emplace(typename T::key_type(key), std::move(one));
    }
    return true;
}

template <typename T>
bool readArray(const Json& json, T& value, Misfit& misfit)
{
    Reader reader(json); // NOLINT(misc-const-correctness): calls with T's members are not seen
    const auto keys = keysOf(value);
    for (std::size_t i = 0; i < keys.size(); ++i)
        reader(keys[i], value[i]);
    if (!reader.good())
        misfit = reader.misfit();
    return reader.good();
}

template <typename T>
bool readName(const Json& json, T& value, Misfit& misfit)
{
    const auto known = json.is_string() ? enumFrom(T(), json.get_ref<const std::string&>()) : std::nullopt;
    if (!known)
        return misfit.must("is not a name that is known here");
    value = *known;
    return true;
}

template <typename T>
bool readText(const Json& json, T& value, Misfit& misfit)
{
    if (!json.is_string())
        return misfit.must("must be a string");
    const auto& text = json.get_ref<const std::string&>();
    if constexpr (std::is_same_v<T, TimePoint>) {
        const auto time = parseTime(text);
        if (!time)
            return misfit.must("must be a time like 2026-11-22T18:05:13Z");
        value = *time;
    } else {
        value = T(text);
    }
    return true;
}

template <typename T>
bool read(const Json& json, T& value, Misfit& misfit)
{
    if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean())
            return misfit.must("must be true or false");
        value = json.get<bool>();
        return true;
    } else if constexpr (std::is_same_v<T, std::string> || IsId<T> || std::is_same_v<T, TimePoint>) {
        return readText(json, value, misfit);
    } else if constexpr (std::is_arithmetic_v<T>) {
        return readNumber(json, value, misfit);
    } else if constexpr (std::is_enum_v<T>) {
        return readName(json, value, misfit);
    } else if constexpr (IsOptional<T>) {
        return read(json, value.emplace(), misfit);
    } else if constexpr (IsList<T>) {
        return readList(json, value, misfit);
    } else if constexpr (IsMap<T>) {
        return readMap(json, value, misfit);
    } else if constexpr (IsArray<T>) {
        return readArray(json, value, misfit);
    } else {
        Reader reader(json);
        members(reader, value);
        if (!reader.good())
            misfit = reader.misfit();
        return reader.good();
    }
}

} // namespace tandem::wire::form

namespace tandem::wire {

template <typename T>
Result<T> fromJson(const Json& json)
{
    T value{};
    form::Misfit misfit;
    if (!form::read(json, value, misfit))
        return std::unexpected(misfit.error());
    return value;
}

} // namespace tandem::wire
