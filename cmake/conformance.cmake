# The conformance cases that concern the native protocol, one ctest entry per group. A case that is skipped counts as failed.
if(NOT TARGET conformance-driver)
  return()
endif()

# whimbrel_conformance(<group> <arguments>...)
function(whimbrel_conformance group)
  whimbrel_python_test(conformance.${group} tests/run_conformance.py --driver $<TARGET_FILE:conformance-driver> --jobs 2
    --filter ${group}/ ${ARGN})
  set_tests_properties(conformance.${group} PROPERTIES LABELS conformance TIMEOUT 900 PROCESSORS 2 COST 100)
endfunction()

foreach(group values inputs handshake peering routing robust tls)
  whimbrel_conformance(${group})
endforeach()
whimbrel_conformance(recorded --exclude WebSocket --exclude recorded/store)
