#!/usr/bin/env python3
"""The peers of bench keyword: tantivy, bm25s and SQLite's FTS5, one thread each, in memory, in an environment of their own.

Every engine gets the same words, which the bench has cut and numbered: "w17 w4 w2056". Queries are made ready before the clock
starts; seconds are of the processor's time. Reads one JSON request a line, answers with one JSON line:
  {"op": "open", "folder": "..."}                        -> {"versions": {...}}   passages.txt, NAME.txt and NAME.best in it
  {"op": "build", "engine": "tantivy"}                   -> {"seconds": s}
  {"op": "search", "engine": "tantivy", "set": "NAME"}   -> {"seconds": s, "recall": r}   all queries, the best ten each
"""
import importlib.metadata
import os
import sqlite3
import time
from pathlib import Path

import peer

PACKAGES = ["tantivy==0.27.0", "bm25s==0.3.16", "numba==0.61.2", "numpy==2.2.6", "scipy==1.15.3"]
ENVIRONMENT = peer.CACHE / "bench-venv-keyword"
BEST = 10


class Tantivy:
    def __init__(self, passages):
        import tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="whitespace", index_option="freq")
        self.schema = builder.build()
        index = tantivy.Index(self.schema)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)  # one segment
        for passage in passages:
            writer.add_document(tantivy.Document(text=passage))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()
        assert self.searcher.num_segments == 1

    def prepared(self, queries):
        import tantivy
        terms = [[(tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "text", word, index_option="freq"))
                  for word in query] for query in queries]
        return [tantivy.Query.boolean_query(each) for each in terms]

    def search(self, queries):
        return [self.searcher.search(query, BEST, count=False) for query in queries]

    def found(self, results):
        return [[address.doc for _, address in result.hits] for result in results]


class Bm25s:
    backend = "numpy"

    def __init__(self, passages):
        import bm25s
        self.index = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend=self.backend)
        self.index.index([passage.split() for passage in passages], show_progress=False)

    def prepared(self, queries):
        return queries

    def search(self, queries):
        return self.index.retrieve(queries, k=BEST, show_progress=False, n_threads=0)

    def found(self, results):
        return results.documents.tolist()


class Bm25sNumba(Bm25s):
    backend = "numba"


class Fts5:
    def __init__(self, passages):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE passage USING fts5(text, content='')")
        self.database.executemany("INSERT INTO passage(rowid, text) VALUES (?, ?)", enumerate(passages, 1))
        self.database.execute("INSERT INTO passage(passage) VALUES ('optimize')")
        self.database.commit()

    def prepared(self, queries):
        return [" OR ".join(query) for query in queries]

    def search(self, queries):
        sql = f"SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT {BEST}"
        return [self.database.execute(sql, (query,)).fetchall() for query in queries]

    def found(self, results):
        return [[row[0] - 1 for row in rows] for rows in results]


ENGINES = {"tantivy": Tantivy, "bm25s": Bm25s, "bm25s-numba": Bm25sNumba, "fts5": Fts5}


def main():
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):  # read when the libraries load
        os.environ[variable] = "1"
    state = {"indexes": {}, "prepared": {}}

    def lines(name):
        return (state["folder"] / name).read_text().splitlines()

    def open_set(request):
        state.update(folder=Path(request["folder"]), indexes={}, prepared={})
        versions = {name: f"{name} {importlib.metadata.version(name)}" for name in ("tantivy", "bm25s")}
        versions["bm25s-numba"] = f"{versions['bm25s']} with numba {importlib.metadata.version('numba')}"
        versions["fts5"] = f"SQLite {sqlite3.sqlite_version} FTS5"
        return {"versions": versions}

    def build(request):
        passages = lines("passages.txt")
        start = time.process_time()
        state["indexes"][request["engine"]] = ENGINES[request["engine"]](passages)
        return {"seconds": time.process_time() - start}

    def search(request):
        index, name = state["indexes"][request["engine"]], request["set"]
        key = (request["engine"], name)
        if key not in state["prepared"]:
            queries = [line.split() for line in lines(name + ".txt")]
            best = [set(map(int, line.split())) for line in lines(name + ".best")]
            state["prepared"][key] = (index.prepared(queries), best)
            index.search(state["prepared"][key][0][:2])  # what is made on first use is not to count
        queries, best = state["prepared"][key]
        start = time.process_time()
        results = index.search(queries)
        seconds = time.process_time() - start
        hits = sum(len(right & set(found)) for right, found in zip(best, index.found(results)))
        return {"seconds": seconds, "recall": hits / sum(map(len, best))}

    operations = {"open": open_set, "build": build, "search": search}
    peer.serve(operations)


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "keyword", PACKAGES)
    main()
