#pragma once

namespace nhs::bench {

/// Prints how many full pages of each network one core decodes in a second, and how long that takes beside
/// reading the same bytes as JSON alone. False when a page was not read as it should be.
bool measure_decoding();

}  // namespace nhs::bench
