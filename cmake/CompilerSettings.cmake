set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Everything ends in executables: code that need not be moved into a shared library lets the
# compiler inline across its own functions.
add_compile_options(-fPIE)
add_link_options(-pie)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor)
option(WERVELWIJZER_WARNINGS_ARE_ERRORS "Stop at the first warning" ON)
if(WERVELWIJZER_WARNINGS_ARE_ERRORS)
  add_compile_options(-Werror)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

# Sanitizers for every target at once: -DWERVELWIJZER_SANITIZE=address,undefined or =thread.
set(WERVELWIJZER_SANITIZE "" CACHE STRING "Value of -fsanitize for all targets; empty for none")
if(WERVELWIJZER_SANITIZE)
  add_compile_options(-fsanitize=${WERVELWIJZER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WERVELWIJZER_SANITIZE})
endif()
