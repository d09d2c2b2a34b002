# Language, warnings, hardening and sanitizers, the same for every folder.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# -O3 makes g++ 12 see overlaps (-Wrestrict) that are not there, and gains nothing here.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(NHS_CCACHE ccache)
if(NHS_CCACHE)
  # Paths below the checkout are taken as relative, so that every checkout shares what any of them compiled. Precompiled
  # headers are known by their content, which ccache has to be told (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
                                  CCACHE_MAXSIZE=10G CCACHE_SLOPPINESS=pch_defines,time_macros ${NHS_CCACHE})
endif()

add_library(nhs_options INTERFACE)
target_compile_options(nhs_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -fstack-protector-strong)
target_compile_definitions(nhs_options INTERFACE _GLIBCXX_ASSERTIONS)
target_include_directories(nhs_options INTERFACE ${CMAKE_SOURCE_DIR})
if(NHS_WERROR)
  target_compile_options(nhs_options INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(nhs_options INTERFACE _FORTIFY_SOURCE=2)
  target_compile_options(nhs_options INTERFACE -fstack-clash-protection -fcf-protection)
  target_link_options(nhs_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(NHS_SANITIZE)
  target_compile_options(nhs_options INTERFACE -fsanitize=${NHS_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(nhs_options INTERFACE -fsanitize=${NHS_SANITIZE})
  # clang 14 cannot emit this check's data for coroutines ("difference across sections").
  target_compile_options(nhs_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  # Asio's fences, which the thread sanitizer does not know; its locks and atomics it knows.
  target_compile_options(nhs_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  # Recycled coroutine frames would hide a use after free from the sanitizer.
  target_compile_definitions(nhs_options INTERFACE BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
endif()

# nhs_unity_for(TARGET): its sources are compiled many at a time, which takes half the time; so a name in an
# anonymous namespace has to be the only one of its kind in the folder. The preset dev compiles each on its own, which is
# quicker after a change, and asan and tsan (scripts/nightly) find a source that does not include what it uses.
function(nhs_unity_for target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${NHS_UNITY} UNITY_BUILD_BATCH_SIZE 16)
endfunction()

# nhs_library(NAME SOURCES… [PUBLIC targets…] [PRIVATE targets…] [PRECOMPILED headers…]): one static library a folder,
# alias nhs::NAME. PRECOMPILED: what nearly all of this folder includes, beside what all folders do.
function(nhs_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE;PRECOMPILED" ${ARGN})
  add_library(nhs_${name} STATIC ${ARG_SOURCES})
  add_library(nhs::${name} ALIAS nhs_${name})
  target_link_libraries(nhs_${name} PUBLIC ${ARG_PUBLIC} PRIVATE nhs_options ${ARG_PRIVATE})
  target_include_directories(nhs_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  nhs_unity_for(nhs_${name})
  if(ARG_PRECOMPILED)
    nhs_precompiled_for(nhs_${name} ${ARG_PRECOMPILED})
  else()
    target_precompile_headers(nhs_${name} REUSE_FROM nhs_precompiled)
  endif()
endfunction()
