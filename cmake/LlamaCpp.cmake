# llama.cpp is fetched and built once by ./dev (see cmake/fetch-models.sh) into the user's cache.
# Without it everything still builds; LocalEmbedder::create then answers Unavailable.
set(TANDEM_CACHE "$ENV{XDG_CACHE_HOME}" CACHE PATH "Where ./dev keeps fetched sources and models")
if(NOT TANDEM_CACHE)
    set(TANDEM_CACHE "$ENV{HOME}/.cache" CACHE PATH "" FORCE)
endif()
set(TANDEM_LLAMA_DIR "${TANDEM_CACHE}/tandem/llama" CACHE PATH "llama.cpp: include/ and lib/")

add_library(tandem_llama INTERFACE)
if(EXISTS ${TANDEM_LLAMA_DIR}/include/llama.h)
    find_package(Threads REQUIRED)
    target_include_directories(tandem_llama SYSTEM INTERFACE ${TANDEM_LLAMA_DIR}/include)
    target_link_libraries(tandem_llama INTERFACE
        ${TANDEM_LLAMA_DIR}/lib/libllama.a ${TANDEM_LLAMA_DIR}/lib/libggml.a
        ${TANDEM_LLAMA_DIR}/lib/libggml-cpu.a ${TANDEM_LLAMA_DIR}/lib/libggml-base.a Threads::Threads ${CMAKE_DL_LIBS} m)
    target_compile_definitions(tandem_llama INTERFACE TANDEM_WITH_LLAMA=1)
else()
    message(STATUS "llama.cpp is not in ${TANDEM_LLAMA_DIR}: building without local models (run ./dev models)")
    target_compile_definitions(tandem_llama INTERFACE TANDEM_WITH_LLAMA=0)
endif()
