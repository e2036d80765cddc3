# The script runtime: a library of its own beside the one for endpoints, in layers of one folder each (tools/layers.txt).
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)  # its pkg-config file brings -pthread, which does not go with precompiled headers made without it

# g++ 12 sees a std::string of one character written beyond its end, which it is not (GCC bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  set(script_options -Wno-array-bounds -Wno-stringop-overflow)
endif()

# g++ guesses that a node of a syntax tree does not override its class's slow way, which is wrong wherever it matters.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND script_options -fno-devirtualize-speculatively)
endif()

set(script_folders model syntax run bind builtins input logging supervisor broker)
foreach(folder ${script_folders})
  whimbrel_sources(sources src/script/${folder})
  set(target whimbrel_script_${folder})
  # So that a folder may be empty.
  file(CONFIGURE OUTPUT ${target}_anchor.cc CONTENT "// So that the library has a source.\n")
  add_library(${target} STATIC ${sources} ${PROJECT_BINARY_DIR}/${target}_anchor.cc)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_compile_options(${target} PRIVATE ${script_options})
  target_link_libraries(${target} PUBLIC whimbrel ${whimbrel_private} ${RE2_LIBRARY})
  if(folder STREQUAL model)
    target_precompile_headers(${target} PRIVATE ${whimbrel_common_headers})
  else()
    target_precompile_headers(${target} REUSE_FROM whimbrel_script_model)
  endif()
endforeach()
target_link_libraries(whimbrel_script_syntax PUBLIC whimbrel_script_model)
target_link_libraries(whimbrel_script_run PUBLIC whimbrel_script_model)
target_link_libraries(whimbrel_script_bind PUBLIC whimbrel_script_run whimbrel_script_syntax)
target_link_libraries(whimbrel_script_builtins PUBLIC whimbrel_script_run resolv)
target_link_libraries(whimbrel_script_input PUBLIC whimbrel_script_builtins)
target_link_libraries(whimbrel_script_supervisor PUBLIC whimbrel_script_builtins)
target_link_libraries(whimbrel_script_broker PUBLIC whimbrel_script_logging whimbrel_script_builtins)
target_link_libraries(whimbrel_script_logging PUBLIC whimbrel_script_builtins PRIVATE SQLite::SQLite3 ZLIB::ZLIB)

# The base scripts become part of the program.
file(GLOB_RECURSE base_scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scripts/*.zeek)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_command(OUTPUT base_scripts.cc
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/embed-scripts ${PROJECT_SOURCE_DIR}/scripts base_scripts.cc
  DEPENDS ${PROJECT_SOURCE_DIR}/tools/embed-scripts ${base_scripts})
whimbrel_sources(scripthost_sources src/scripthost)
add_library(whimbrel_scripthost STATIC ${scripthost_sources} ${CMAKE_CURRENT_BINARY_DIR}/base_scripts.cc)
target_include_directories(whimbrel_scripthost PUBLIC ${PROJECT_SOURCE_DIR}/src)
target_compile_options(whimbrel_scripthost PRIVATE ${script_options})
target_precompile_headers(whimbrel_scripthost REUSE_FROM whimbrel_script_model)
target_link_libraries(whimbrel_scripthost PUBLIC whimbrel_script_broker whimbrel_script_input whimbrel_script_supervisor whimbrel_script_logging whimbrel_script_builtins whimbrel_script_bind)
