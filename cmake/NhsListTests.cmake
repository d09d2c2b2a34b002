# Writes what ctest reads of a test program: each of its tests, by name. Not include(Catch): Debian's takes a name with
# a semicolon for two, which no test has, and loses the space of "NAME: ".
#   cmake -D PROGRAM=FILE -D NAME=NAME -D LABEL=LABEL -D FOLDER=where it runs -D FILE=what is written -P this
# Catch2 ends with the number of tests.
execute_process(COMMAND "${PROGRAM}" --list-test-names-only OUTPUT_VARIABLE names RESULT_VARIABLE ended)
if(NOT ended MATCHES "^[0-9]+$")
  message(FATAL_ERROR "${PROGRAM} did not list its tests: ${ended}")
endif()
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
                       "  SKIP_REGULAR_EXPRESSION [==[left out: .*(All tests passed[^\n]*|assertions: - none -)[ \n]*$]==])\n")
endwhile()
if(script STREQUAL "" OR NOT names MATCHES "^[ \n]*$")
  message(FATAL_ERROR "${PROGRAM} lists no tests, or not all: ${names}")
endif()
file(WRITE "${FILE}" "${script}")
