#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::test {

/// People who do not exist, planted in whatever is taken in, to be looked for wherever it must not lie.
struct Planted {
  const char* what;
  std::string raw;  ///< as it was taken in; compared without case
};

/// Handles, names, addresses, numbers, dates and secrets. One list for every source and every import.
const std::vector<Planted>& planted_people();

inline constexpr std::string_view kPlantedHandle = "zebquillfeather";
inline constexpr std::string_view kPlantedFarHandle = "xanthippew@far-quill.example";
inline constexpr std::string_view kPlantedName = "Zebedee Quillfeather";
inline constexpr std::string_view kPlantedPost =
    "https://quill-host.example/@zebquillfeather/110000000000000042";
inline constexpr std::string_view kPlantedToken = "quill-secret-token-77";

/// A post that names all that a text can name, and says something that stays: `kPlantedRemains`.
std::string planted_text();
inline constexpr std::string_view kPlantedRemains = "sat with her all night";

/// What of them stands in these bytes, in UTF-8, UTF-16, percent-encoded, base64 or escaped as in JSON or
/// HTML, a line each; empty for none.
std::string planted_in(std::string_view bytes);

}  // namespace nhs::test
