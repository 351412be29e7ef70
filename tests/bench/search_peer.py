#!/usr/bin/env python3
"""The peers of bench search: hnswlib, faiss and usearch, one thread each, in an environment of their own, over a pipe.

Seconds are of the processor's time. Reads one JSON request a line, answers with one JSON line:
  {"op": "open", "folder": "...", "dimension": 384}            -> {"versions": {...}}   rows.f32, queries.f32, nearest.u32 in it
  {"op": "build", "engine": "faiss", "effort": 200, "links": 16} -> {"seconds": s, "bytes_per_vector": b}
  {"op": "search", "engine": "faiss", "effort": 64}            -> {"seconds": s, "recall": r}   all queries, the best ten each
  {"op": "flat", "rows": 10000, "queries": 200}                -> {"seconds": s}   faiss IndexFlatIP, query by query
"""
import gc
import importlib.metadata
import os
import time
from pathlib import Path

import peer

PACKAGES = ["hnswlib==0.8.0", "faiss-cpu==1.15.1", "usearch==2.26.6", "numpy==2.2.6"]
ENVIRONMENT = peer.CACHE / "bench-venv-search"
BEST = 10


def private_bytes():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


class Hnswlib:
    def __init__(self, rows, links, effort):
        import hnswlib
        self.index = hnswlib.Index(space="ip", dim=rows.shape[1])
        self.index.init_index(max_elements=len(rows), M=links, ef_construction=effort)
        self.index.set_num_threads(1)
        self.index.add_items(rows, num_threads=1)

    def search(self, queries, effort):
        self.index.set_ef(effort)
        return self.index.knn_query(queries, k=BEST, num_threads=1)[0]


class Faiss:
    def __init__(self, rows, links, effort):
        import faiss
        faiss.omp_set_num_threads(1)
        self.index = faiss.IndexHNSWFlat(rows.shape[1], links, faiss.METRIC_INNER_PRODUCT)
        self.index.hnsw.efConstruction = effort
        self.index.add(rows)

    def search(self, queries, effort):
        self.index.hnsw.efSearch = effort
        return self.index.search(queries, BEST)[1]


class Usearch:
    def __init__(self, rows, links, effort):
        import numpy
        from usearch.index import Index
        self.index = Index(ndim=rows.shape[1], metric="ip", dtype="f32", connectivity=links, expansion_add=effort)
        self.index.add(numpy.arange(len(rows)), rows, threads=1)

    def search(self, queries, effort):
        self.index.expansion_search = effort
        return self.index.search(queries, BEST, threads=1).keys


ENGINES = {"hnswlib": Hnswlib, "faiss": Faiss, "usearch": Usearch}


def main():
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when the libraries load
        os.environ[variable] = "1"
    import faiss
    import hnswlib  # noqa: F401  its memory is not to count as the index's
    import numpy
    import usearch.index  # noqa: F401

    faiss.omp_set_num_threads(1)
    state = {"indexes": {}}

    def open_set(request):
        folder, dimension = Path(request["folder"]), request["dimension"]
        # Mapped, so that the vectors themselves are nobody's private memory.
        state["rows"] = numpy.memmap(folder / "rows.f32", dtype=numpy.float32, mode="r").reshape(-1, dimension)
        state["queries"] = numpy.fromfile(folder / "queries.f32", dtype=numpy.float32).reshape(-1, dimension)
        state["nearest"] = numpy.fromfile(folder / "nearest.u32", dtype=numpy.uint32).reshape(-1, BEST)
        names = {"hnswlib": "hnswlib", "faiss": "faiss-cpu", "usearch": "usearch"}
        return {"versions": {engine: f"{name} {importlib.metadata.version(name)}" for engine, name in names.items()}}

    def build(request):
        gc.collect()
        before = private_bytes()
        start = time.process_time()
        index = ENGINES[request["engine"]](state["rows"], request["links"], request["effort"])
        seconds = time.process_time() - start
        gc.collect()
        state["indexes"][request["engine"]] = index
        return {"seconds": seconds, "bytes_per_vector": (private_bytes() - before) / len(state["rows"])}

    def search(request):
        index, queries = state["indexes"][request["engine"]], state["queries"]
        start = time.process_time()
        found = index.search(queries, request["effort"])
        seconds = time.process_time() - start
        hits = sum(len(set(map(int, a)) & set(map(int, b))) for a, b in zip(found, state["nearest"]))
        return {"seconds": seconds, "recall": hits / (len(queries) * BEST)}

    def flat(request):
        if "flat" not in state:
            state["flat"] = faiss.IndexFlatIP(state["rows"].shape[1])
            state["flat"].add(numpy.ascontiguousarray(state["rows"][:request["rows"]]))
        start = time.process_time()
        for query in state["queries"][:request["queries"]]:
            state["flat"].search(query[None], BEST)
        return {"seconds": time.process_time() - start}

    operations = {"open": open_set, "build": build, "search": search, "flat": flat}
    peer.serve(operations)


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "search", PACKAGES)
    main()
