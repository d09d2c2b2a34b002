#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/comparison.h"
#include "report/coverage_view.h"
#include "report/page/document.h"
#include "report/page/told_row.h"
#include "report/signals_view.h"
#include "store/pledge.h"

namespace nhs::report::page {

/// So many pledges are listed, and so many of those who made them.
inline constexpr std::size_t kPledgesListed = 10;

/// The posts of one network or kind in the period.
struct Part {
  std::string name;
  store::TrendRow counts;
};

/// What the team sees beside the numbers that everybody may see, with nothing hidden in it.
struct Inside {
  store::TrendRow counts;      ///< of the period itself
  std::vector<Part> networks;  ///< those with posts, most first
  std::vector<Part> kinds;     ///< all, in their order
  store::CoverageResult coverage;
  CoverageSurroundings around;
  store::Pledges pledges;  ///< at least the first kPledgesListed makers
};

/// All that a report on a period is written from.
struct PeriodReport {
  TimeZone zone;
  Period period = {};
  std::string filters = {};  ///< in words; empty for none
  /// The periods up to the one reported on, which is their last. Of a time that is no whole period, days,
  /// weeks or months of which the last ones make it up.
  std::vector<ToldRow> rows = {};
  ToldRow now = {};  ///< the period itself
  /// What is usual, from the rows as they are told.
  SignalsFound usual = {};
  /// Against the period of equal length before it, from what is told of both; nothing when that lies before
  /// anything was collected.
  std::optional<Comparison> against = {};
  std::optional<Inside> inside = {};  ///< nothing in a report for the public
  /// Of `now`'s numbers, in their order.
  std::vector<std::string> networks = {};
  /// Names of networks whose texts came from files, with nothing that tells that they were ever public: they
  /// may be answers to a survey.
  std::vector<std::string> from_files = {};
  /// How numbers for the public are told, a line each.
  std::vector<std::string> notes = {};
  std::vector<Gap> gaps = {};  ///< of the period
  /// At least one in the period; without any its posts were read later or imported, which nobody can tell
  /// apart afterwards. For the public; `inside` tells the team.
  bool sources_asked = true;
  std::vector<Campaign> campaigns = {};  ///< that ran in the time of `rows`
  /// Posts of one sentiment alone were asked for, so that how people felt tells nothing.
  std::optional<Sentiment> only = {};
  /// For the public only of those who agreed.
  std::vector<store::StoredPost> to_read = {};
  std::size_t behind_first_signal = 0;  ///< so many of them, which come first
  std::string accuracy = {};            ///< the sentence of report/judged_accuracy.h
  UtcTime made_at = {};

  bool for_public() const { return !inside; }
  /// What the period's numbers are of: "Public posts", "Texts from files", "Public posts and texts from
  /// files".
  std::string_view of_what() const;
  Bucket by() const { return usual.asked.by; }
  /// What the period is compared with: "week", "month", or "time of equal length".
  std::string_view against_noun() const;
};

/// Works out `usual` and, with a row for the time before, `against` from the rows: for the public, so that
/// they rest on nothing but what is told. Charts and shares that would need a hidden number are left out.
void work_out_from_told(PeriodReport& report, const ToldRow* before);

/// The report: a story in a paragraph first, then what it rests on.
Document period_document(const PeriodReport& report);

}  // namespace nhs::report::page
