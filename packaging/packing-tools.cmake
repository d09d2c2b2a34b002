# Read by cpack before it makes a package. Without dpkg-shlibdeps it would make one that names no library it needs, and
# say so in passing.
if(CPACK_GENERATOR STREQUAL "DEB")
  foreach(tool dpkg-shlibdeps file)
    find_program(NHS_TOOL_${tool} ${tool})
    if(NOT NHS_TOOL_${tool})
      message(FATAL_ERROR "The program ${tool} is missing, by which the libraries that the package needs are found: "
                          "run scripts/install-packages scripts/packages.txt, then cpack again")
    endif()
  endforeach()
endif()
