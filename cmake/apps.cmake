# The programs: one per folder of apps/. They land in the top of the build folder. A folder without sources yet is passed over.
find_package(CLI11 REQUIRED)

# whimbrel_app(<target> <folder>): the program of apps/<folder>, called like the folder.
function(whimbrel_app target folder)
  whimbrel_sources(sources apps/${folder})
  if(NOT sources)
    message(STATUS "apps/${folder} has no sources yet")
    return()
  endif()
  add_executable(${target} ${sources})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${folder} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE whimbrel ${whimbrel_private} CLI11::CLI11)
endfunction()

whimbrel_app(whimbrel_program whimbrel)  # the library has the plain name
target_link_libraries(whimbrel_program PRIVATE whimbrel_scripthost)
whimbrel_app(conformance-driver conformance-driver)
if(TARGET whimbrel_program)
  target_precompile_headers(whimbrel_program PRIVATE ${whimbrel_common_headers} <CLI/App.hpp>)
endif()

add_custom_target(programs)
foreach(target whimbrel_program conformance-driver)
  if(TARGET ${target})
    add_dependencies(programs ${target})
  endif()
endforeach()
if(TARGET whimbrel_program)
  install(TARGETS whimbrel_program RUNTIME)
endif()
