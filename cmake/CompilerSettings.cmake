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

# What makes a mistake in memory end the process instead of obeying whoever sent the bytes. On in what
# is shipped; bench/instructions --against tells what it costs. _FORTIFY_SOURCE needs optimisation and
# stands in the way of the sanitizers, which see more.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WERVELWIJZER_SANITIZE)
  set(hardened ON)
else()
  set(hardened OFF)
endif()
option(WERVELWIJZER_HARDENING "Harden the program against mistakes in memory" ${hardened})
if(WERVELWIJZER_HARDENING)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
                      -fstack-clash-protection)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    add_compile_options(-fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    add_compile_options(-mbranch-protection=standard)
  endif()
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
