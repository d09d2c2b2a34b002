#pragma once

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace nhs::test {

/// What this process logs while it lives.
class SeenLog {
 public:
  SeenLog() : before_(spdlog::default_logger()) {
    auto logger =
        std::make_shared<spdlog::logger>("seen", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_));
    spdlog::set_default_logger(std::move(logger));
  }
  ~SeenLog() { spdlog::set_default_logger(before_); }
  SeenLog(const SeenLog&) = delete;
  SeenLog& operator=(const SeenLog&) = delete;

  int times(const std::string& words) const {
    const std::string text = text_.str();
    int found = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
    return found;
  }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

}  // namespace nhs::test
