# Writes what ctest reads of a test program: each of its tests, by name. Not include(Catch): Debian's takes a name with
# a semicolon for two, which no test has, and loses the space of "NAME: ".
#   cmake -D PROGRAM=FILE -D NAME=NAME -D LABEL=LABEL -D FOLDER=where it runs -D FILE=what is written -P this
execute_process(COMMAND "${PROGRAM}" --list-test-names-only OUTPUT_VARIABLE names)
set(script "")
while(names MATCHES "^([^\n]+)\n(.*)$")
  set(test "${CMAKE_MATCH_1}")
  set(names "${CMAKE_MATCH_2}")
  # What Catch2 would read as more than a name.
  string(REGEX REPLACE "([][,\\])" "\\\\\\1" asked "${test}")
  # A name that no test has fails. What says that it is left out (tests/support/left_out.h) counts as skipped, unless
  # something of it failed.
  string(APPEND script "add_test([==[${NAME}: ${test}]==] \"${PROGRAM}\" -w NoTests [==[${asked}]==])\n"
                       "set_tests_properties([==[${NAME}: ${test}]==] PROPERTIES LABELS ${LABEL} TIMEOUT 300\n"
                       "  WORKING_DIRECTORY \"${FOLDER}\"\n"
                       "  SKIP_REGULAR_EXPRESSION [==[left out: .*(All tests passed|assertions: - none -)]==])\n")
endwhile()
if(script STREQUAL "")
  message(FATAL_ERROR "${PROGRAM} lists no tests")
endif()
file(WRITE "${FILE}" "${script}")
