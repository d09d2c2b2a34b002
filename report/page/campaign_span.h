#pragma once

#include <cstddef>
#include <string>

namespace nhs::report::page {

/// A campaign above a drawing: from one period to another, both included, as indices of its points.
struct CampaignSpan {
  std::size_t first;
  std::size_t last;
  std::string title;
};

}  // namespace nhs::report::page
