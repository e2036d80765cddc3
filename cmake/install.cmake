# What `cmake --install` puts where: library, headers, man pages, completions, and the package for find_package(whimbrel).
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/whimbrel)
install(TARGETS whimbrel EXPORT whimbrelTargets)
install(DIRECTORY include/whimbrel ${PROJECT_BINARY_DIR}/include/whimbrel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
install(EXPORT whimbrelTargets NAMESPACE whimbrel:: DESTINATION ${package_dir})
configure_package_config_file(cmake/whimbrelConfig.cmake.in whimbrelConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(whimbrelConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/whimbrelConfig.cmake ${PROJECT_BINARY_DIR}/whimbrelConfigVersion.cmake DESTINATION ${package_dir})

file(GLOB man_pages CONFIGURE_DEPENDS docs/man/*.1)
install(FILES ${man_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

file(GLOB completions CONFIGURE_DEPENDS completions/*)
foreach(file ${completions})
  cmake_path(GET file STEM program)
  if(file MATCHES "\\.bash$")
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program})
  elseif(file MATCHES "\\.fish$")
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
  elseif(program MATCHES "^_")
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME ${program})
  endif()
endforeach()
