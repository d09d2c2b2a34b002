#include "daemon/logging.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>

namespace nhs::daemon {
namespace {

/// The priority that journald cuts off a line (sd-daemon(3)).
class JournalPriority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string_view priority = message.level >= spdlog::level::err    ? "<3>"
                                      : message.level == spdlog::level::warn ? "<4>"
                                      : message.level == spdlog::level::info ? "<6>"
                                                                             : "<7>";
    out.append(priority.data(), priority.data() + priority.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JournalPriority>();
  }
};

}  // namespace

void start_logging() {
  auto logger =
      std::make_shared<spdlog::logger>("nhsvaluesd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<JournalPriority>('*');
  formatter->set_pattern(std::getenv("JOURNAL_STREAM") ? "%*%v" : "%Y-%m-%d %H:%M:%S %l: %v");
  logger->set_formatter(std::move(formatter));
  const char* level = std::getenv("NHSVALUES_LOG");
  logger->set_level(level ? spdlog::level::from_str(level) : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace nhs::daemon
