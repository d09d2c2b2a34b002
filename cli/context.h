#pragma once

#include <string>
#include <string_view>

#include "cli/option_parser.h"
#include "config/config.h"
#include "core/result.h"
#include "report/terminal.h"
#include "store/reader.h"

namespace nhs::cli {

/// What every command shares: the options before the command, and the way to configuration and database.
class Context {
 public:
  /// Declares --config, --db, --no-color and --quiet.
  void add_global_options(Command app);

  /// The configuration in force, its database as --db or $NHSVALUES_DB say.
  ///
  /// file: instead of the one that --config or the environment names; empty for that.
  Result<config::Config> configuration(const std::string& file = {}) const;

  /// What stdout can show, and what stderr can.
  report::Terminal terminal() const;
  report::Terminal terminal_of_messages() const;

  /// A message beside the data, on stderr; --quiet leaves it out.
  void say(std::string_view message) const;
  /// How far it is, on stderr, in place of what it said before; nothing unless people look on there. An empty
  /// text takes it away, and so does any message. Work that knows how much there is has a bar (progress.h).
  void show_progress(std::string_view text) const;
  /// Whether anybody would see it.
  bool shows_progress() const;
  /// Something wrong, on stderr, --quiet or not.
  void complain(std::string_view message) const;

  /// Where a command leaves how it ended.
  Result<ExitStatus> result = ExitStatus::done;

 private:
  std::string config_option_;
  std::string database_option_;
  bool no_colour_ = false;
  bool quiet_ = false;
  mutable bool progress_stands_ = false;
};

/// The database opened for reading, with the day it is in the zone that its days are counted in. That may be
/// another than report.timezone says now.
struct ReadingSession {
  config::Config config;
  TimeZone zone;
  store::Reader reader;
  UtcTime now;
  LocalDay today;
};
Result<ReadingSession> begin_reading(const Context& context);

/// Writes data to stdout. A reader that went away (head, less) is no error; a full disk is (74), found when
/// the program ends.
void put(std::string_view data);

// One function a subcommand, each in the file of its name: declares the options and says what runs.
void add_alerts(Command app, Context& context);
void add_audit(Command app, Context& context);
void add_access(Command app, Context& context);
void add_backup(Command app, Context& context);
void add_check_config(Command app, Context& context);
void add_classify(Command app, Context& context);
void add_compare(Command app, Context& context);
void add_concerns(Command app, Context& context);
void add_consent(Command app, Context& context);
void add_coverage(Command app, Context& context);
void add_digest(Command app, Context& context);
void add_doctor(Command app, Context& context);
void add_dpia(Command app, Context& context);
void add_evaluate(Command app, Context& context);
void add_export(Command app, Context& context);
void add_forget(Command app, Context& context);
void add_import(Command app, Context& context);
void add_label(Command app, Context& context);
void add_open(Command app, Context& context);
void add_object(Command app, Context& context);
void add_pledges(Command app, Context& context);
void add_posts(Command app, Context& context);
void add_privacy_notice(Command app, Context& context);
void add_reclassify(Command app, Context& context);
void add_report(Command app, Context& context);
void add_restore(Command app, Context& context);
void add_retention(Command app, Context& context);
void add_rotate_key(Command app, Context& context);
void add_show(Command app, Context& context);
void add_signals(Command app, Context& context);
void add_sources(Command app, Context& context);
void add_status(Command app, Context& context);
void add_trends(Command app, Context& context);

/// What --version prints: ours, then every library's, as compiled and as running where they can differ.
std::string version_text(std::string_view program);

}  // namespace nhs::cli
