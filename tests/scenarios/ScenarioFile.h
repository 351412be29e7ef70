#pragma once

#include "base/Error.h"
#include "base/Text.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

// A ticket told as text, and what the engine must make of it. The first line, "# …", is the scenario's title; sections follow,
// each headed by its name in brackets:
//
//   [ticket]         subject; channel; priority; customer: NAME, TIER, DAYS; knowledge: demo, none, or ids of demo articles;
//                    config: KEY=VALUE; sent: how often (the last one counts); needs: model
//   [history]        what was said before, a line a message: "customer: …", "agent: …", "ai: …"
//   [others]         what came in before, with the ticket's subject, a line a message: "customer 1, 3 minutes later: …" or
//                    "the same customer, 3 minutes later: …"
//   [message]        the customer's newest message, as many lines as it takes
//   [article NAME]   an article written for this scenario: Markdown with front matter
//   [expect]         "key: value" lines; Expectations.h has the keys
struct ScenarioFile {
    using Lines = std::vector<std::pair<std::string, std::string>>; // key, value; a key may come again

    std::string title;
    std::map<std::string, std::string, std::less<>> ticket;
    Lines history;
    Lines others; // who and when, text
    std::string message;
    Lines articles; // name, Markdown
    Lines expected;

    [[nodiscard]] std::string value(std::string_view key, std::string_view otherwise = "") const
    {
        const auto found = ticket.find(key);
        return found == ticket.end() ? std::string(otherwise) : found->second;
    }

    // InvalidArgument names file and line.
    static Result<ScenarioFile> read(const std::filesystem::path& file)
    {
        std::ifstream stream(file);
        std::stringstream content;
        content << stream.rdbuf();
        const std::string whole = content.str();
        ScenarioFile scenario;
        std::string section;
        int number = 0;
        for (const std::string_view line : text::lines(whole)) {
            ++number;
            if (number == 1 && line.starts_with("# "))
                scenario.title = line.substr(2);
            else if (isHeading(line))
                section = scenario.begun(line.substr(1, line.size() - 2));
            else if (!scenario.take(section, line))
                return failure(ErrorCode::InvalidArgument,
                    file.string() + " line " + std::to_string(number) + ": '" + std::string(line) + "' does not belong here");
        }
        scenario.message = text::trim(scenario.message);
        if (scenario.title.empty() || scenario.message.empty() || scenario.expected.empty())
            return failure(ErrorCode::InvalidArgument, file.string() + ": it takes a title, a message and something expected");
        return scenario;
    }

private:
    static bool isHeading(std::string_view line)
    {
        return line == "[ticket]" || line == "[history]" || line == "[others]" || line == "[message]" || line == "[expect]"
            || (line.starts_with("[article ") && line.ends_with(']'));
    }

    std::string begun(std::string_view heading)
    {
        if (!heading.starts_with("article "))
            return std::string(heading);
        articles.emplace_back(heading.substr(8), "");
        return "article";
    }

    bool take(std::string_view section, std::string_view line)
    {
        if (section == "message")
            message += std::string(line) + "\n";
        else if (section == "article")
            articles.back().second += std::string(line) + "\n";
        else if (text::trim(line).empty() || (line.starts_with('#') && section.empty()))
            return true;
        else
            return takeKeyAndValue(section, line);
        return true;
    }

    bool takeKeyAndValue(std::string_view section, std::string_view line)
    {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return false;
        const std::string key(text::trim(line.substr(0, colon)));
        const std::string value(text::trim(line.substr(colon + 1)));
        if (section == "ticket")
            ticket[key] = value;
        else if (section == "history")
            history.emplace_back(key, value);
        else if (section == "others")
            others.emplace_back(key, value);
        else if (section == "expect")
            expected.emplace_back(key, value);
        else
            return false;
        return true;
    }
};

} // namespace tandem
