#!/usr/bin/env python3
"""The peer of bench stream: the event stream reader of Anthropic's own Python library, in an environment of its own, over a pipe.

Reads one JSON request a line, answers with one JSON line:
  {"op": "about"}                   -> {"name": "anthropic 0.x"}
  {"op": "time", "stream": "..."}   -> {"megabytes_per_second": m, "events": n}   read once, in pieces of 16 KiB
"""
import time

import peer

VERSION = "0.71.0"
ENVIRONMENT = peer.CACHE / "bench-venv-stream"
PIECE = 16384


def time_stream(request):
    from anthropic._streaming import SSEDecoder

    stream = request["stream"].encode()
    pieces = [stream[at:at + PIECE] for at in range(0, len(stream), PIECE)]
    start = time.perf_counter()
    events = sum(1 for _event in SSEDecoder().iter_bytes(iter(pieces)))
    seconds = time.perf_counter() - start
    return {"megabytes_per_second": len(stream) / 1e6 / seconds, "events": events}


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "stream", [f"anthropic=={VERSION}"])
    peer.serve({"about": lambda _request: {"name": f"anthropic {VERSION}"}, "time": time_stream})
