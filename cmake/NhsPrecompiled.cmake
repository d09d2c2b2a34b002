# What nearly every source includes, parsed once, not a thousand times: that takes two fifths off a build. Sources go on
# including whatever they use. The presets asan and tsan build without precompiled headers, and so find one that does not.
set(NHS_COMMON_HEADERS
  <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <optional> <random>
  <set> <sstream> <string> <string_view> <unordered_map> <utility> <variant> <vector>
  <fmt/format.h> <fmt/ranges.h> <tl/expected.hpp>)

# nhs_precompiled_for(TARGET HEADERS…): those, and the common ones, for the sources of this target.
function(nhs_precompiled_for target)
  target_precompile_headers(${target} PRIVATE ${NHS_COMMON_HEADERS} ${ARGN})
endfunction()

# What all libraries share. A compiler takes it only with the options that it was made with.
add_library(nhs_precompiled OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
target_link_libraries(nhs_precompiled PRIVATE nhs_options fmt::fmt nhs_expected)
nhs_precompiled_for(nhs_precompiled)
