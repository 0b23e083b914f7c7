# Tests of the whole program, which need a build of another preset. ./check names both; without them
# only the tests of the rooms are registered.
set(WERVELWIJZER_BINARY "" CACHE FILEPATH "Release binary for the conformance suites")
set(WERVELWIJZER_ASAN_BUILD "" CACHE PATH "Build folder whose tests run under the sanitizers")

find_package(Python3 COMPONENTS Interpreter)

# wervelwijzer_suite(NAME script arguments...): a Python suite against the release binary, when both
# are there. Its exit code tells.
function(wervelwijzer_suite name script)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${script}")
    add_test(NAME ${name}
      COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/${script}" ${ARGN})
    set_tests_properties(${name} PROPERTIES LABELS conformance TIMEOUT 900)
  endif()
endfunction()

if(WERVELWIJZER_BINARY AND Python3_Interpreter_FOUND)
  wervelwijzer_suite(conformance.http conformance/http/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.attack conformance/attack/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.state conformance/state/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.golden conformance/http/golden.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.golden_pages docs/cards/render.py --check)
  wervelwijzer_suite(conformance.golden_matrix docs/cards/matrix.py --check)
  wervelwijzer_suite(conformance.schema conformance/schema/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.versions conformance/versions/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.drafts conformance/versions/drafts.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.sweep conformance/sweep/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.guideline conformance/guideline/run.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.guideline_over_http conformance/guideline/over_http.py
                     "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.guideline_tables conformance/guideline/oracle.py check)
  wervelwijzer_suite(conformance.guideline_random conformance/guideline/random_check.py
                     "${WERVELWIJZER_BINARY}" 2000 1)
  wervelwijzer_suite(conformance.region conformance/region/run.py "${WERVELWIJZER_BINARY}" 200)
  wervelwijzer_suite(conformance.command_line tests/app/command_line_test.py
                     "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.deploy tests/app/deploy_test.py "${WERVELWIJZER_BINARY}")
  wervelwijzer_suite(conformance.code_import tests/app/code_import_test.py
                     "${WERVELWIJZER_BINARY}")
  # They watch memory and descriptors and open many connections: alone on the machine.
  set_tests_properties(conformance.http conformance.attack conformance.state PROPERTIES RUN_SERIAL ON)
endif()

if(WERVELWIJZER_ASAN_BUILD)
  get_property(programs GLOBAL PROPERTY WERVELWIJZER_TEST_PROGRAMS)
  foreach(program IN LISTS programs)
    get_filename_component(name "${program}" NAME)
    add_test(NAME sanitized.${name} COMMAND "${WERVELWIJZER_ASAN_BUILD}/${program}")
    set_tests_properties(sanitized.${name} PROPERTIES LABELS sanitized TIMEOUT 1800
      ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1")
  endforeach()
endif()
