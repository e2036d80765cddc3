# The tests: one program per folder of src/ and tests/, one ctest entry per test case, so that `ctest -j` spreads them well.
#
# What a test may count on: testing/ (whimbrel_testing), the private headers of src/, GoogleTest and GoogleMock with their main(),
# and two definitions: WHIMBREL_SOURCE_DIR, and WHIMBREL_BINARY_DIR, where the programs lie.
find_package(GTest REQUIRED)
include(GoogleTest)
find_program(WHIMBREL_PYTHON python3 HINTS /usr/bin REQUIRED)  # Debian's own first: it sees Debian's modules

set(test_timeout 120)
set(test_environment PYTHONDONTWRITEBYTECODE=1)  # one word: gtest_discover_tests() takes no more
if(WHIMBREL_SANITIZE)
  set(test_timeout 600)
  # What sanitizers find goes to files there (CMakePresets.json says so): many processes are ended by tests that look neither at
  # their output nor at their status.
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/reports)
endif()

# A library even while testing/ is empty: it also owns the precompiled header that all test programs share.
whimbrel_sources(testing_sources testing)
file(CONFIGURE OUTPUT testing_anchor.cc CONTENT "// So that the library has a source.\n")
add_library(whimbrel_testing STATIC ${testing_sources} ${PROJECT_BINARY_DIR}/testing_anchor.cc)
target_include_directories(whimbrel_testing PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
target_link_libraries(whimbrel_testing PUBLIC whimbrel ${whimbrel_private} Boost::headers GTest::gmock GTest::gtest)
target_compile_definitions(whimbrel_testing PUBLIC
  WHIMBREL_SOURCE_DIR="${PROJECT_SOURCE_DIR}" WHIMBREL_BINARY_DIR="${PROJECT_BINARY_DIR}")
target_precompile_headers(whimbrel_testing PRIVATE ${whimbrel_common_headers} <gtest/gtest.h>)

# whimbrel_tests(<target> <label> <sources>...): a test program; ctest calls its cases <label>.<Suite>.<Case>.
function(whimbrel_tests target label)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_link_libraries(${target} PRIVATE whimbrel_testing GTest::gmock_main)
  target_precompile_headers(${target} REUSE_FROM whimbrel_testing)
  gtest_discover_tests(${target} TEST_PREFIX ${label}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${label} TIMEOUT ${test_timeout} ENVIRONMENT "${test_environment}")
endfunction()

# whimbrel_python_test(<name> <script> <arguments>...): a script that passes by exiting with 0.
function(whimbrel_python_test name script)
  add_test(NAME ${name} COMMAND ${WHIMBREL_PYTHON} ${PROJECT_SOURCE_DIR}/${script} ${ARGN})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${test_timeout}
    ENVIRONMENT "${test_environment};WHIMBREL_SOURCE_DIR=${PROJECT_SOURCE_DIR};WHIMBREL_BINARY_DIR=${PROJECT_BINARY_DIR}")
endfunction()

file(GLOB_RECURSE unit_tests RELATIVE ${PROJECT_SOURCE_DIR}/src CONFIGURE_DEPENDS src/*_test.cc)
file(GLOB_RECURSE other_tests RELATIVE ${PROJECT_SOURCE_DIR}/tests CONFIGURE_DEPENDS tests/*_test.cc)
list(FILTER other_tests EXCLUDE REGEX "^(conformance|fuzz|install)/")

foreach(file ${unit_tests})
  string(REGEX REPLACE "^(script/[^/]+|[^/]+)/.*" "\\1" folder ${file})
  string(REPLACE "/" "_" folder ${folder})
  list(APPEND unit_tests_${folder} src/${file})
  list(APPEND unit_folders ${folder})
endforeach()
foreach(file ${other_tests})
  string(REGEX REPLACE "/.*" "" folder ${file})
  list(APPEND other_tests_${folder} tests/${file})
  list(APPEND other_folders ${folder})
endforeach()
list(REMOVE_DUPLICATES unit_folders)
list(REMOVE_DUPLICATES other_folders)
foreach(folder ${unit_folders})
  whimbrel_tests(${folder}_test ${folder} ${unit_tests_${folder}})
  if(folder MATCHES "^script")
    target_link_libraries(${folder}_test PRIVATE whimbrel_${folder})
  endif()
endforeach()
foreach(folder ${other_folders})
  whimbrel_tests(tests_${folder} tests.${folder} ${other_tests_${folder}})
endforeach()

file(GLOB_RECURSE python_tests RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS tests/*_test.py)
list(FILTER python_tests EXCLUDE REGEX "^tests/conformance/")
foreach(file ${python_tests})
  cmake_path(GET file PARENT_PATH folder)
  cmake_path(GET file STEM stem)
  string(REGEX REPLACE "^tests/" "" folder ${folder})
  string(REGEX REPLACE "_test$" "" stem ${stem})
  whimbrel_python_test(${folder}.${stem} ${file})
endforeach()

if(NOT WHIMBREL_SANITIZE)
  whimbrel_python_test(install.outside_project tests/install/run.py --source ${PROJECT_SOURCE_DIR} --build ${PROJECT_BINARY_DIR}
    --compiler ${CMAKE_CXX_COMPILER})
endif()
