# Fuzzers: every tests/fuzz/fuzz_*.cc is a program of its own, in the folder fuzz of the build.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "WHIMBREL_FUZZ needs clang, for libFuzzer: cmake --preset fuzz")
endif()

file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/fuzz_*.cc)
foreach(source ${fuzz_sources})
  cmake_path(GET source STEM program)
  add_executable(${program} ${source})
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  target_link_libraries(${program} PRIVATE whimbrel ${whimbrel_private} Boost::headers)
  target_link_options(${program} PRIVATE -fsanitize=fuzzer)
endforeach()
