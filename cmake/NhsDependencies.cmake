# Every third-party library, found once. All are Debian 12 packages (scripts/packages.txt).
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(date REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(pugixml REQUIRED)
# Older Boosts lack cancellation slots and as_tuple; the net folder needs both.
find_package(Boost 1.81 REQUIRED)
pkg_check_modules(GUMBO REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)

# Header-only packages and those without a CMake file of their own.
find_path(RAPIDJSON_INCLUDE rapidjson/document.h REQUIRED)
add_library(nhs_rapidjson INTERFACE)
target_include_directories(nhs_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE})

find_path(EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
add_library(nhs_expected INTERFACE)
target_include_directories(nhs_expected SYSTEM INTERFACE ${EXPECTED_INCLUDE})

find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
add_library(nhs_cli11 INTERFACE)
target_include_directories(nhs_cli11 SYSTEM INTERFACE ${CLI11_INCLUDE})

find_library(CLD2_LIBRARY cld2 REQUIRED)
find_path(CLD2_INCLUDE cld2/public/compact_lang_det.h REQUIRED)
add_library(nhs_cld2 INTERFACE)
target_include_directories(nhs_cld2 SYSTEM INTERFACE ${CLD2_INCLUDE})
target_link_libraries(nhs_cld2 INTERFACE ${CLD2_LIBRARY})
