#include "daemon/logging.h"

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "core/shown_text.h"
#include "daemon/journal.h"
#include "daemon/log_lines.h"

namespace nhs::daemon {
namespace {

using config::LogFormat;
using config::LogLevel;

LogLevel level_of(spdlog::level::level_enum level) {
  if (level >= spdlog::level::err) return LogLevel::error;
  if (level == spdlog::level::warn) return LogLevel::warning;
  return level == spdlog::level::info ? LogLevel::info : LogLevel::debug;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::debug:
      break;
  }
  return spdlog::level::debug;
}

/// systemd tells device and inode of the stream that it made, so that who sends stderr elsewhere (2>, a
/// unit's StandardError=, a program between) is not taken for it: systemd.exec(5), JOURNAL_STREAM.
bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat found {};
  return stream && ::fstat(STDERR_FILENO, &found) == 0 &&
         stream == fmt::format("{}:{}", found.st_dev, found.st_ino);
}

/// With the time here for people, or with the priority that journald cuts off.
std::string text_line(const LogLine& line, bool to_journal) {
  if (to_journal) return fmt::format("<{}>{}", priority_of(line.level), line.message);
  const std::time_t at = std::chrono::system_clock::to_time_t(line.at);
  std::tm local{};
  ::localtime_r(&at, &local);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} {}: {}", local.tm_year + 1900, local.tm_mon + 1,
                     local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec, id_of(line.level),
                     line.message);
}

class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  LineSink(LogFormat format, std::vector<std::string> sources)
      : format_(format), sources_(std::move(sources)), stderr_is_journal_(stderr_is_journal()) {
    if (format_ == LogFormat::journal) journal_ = std::make_unique<Journal>();
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    LogLine line;
    line.at = message.time;
    line.level = level_of(message.level);
    line.message = shown_text({message.payload.data(), message.payload.size()});
    line.source = source_of(line.message, sources_);
    // What was dropped is not written to stderr instead: that may be the journal, too, and hold us up.
    if (journal_ && journal_->send(journal_fields(line)) != Sent::nowhere) return;
    write((format_ == LogFormat::json ? json_line(line) : text_line(line, stderr_is_journal_)) + "\n");
  }
  void flush_() override {}

 private:
  static void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      // A log that cannot be written must not end what it is about.
      if (written <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  LogFormat format_;
  std::vector<std::string> sources_;
  bool stderr_is_journal_;
  std::unique_ptr<Journal> journal_;
};

}  // namespace

void start_logging(const config::LogSettings& settings, std::vector<std::string> sources) {
  auto logger = std::make_shared<spdlog::logger>(
      "nhsvaluesd", std::make_shared<LineSink>(settings.format, std::move(sources)));
  const char* level = std::getenv("NHSVALUES_LOG");
  logger->set_level(level ? spdlog::level::from_str(level) : spdlog_level(settings.level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace nhs::daemon
