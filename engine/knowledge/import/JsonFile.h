#pragma once

#include "base/Error.h"
#include "base/Json.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::formats {

// What an export in JSON holds, whatever it is wrapped in: a list, pages of lists, one object a line.
struct JsonFile {
    struct Item {
        std::string place; // ":7" of a line, " item 3" of a document
        Result<Json> json; // an object
    };
    struct Person {
        std::string name;
        std::string email;
        std::string role; // "end-user", "agent", "admin"; "" when it does not say
    };

    std::vector<Item> items;
    // Given beside the items, by id.
    std::map<std::string, Person, std::less<>> people;
    std::map<std::string, std::string, std::less<>> sections;
};

JsonFile fromJsonLines(std::string_view text);
// InvalidArgument: it is no JSON. TooLarge: more than 64 MB, which take many times that to read.
Result<JsonFile> fromJson(std::string_view text);

// Readers of foreign objects: what is missing or of another type is "" or null.
const Json& memberOf(const Json& object, std::string_view key);
std::string textIn(const Json& object, std::string_view key); // a string, or a number as text
// Seconds since 1970, or a text that begins with a date and time, as parseTime takes it; "" for anything else.
std::string timeIn(const Json& object, std::string_view key);
std::string timeText(std::string_view text);
JsonFile::Person personIn(const Json& object);

} // namespace tandem::formats
