#include "store/doctor.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/answer_format.h"
#include "cli/context.h"
#include "cli/key_at_hand.h"
#include "config/in_force.h"
#include "report/doctor_view.h"
#include "store/kept_copies.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

struct DoctorOptions {
  bool repair = false;
  bool full = false;
  std::string format = "table";
};

using MaybeLock = std::optional<store::WriterLock>;

/// Taken where it is needed; where it only helps, when nobody else has it.
Result<MaybeLock> lock_for(const std::filesystem::path& database, const DoctorOptions& options) {
  std::error_code error;
  if (!std::filesystem::exists(database, error) || (!options.repair && !options.full)) return MaybeLock{};
  auto lock = store::WriterLock::take(database, "nhsvalues doctor");
  if (lock) return MaybeLock{*std::move(lock)};
  if (options.repair) return tl::unexpected(lock.error());
  return MaybeLock{};
}

/// With all well, nobody needs to go back to the schema before.
std::vector<std::string> remove_copies(const std::filesystem::path& database) {
  std::vector<std::string> removed;
  for (const store::KeptCopy& each : store::kept_copies(database))
    if (each.of_migration) removed.push_back(each.file.string());
  const auto folder = std::filesystem::absolute(database).parent_path();
  if (removed.empty() || ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) != 0) return {};
  store::remove_copies_of_migrations(database);
  return removed;
}

Result<ExitStatus> run(const Context& context, const DoctorOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const auto lock = lock_for(config->database, options);
  if (!lock) return tl::unexpected(lock.error());
  report::DoctorFindings findings;
  findings.database = config->database.string();
  findings.repairing = options.repair;
  if (options.repair) {
    context.show_progress("repairing");
    auto repaired = store::repair(config->database, SystemClock{}.now());
    context.show_progress("");
    if (!repaired) return tl::unexpected(config::with_configuration_missed(repaired.error(), *config));
    findings.repaired = *std::move(repaired);
  }
  store::ExamineOptions how;
  how.full = options.full;
  how.may_write = lock->has_value();
  how.key = key_at_hand(*config);
  how.now = SystemClock{}.now();
  how.tell = [&](const std::string& what) { context.show_progress(what); };
  auto checks = store::examine(config->database, how);
  context.show_progress("");
  if (!checks) return tl::unexpected(config::with_configuration_missed(checks.error(), *config));
  findings.checks = *std::move(checks);
  const bool well = store::all_well(findings.checks);
  if (well) findings.removed = remove_copies(config->database);
  put(options.format == "json" ? report::doctor_json(findings)
                               : report::doctor_text(findings, context.terminal()));
  return well ? ExitStatus::done : ExitStatus::check_failed;
}

}  // namespace

void add_doctor(Command app, Context& context) {
  auto options = std::make_shared<DoctorOptions>();
  Command command = app.add_subcommand(
      "doctor",
      "Looks the database over, and says of each thing how it is and what to do; 2 when one is wrong");
  command.add_flag("--full", options->full,
                   "Also whether indexes agree with their tables; takes minutes for millions of posts");
  command.add_flag("--repair", options->repair,
                   "First makes anew what follows from the rest: rollups, findings, labels, full-text index");
  add_format_option(command, options->format, {"table", "json"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
