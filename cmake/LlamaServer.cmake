# Included by llama.cpp's own project() when cmake/fetch-models.sh builds its server: half of the time goes into optimizing what
# reads JSON and chat templates, which no test waits for. The libraries that calculate stay as they are, and are thus found in the
# compiler cache.
function(tandem_compile_quickly)
    foreach(target llama-common llama-common-base cpp-httplib mtmd server-context llama-server-impl llama-server)
        if(TARGET ${target})
            target_compile_options(${target} PRIVATE -O0)
        endif()
    endforeach()
endfunction()
cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL tandem_compile_quickly)
