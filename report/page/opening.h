#pragma once

#include "report/signals_text.h"

namespace nhs::report::page {

/// Whether a signal may open a report or digest, instead of standing lower among those that chance brings.
///
/// A report reads up to 49 charts (six values, in any direction and in each, as shares and as numbers, and
/// all posts). By the rules of report/xmr.h every second week in which nothing changes has a signal in one of
/// them, and a sentence that stands first, and is copied to the board, would be chance every other week. So
/// it is held to more: a point four sigma from the mean, where the limits are three; a row of twelve on one
/// side of the mean, where seven are a signal; or a trend, which is rare. A sigma is that of the limits, and
/// not less than what counting alone makes of so many posts (Poisson, binomial), for of few periods or posts
/// the moving range is often too small by chance.
///
/// Of simulated weeks without any change 1 to 5 of a hundred open so (12 and 24 weeks of 10 to 70 posts, as
/// numerous as chance has it, or by 40% more and less), where 40 to 53 have a signal. The procedure of
/// `compare` (Benjamini and Hochberg at 5%) on normal tails of the same points let 14 to 27 open: it trusts
/// the tail beyond what so few points tell of it.
///
/// Pure and thread-safe.
bool opens_report(const ToldSignal& told);

}  // namespace nhs::report::page
