#pragma once

#include <vector>

#include "tests/schedules/model_network.h"

namespace nhs::test {

/// A search that answers in JSON, pages by token or by time, and is described as any such service is. Posts
/// reach it late, and stand in its index by their date or, with their old date, among the new.
class JsonNetwork final : public ModelNetwork {
 public:
  explicit JsonNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override;
  const std::set<std::string>& ever_published() const override { return ever_; }

 private:
  struct Item {
    int id;
    UtcTime created_at;
    UtcTime stands_at;  ///< where in the index
    std::string text;
  };

  void publish(UtcTime created_at, UtcTime now);
  void publish_late(Chance& chance, UtcTime now);
  void edit(Chance& chance, UtcTime now);
  void remove(Chance& chance);

  bool by_time_;             ///< else by token
  bool index_by_arrival_;    ///< else by date
  bool since_;               ///< it can be asked for what is newer than a moment
  std::size_t page_;         ///< items on one
  std::size_t most_pages_;   ///< of a run
  std::vector<Item> index_;  ///< the newest first
  /// Posts that may lie behind the first walk's last page, as they stood when it began; a second page asked
  /// for shows that its first was kept.
  std::set<int> behind_;
  bool first_walk_lives_ = false;
  std::set<std::string> ever_;
  int serial_ = 0;
  int last_late_ = 0;
};

}  // namespace nhs::test
