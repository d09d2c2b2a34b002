#pragma once

#include <string_view>

namespace nhs {

/// Takes the descriptors 0 to 2 where whoever started us closed them: else the next file that is opened gets
/// the number, and is written to as a message. Reading or writing fails there as before, but for messages,
/// which vanish. For the first line of main.
void hold_standard_streams() noexcept;

/// Writes to stderr, as it is. What cannot be written there is lost, and ends nothing: a message is worth no
/// work, and there is nobody to tell.
void put_message(std::string_view text) noexcept;

}  // namespace nhs
