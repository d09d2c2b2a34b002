#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "store/health.h"

namespace nhs::report {

/// What `doctor` found and did.
struct DoctorFindings {
  std::string database;
  std::vector<store::HealthCheck> checks;
  std::vector<std::string> repaired;  ///< in words; empty when nothing was, or nothing had to be
  /// `--repair` was asked for.
  bool repairing = false;
  /// Copies made before a migration, which are not needed any more.
  std::vector<std::string> removed;
};

/// A line for each check: what, how it is, what to do; longer ones broken to fit.
std::string doctor_text(const DoctorFindings& findings, const Terminal& terminal);

/// The shape `nhsvalues.doctor/1`.
std::string doctor_json(const DoctorFindings& findings);

/// What a database or a backup holds, in a sentence: `1,234 posts, the newest of 2026-11-20, …`.
std::string contents_in_words(const store::Contents& contents, const TimeZone& zone);

}  // namespace nhs::report
