#pragma once

#include "base/Json.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace tandem::bench {

// A Python script as a child that answers a JSON line with a JSON line. Programs of this folder only; one thread.
class PeerProcess {
public:
    // `argument`: the script's only one, none when empty.
    explicit PeerProcess(const std::string& script, const std::string& argument = "")
    {
        std::signal(SIGPIPE, SIG_IGN); // a peer that cannot start is an error of ask()
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (pipe(in.data()) != 0 || pipe(out.data()) != 0)
            return;
        m_process = fork();
        if (m_process == 0) {
            dup2(in[0], STDIN_FILENO);
            dup2(out[1], STDOUT_FILENO);
            for (const int descriptor : {in[0], in[1], out[0], out[1]})
                close(descriptor);
            execlp("python3", "python3", script.c_str(), argument.empty() ? nullptr : argument.c_str(), nullptr);
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        m_requests = fdopen(in[1], "w");
        m_answers = fdopen(out[0], "r");
    }
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;
    ~PeerProcess()
    {
        if (m_requests == nullptr)
            return;
        std::fclose(m_requests);
        std::fclose(m_answers);
        waitpid(m_process, nullptr, 0);
    }

    // An error when the peer is not there or died.
    Result<Json> ask(const Json& request)
    {
        if (m_requests == nullptr)
            return failure(ErrorCode::Unavailable, "The peer could not be started.");
        const auto line = toText(request) + "\n";
        std::fwrite(line.data(), 1, line.size(), m_requests);
        std::fflush(m_requests);
        char* answer = nullptr;
        std::size_t capacity = 0;
        const auto length = getline(&answer, &capacity, m_answers);
        std::string text(answer == nullptr || length < 0 ? "" : std::string(answer, static_cast<std::size_t>(length)));
        std::free(answer);
        if (text.empty())
            return failure(ErrorCode::Unavailable, "The peer did not answer; it needs python3 with venv, and its packages.");
        return parseJson(text, {.bytes = 1U << 26U, .depth = 8});
    }

private:
    pid_t m_process = 0;
    std::FILE* m_requests = nullptr;
    std::FILE* m_answers = nullptr;
};

} // namespace tandem::bench
