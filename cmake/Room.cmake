# wervelwijzer_room(NAME SOURCES a.cc b.cc [ROOMS base fhir ...] [DOORS third-party-target ...])
#
# One static library `wervelwijzer_NAME` for a room. ROOMS are rooms further to the left, visible to
# those who use this room. DOORS are third-party libraries; they stay private to the room.
function(wervelwijzer_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;DOORS" ${ARGN})
  add_library(wervelwijzer_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(wervelwijzer_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  foreach(left IN LISTS ROOM_ROOMS)
    target_link_libraries(wervelwijzer_${name} PUBLIC wervelwijzer_${left})
  endforeach()
  target_link_libraries(wervelwijzer_${name} PRIVATE ${ROOM_DOORS})
endfunction()

# wervelwijzer_test(NAME SOURCES a_test.cc ... LINK targets ...)
#
# One test program per room. The tests see WERVELWIJZER_SOURCE_DIR, the repository root, and
# WERVELWIJZER_SHARED_DIR, where public samples lie that are never copied in (may be absent).
function(wervelwijzer_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINK} GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(${name} PRIVATE
    WERVELWIJZER_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    WERVELWIJZER_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${name})
  file(RELATIVE_PATH place "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${name}")
  set_property(GLOBAL APPEND PROPERTY WERVELWIJZER_TEST_PROGRAMS "${place}")
endfunction()
