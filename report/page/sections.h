#pragma once

#include <string>

#include "report/page/document.h"
#include "report/page/period_report.h"

namespace nhs::report::page {

// The parts of a report in their order, each in the file of its name.

/// What happened, by how much and how sure that is, in one paragraph.
std::string story(const PeriodReport& report);

Section values_at_a_glance(const PeriodReport& report);
Section feelings(const PeriodReport& report);
/// An XmR chart for each thing that is more than the usual ups and downs in the period.
Section shifts(const PeriodReport& report);
/// What these charts say, one by one.
std::vector<std::string> shifts_in_words(const PeriodReport& report);
/// Against the period before.
Section changes(const PeriodReport& report);
/// Those marked in the charts, with their times.
Section campaigns(const PeriodReport& report);
/// By network and by kind.
Section where_and_who(const PeriodReport& report);
/// Lived experience apart from what is announced.
Section lived_and_announced(const PeriodReport& report);
/// People beside posts.
Section people(const PeriodReport& report);
Section voices(const PeriodReport& report);
Section pledges(const PeriodReport& report);
Section posts_to_read(const PeriodReport& report);
Section completeness(const PeriodReport& report);
/// How the numbers come about, and how right they are.
///
/// hides: the report shows the mark of a hidden number.
Section method(const PeriodReport& report, bool hides);

}  // namespace nhs::report::page
