// The one place where Catch2 is compiled: it takes longer than any test file.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
