#include "cli/context.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "config/in_force.h"
#include "control/files_in_use.h"
#include "core/shown_text.h"
#include "core/standard_streams.h"

namespace nhs::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::size_t columns_of(int descriptor) {
  winsize size{};
  const std::string columns = environment("COLUMNS");
  std::size_t wanted =
      columns.empty() ? 0 : static_cast<std::size_t>(std::strtoul(columns.c_str(), nullptr, 10));
  if (wanted == 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0) wanted = size.ws_col;
  if (wanted == 0) wanted = 80;
  return std::clamp<std::size_t>(wanted, 60, 200);
}

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = environment(name);
    if (locale.empty()) continue;
    return locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

bool is_dumb() { return environment("TERM") == "dumb"; }

report::Terminal terminal_at(int descriptor, bool no_colour) {
  report::Terminal terminal;
  terminal.interactive = isatty(descriptor) != 0;
  terminal.columns = columns_of(descriptor);
  terminal.colour = terminal.interactive && !no_colour && environment("NO_COLOR").empty() && !is_dumb();
  terminal.unicode = speaks_utf8();
  return terminal;
}

}  // namespace

void Context::add_global_options(Command app) {
  app.add_option("--config", config_option_, "Configuration file").type_name("FILE");
  app.add_option("--db", database_option_, "Database, instead of the configuration's").type_name("FILE");
  app.add_flag("--no-color,--no-colour", no_colour_, "No colour (also: NO_COLOR in the environment)");
  app.add_flag("--quiet,-q", quiet_, "No messages beside the data");
}

Result<config::Config> Context::configuration(const std::string& file) const {
  auto config = config::in_force(file.empty() ? config_option_ : file, database_option_);
  if (config && !config->file.empty())
    if (const auto apart = control::check_outputs(*config); !apart) return tl::unexpected(apart.error());
  return config;
}

report::Terminal Context::terminal() const { return terminal_at(STDOUT_FILENO, no_colour_); }

report::Terminal Context::terminal_of_messages() const { return terminal_at(STDERR_FILENO, no_colour_); }

void Context::say(std::string_view message) const {
  if (quiet_) return;
  show_progress("");
  put_message(fmt::format("{}\n", shown_text(message, Lines::kept)));
}

bool Context::shows_progress() const { return !quiet_ && isatty(STDERR_FILENO) != 0 && !is_dumb(); }

void Context::show_progress(std::string_view text) const {
  if ((text.empty() && !progress_stands_) || !shows_progress()) return;
  // To the line's beginning, and without what stood on it (ECMA-48: EL).
  put_message(fmt::format("\r{}\x1b[K", text));
  progress_stands_ = !text.empty();
}

void Context::complain(std::string_view message) const {
  show_progress("");
  put_message(fmt::format("nhsvalues: {}\n", shown_text(message)));
}

Result<ReadingSession> begin_reading(const Context& context) {
  auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  auto reader = store::Reader::open(config->database);
  if (!reader) return tl::unexpected(config::with_configuration_missed(reader.error(), *config));
  TimeZone zone = reader->zone();
  const UtcTime now = SystemClock{}.now();
  const LocalDay today = zone.day_of(now);
  return ReadingSession{*std::move(config), std::move(zone), *std::move(reader), now, today};
}

void put(std::string_view data) { std::fwrite(data.data(), 1, data.size(), stdout); }

}  // namespace nhs::cli
