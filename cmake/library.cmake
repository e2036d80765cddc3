# The library: everything under src/ but the tests. src/net is compiled apart, with Asio in a precompiled header of its own.
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(simdjson REQUIRED)
find_package(SQLite3 REQUIRED)

# whimbrel_sources(<variable> <folder>): the sources below a folder, without its tests.
function(whimbrel_sources variable folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# whimbrel_objects(<name> <sources> <headers to precompile>): a part of the library.
function(whimbrel_objects name sources headers)
  add_library(${name} OBJECT ${sources})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE "${BUILD_SHARED_LIBS}")
  target_include_directories(${name} PRIVATE ${whimbrel_include} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE ${whimbrel_private} Boost::headers)
  target_precompile_headers(${name} PRIVATE ${headers})
endfunction()

configure_file(include/whimbrel/version.h.in ${PROJECT_BINARY_DIR}/include/whimbrel/version.h @ONLY)
set(whimbrel_include ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
set(whimbrel_private fmt::fmt simdjson::simdjson OpenSSL::SSL OpenSSL::Crypto SQLite::SQLite3 Threads::Threads)
set(whimbrel_common_headers <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <unordered_map> <variant> <vector>
    <fmt/format.h>)

add_library(whimbrel)
add_library(whimbrel::whimbrel ALIAS whimbrel)
whimbrel_sources(net_sources src/net)
whimbrel_sources(core_sources src)
list(FILTER core_sources EXCLUDE REGEX "/src/script(host)?/")
if(net_sources)
  list(REMOVE_ITEM core_sources ${net_sources})
  whimbrel_objects(whimbrel_net "${net_sources}" "${whimbrel_common_headers};<boost/asio.hpp>;<boost/asio/ssl.hpp>")
  target_sources(whimbrel PRIVATE $<TARGET_OBJECTS:whimbrel_net>)
endif()
whimbrel_objects(whimbrel_core "${core_sources}" "${whimbrel_common_headers}")
target_sources(whimbrel PRIVATE $<TARGET_OBJECTS:whimbrel_core>)

set_target_properties(whimbrel PROPERTIES LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION} SOVERSION 0)
target_compile_features(whimbrel PUBLIC cxx_std_20)
target_include_directories(whimbrel PUBLIC
  "$<BUILD_INTERFACE:${whimbrel_include}>" $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(whimbrel PRIVATE ${whimbrel_private})
