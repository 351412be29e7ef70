#!/usr/bin/env python3
"""Shows one ticket's whole way: fills a throw-away workspace with the demo articles and resolutions, starts tandemd on it, posts a
ticket over REST, waits for the engine and prints the draft with its citations.

usage: demo.py --bin DIRECTORY_OF_THE_PROGRAMS [--ticket ID] [--keep]
"""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.error
import urllib.request

DEMO = pathlib.Path(__file__).resolve().parent.parent / "resources" / "demo"
POSTED = ("customer_id", "customer", "subject", "description", "channel", "priority", "metadata")
DEFAULT_TICKET = "tkt-0002"  # an ordinary question that the demo articles answer
FINAL = {"answered", "awaiting_review", "awaiting_approval", "escalated", "pending", "resolved", "closed", "failed"}
READY_SECONDS = 120
ANSWER_SECONDS = 120
WIDTH = 110


class Failed(Exception):
    pass


def control(arguments, workspace, *verb):
    run = subprocess.run([arguments.bin / "tandemctl", "--data", workspace, *verb], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, check=False)
    if run.returncode != 0:
        raise Failed(f"tandemctl {verb[0]} {verb[1]} failed: {run.stderr.strip()[-2000:]}")
    return run.stdout.strip()


def start_server(arguments, workspace, log):
    server = subprocess.Popen([arguments.bin / "tandemd", "--data", workspace, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              stderr=log, text=True)
    for line in server.stdout:
        found = re.search(r"listening on (?:https?://)?(\S+)", line)
        if found:
            return server, f"http://{found[1]}"
    server.wait()
    raise Failed(f"tandemd ended with status {server.returncode}: {pathlib.Path(log.name).read_text()[-2000:]}")


def call(url, token=None, body=None):
    """(status, JSON or text); an answer with an error status is an answer too."""
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode()
    try:
        return status, json.loads(text)
    except json.JSONDecodeError:
        return status, text


def wait_for(what, seconds, attempt):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = attempt()
        if result is not None:
            return result
        time.sleep(0.1)
    raise Failed(f"{what} took more than {seconds} s")


def ready(url):
    try:
        return True if call(f"{url}/ready")[0] == 200 else None
    except urllib.error.URLError:
        return None


def finished(url, token, ticket_id):
    status, ticket = call(f"{url}/api/v1/tickets/{ticket_id}", token)
    if status != 200:
        raise Failed(f"GET of the ticket answered {status}: {ticket}")
    return ticket if ticket["status"] in FINAL else None


def show(indent, text, first=""):
    for paragraph in text.split("\n"):
        print(textwrap.fill(paragraph, WIDTH, initial_indent=" " * indent + first, subsequent_indent=" " * (indent + len(first))))
        first = " " * len(first)


def heading(text):
    print(f"\n{text}\n{'-' * len(text)}")


def show_ticket(posted, ticket, seconds):
    heading(f"{posted['subject']}  ({posted['customer_id']}, by {posted['channel']})")
    show(2, posted["description"])

    heading("What the engine made of it")
    judged = ticket.get("classification") or {}
    route = ticket.get("route") or {}
    print(f"  status     {ticket['status']} after {seconds:.1f} s")
    if judged:
        print(f"  category   {judged.get('category')} (confidence {judged.get('confidence', 0):.2f})")
        print(f"  urgency    {judged.get('urgency')}, sentiment {judged.get('sentiment')}, language {ticket.get('language')}")
    if route:
        print(f"  route      {route.get('queue')}, team {route.get('team')}")
    for reason in (ticket.get("escalation") or {}).get("reasons", []):
        show(2, f"{reason.get('code')}: {reason.get('detail') or ''}", "to a person because of ")

    draft = ticket.get("draft")
    if not draft:
        print("\n  There is no draft: a person writes the answer.")
        return
    heading(f"Draft for review, written by {draft.get('provider')} (confidence {draft.get('confidence', 0):.2f})")
    show(2, draft.get("text", ""))
    heading("What each sentence rests on")
    for sentence in draft.get("sentences", []):
        show(2, sentence["text"], "" if sentence.get("supported") else "[not supported] ")
        for citation in sentence.get("citations", []):
            show(6, f"\u201c{citation['quote']}\u201d", f"{citation['article_id']}: ")
    for action in draft.get("actions", []):
        print(f"  proposed action: {action.get('type')} ({action.get('state')})")


def chosen_ticket(wanted):
    tickets = [json.loads(line) for line in (DEMO / "tickets.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    for ticket in tickets:
        if ticket["id"] == wanted:
            return {field: ticket[field] for field in POSTED if field in ticket}
    raise Failed(f"there is no demo ticket '{wanted}'; there are {tickets[0]['id']} to {tickets[-1]['id']}")


def demonstrate(arguments, workspace):
    posted = chosen_ticket(arguments.ticket)
    print("Importing the demo's articles and resolutions ...", flush=True)
    control(arguments, workspace, "import", "articles", DEMO / "articles")
    control(arguments, workspace, "import", "resolutions", DEMO / "resolutions.jsonl")
    # Before the server starts: a workspace belongs to one process at a time.
    token = control(arguments, workspace, "token", "create", "--role", "service", "--name", "demo")
    with open(pathlib.Path(workspace) / "demo.log", "w", encoding="utf-8") as log:
        server, url = start_server(arguments, workspace, log)
        try:
            wait_for("tandemd's start", READY_SECONDS, lambda: ready(url))
            print(f"tandemd listens on {url}; posting a ticket ...", flush=True)
            begin = time.monotonic()
            status, answer = call(f"{url}/api/v1/tickets", token, posted)
            if status != 202:
                raise Failed(f"POST of the ticket answered {status}: {answer}")
            ticket = wait_for("the ticket", ANSWER_SECONDS, lambda: finished(url, token, answer["id"]))
            show_ticket(posted, ticket, time.monotonic() - begin)
            go_on(arguments, url, token, server)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


def go_on(arguments, url, token, server):
    if not arguments.keep:
        print("\nAnother ticket: ./dev run --text --ticket tkt-0003 (resources/demo/tickets.jsonl has them all)."
              "\nLeave the server running: ./dev run --text --keep. A workspace of your own: ./dev serve.")
        return
    print(f"\nThe server goes on until Ctrl+C. Post a ticket of your own:\n"
          f"  curl -s {url}/api/v1/tickets -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\\n"
          f"    -d '{{\"customer_id\":\"me\",\"subject\":\"Refund\",\"description\":\"How do I get a refund?\",\"channel\":\"chat\"}}'\n"
          f"and read what became of it:\n"
          f"  curl -s {url}/api/v1/tickets/ID -H 'Authorization: Bearer {token}' | python3 -m json.tool --no-ensure-ascii", flush=True)
    server.wait()


def main():
    parser = argparse.ArgumentParser(prog="./dev run --text")
    parser.add_argument("--bin", type=lambda path: pathlib.Path(path).resolve(), required=True, help=argparse.SUPPRESS)
    parser.add_argument("--ticket", default=DEFAULT_TICKET, help="id of a ticket in resources/demo/tickets.jsonl (%(default)s)")
    parser.add_argument("--keep", action="store_true", help="leave the server running until Ctrl+C")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix="tandem-demo-") as workspace:
            demonstrate(arguments, workspace)
    except Failed as failure:
        print(f"[dev] {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
