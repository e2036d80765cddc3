# The conformance cases, one ctest entry per group. A case that is skipped counts as failed.
if(NOT TARGET conformance-driver)
  return()
endif()

# whimbrel_conformance(<group> <arguments>...)
function(whimbrel_conformance group)
  whimbrel_python_test(conformance.${group} tests/run_conformance.py --driver $<TARGET_FILE:conformance-driver> --jobs 2
    --filter ${group}/ ${ARGN})
  set_tests_properties(conformance.${group} PROPERTIES LABELS conformance TIMEOUT 900 COST 100)  # longest first
endfunction()

foreach(group values inputs handshake peering routing robust store)
  whimbrel_conformance(${group})
endforeach()
# Left out by name: a case that the kit always skips, and one that needs a Python with websockets.
whimbrel_conformance(websocket --exclude "client library")
whimbrel_conformance(tls)
whimbrel_conformance(recorded --exclude "node unpeers")

# Recorded scripts and what they print.
foreach(group language errors builtins utils logging processes)
  whimbrel_python_test(scripts.${group} tests/run_scripts.py --program $<TARGET_FILE:whimbrel_program> --group ${group})
  set_tests_properties(scripts.${group} PROPERTIES LABELS scripts TIMEOUT 900 COST 50)
endforeach()

# Scripts of our own, beside what they must print.
whimbrel_python_test(scripts.own tests/scripts/run.py --zeek "$<TARGET_FILE:whimbrel_program> run" --jobs 2 --verbose)
set_tests_properties(scripts.own PROPERTIES LABELS scripts TIMEOUT 900 COST 50)
