#pragma once

#include <map>
#include <optional>
#include <vector>

#include "evaluation/label_cells.h"
#include "evaluation/stratified.h"

namespace nhs::evaluation {

/// The texts counted three ways: each as it stands, as its weight says, and by the square of that. Does not
/// change once it is made.
class WeighedTexts {
 public:
  explicit WeighedTexts(const std::vector<Comparison>& texts);

  /// As they stand.
  std::size_t number(const CellSet& cells) const;
  /// How many texts of one weight tell as much as those of these cells; 0 of none.
  double effective(const CellSet& cells) const;

  /// part / (part + rest) with Wilson's interval; nothing where there is no whole.
  std::optional<Estimate> share_of(const CellSet& part, const CellSet& rest) const;
  /// The same where what was missed may lie in strata in which nothing was seen, which a weighted Wilson
  /// interval does not know of.
  std::optional<Estimate> share_with_unseen(const CellSet& part, const CellSet& rest) const;

  /// Of more than one.
  bool is_of_strata() const { return strata_.size() > 1; }
  const Counts& weighted() const { return weighted_; }
  const std::vector<CountedText>& texts() const { return texts_; }

 private:
  std::vector<StratumPart> parts_of(const CellSet& part, const CellSet& rest) const;

  std::map<std::size_t, StratumPart> strata_;  ///< with nothing counted
  std::vector<CountedText> texts_;
  Counts plain_{}, squared_{}, weighted_{};
};

}  // namespace nhs::evaluation
