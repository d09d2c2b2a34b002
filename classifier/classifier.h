#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/classification.h"
#include "core/result.h"

namespace nhs::classifier {

/// The register of a text: patients' survey comments and social posts want different thresholds.
enum class Domain : std::uint8_t { automatic, patient, post };

/// How far a stated language is to be believed.
enum class StatedLanguage : std::uint8_t {
  hint,     ///< a network's word: people write in other languages than their account's
  certain,  ///< a person's word: not looked into
};

/// Judges texts. Pure and thread-safe: one instance serves all threads.
class Classifier {
 public:
  virtual ~Classifier() = default;

  /// Never fails: any bytes give a result (invalid UTF-8 is judged as repaired; offsets are into the text as
  /// given).
  ///
  /// language: BCP 47, as the network says it, or empty. A text that is plainly in another language than
  /// English is left unclassified.
  virtual Classification classify(std::string_view text, std::string_view language = {},
                                  Domain domain = Domain::automatic,
                                  StatedLanguage stated = StatedLanguage::hint) const = 0;

  /// `2026.11`: stands in every classification and in the rollups' keys.
  virtual std::string version() const = 0;
};

/// Loads a model file (docs/model-format.md). Fails with no_input (66) when it is not there, bad_data (65)
/// when it is not a model, of another format, or damaged (its checksum is compared).
Result<std::unique_ptr<const Classifier>> load_model(const std::filesystem::path& file);

/// The model's path: $NHSVALUES_MODEL, else beside the executable, in the source tree it was built from, or
/// under the install prefix. Fails with no_input (66) and says where it looked.
Result<std::filesystem::path> find_model();

}  // namespace nhs::classifier
