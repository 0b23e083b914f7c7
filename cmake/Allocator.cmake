# The allocator of the programs that serve and of the benchmarks: a call allocates some thousand
# small texts, for which jemalloc takes a third of the time of glibc's malloc and gives memory back.
# Without it, or under a sanitizer, which brings its own, the one of the system is used.
option(WERVELWIJZER_JEMALLOC "Link jemalloc where it is installed" ON)

add_library(wervelwijzer_allocator INTERFACE)
if(WERVELWIJZER_JEMALLOC AND NOT WERVELWIJZER_SANITIZE)
  find_library(JEMALLOC NAMES libjemalloc_pic.a)
  if(JEMALLOC)
    find_package(Threads REQUIRED)
    target_link_libraries(wervelwijzer_allocator INTERFACE "${JEMALLOC}" Threads::Threads
                          ${CMAKE_DL_LIBS} m)
  endif()
endif()
