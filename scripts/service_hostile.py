"""Hostile requests to `nerkit serve`: broken, slow, foreign, forged. Each has to be answered with a code, or closed.

    .venv/bin/python -m scripts.service_hostile runs/hostile --count 10000

Prints a line of JSON: answers by kind of request, whether the service still answers a document as before, and what it
has open and holds before and after. What has to be 0 is 0, or the exit status is 1. After `--minutes` no further ones
are sent, and how many were is said.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import httpx

from scripts.served import ServedAt, served

DOCUMENT = b"Brightwater Supplies Ltd\nInvoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"

Make = Callable[[random.Random, str], bytes]


def request(
    token: str,
    body: bytes = b"",
    line: str = "POST /documents?name=a HTTP/1.1",
    length: int | str | None = None,
    **more: str,
) -> bytes:
    """The bytes of a request."""
    heads = {"Host": "x", "Authorization": f"Bearer {token}", "Content-Length": len(body) if length is None else length}
    heads |= {name.replace("_", "-"): value for name, value in more.items()}
    return (
        f"{line}\r\n{''.join(f'{k}: {v}' + chr(13) + chr(10) for k, v in heads.items())}\r\n".encode("latin-1") + body
    )


def form(token: str, **parts: str) -> bytes:
    """The bytes of a request with a document in a form."""
    fields = {"file": DOCUMENT.decode(), **parts}
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()
    )
    return request(token, f"{body}--b--".encode(), Content_Type="multipart/form-data; boundary=b")


def multiplied() -> str:
    """A JSON Schema of a hundred fields with a hundred fields each, and so on."""
    levels = {f"l{n}": {"properties": {f"p{k}": {"$ref": f"#/l{n + 1}"} for k in range(100)}} for n in range(7)}
    return json.dumps({**levels["l0"], **levels, "l7": {"type": "string"}})


@cache
def bomb() -> bytes:
    """30 MB pressed together."""
    return zlib.compress(bytes(30 << 20), 9)


def noise(chance: random.Random, most: int) -> bytes:
    """Bytes at random."""
    return chance.randbytes(chance.randrange(1, most))


KINDS: dict[str, Make] = {
    "noise": lambda chance, token: noise(chance, 2000),
    "noise as a document": lambda chance, token: request(token, noise(chance, 5000)),
    "PDF cut off": lambda chance, token: request(token, b"%PDF-1.7\n" + noise(chance, 3000)),
    "broken multipart": lambda chance, token: request(
        token, b"--x\r\nContent-Disposition: form-data; name=", Content_Type="multipart/form-data; boundary=y"
    ),
    "length too short": lambda chance, token: request(token, DOCUMENT, length=chance.randrange(len(DOCUMENT))),
    "length that is none": lambda chance, token: request(
        token, DOCUMENT, length=chance.choice(["-1", "9" * 40, "x", "1e9"])
    ),
    "two lengths": lambda chance, token: request(token, DOCUMENT, **{"Content_length": "7"}),
    "broken chunks": lambda chance, token: request(token, b"ZZ\r\nxx\r\n", Transfer_Encoding="chunked"),
    "bomb": lambda chance, token: request(token, b"\x1f\x8b" + bomb()),
    "traversal": lambda chance, token: request(
        token, line=f"GET /{chance.choice(['..', '%2e%2e', 'page/..%2f..'])}/etc/passwd HTTP/1.1"
    ),
    "name that is a path": lambda chance, token: request(
        token, DOCUMENT, line="POST /documents?name=..%2F..%2Fetc%2Fpasswd%00.pdf HTTP/1.1"
    ),
    "foreign origin": lambda chance, token: request("", DOCUMENT, Origin="https://elsewhere.example"),
    "huge header": lambda chance, token: request(token, DOCUMENT, X="x" * 200_000),
    "many headers": lambda chance, token: request(token, **{f"X{number}": "x" for number in range(3000)}),
    "slow": lambda chance, token: request(token, b"slow", length=1000),
    "forged token": lambda chance, token: request(token[: chance.randrange(len(token))], DOCUMENT),
    "odd id": lambda chance, token: request(token, line=f"GET /documents/{'%00' * chance.randrange(1, 500)} HTTP/1.1"),
    "schema of files": lambda chance, token: form(
        token, schema=chance.choice(['extends = "/etc/passwd"', "[" * 50_000, 'extends = "nerkit"\n' * 2])
    ),
    "fields that multiply": lambda chance, token: form(token, fields=multiplied()),
    "fields of a file": lambda chance, token: form(token, fields="/etc/passwd.json"),
    "parts without end": lambda chance, token: form(token, **{f"part{number}": "x" for number in range(500)}),
    "webhook elsewhere": lambda chance, token: request(
        token,
        DOCUMENT,
        line="POST /documents?hook=http://"
        + chance.choice(["169.254.169.254/latest", "127.0.0.1:6379/", "[::1]/", "a@b.example", "0x7f.1"])
        + " HTTP/1.1",
    ),
    "deep JSON": lambda chance, token: request(token, b"[" * 100_000, line="PUT /documents/x/fields HTTP/1.1"),
}


def main() -> None:
    """Sends the requests, and says what came of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    with served(given.folder, "--size", "1", "--seconds", "2") as at:
        first = tag(at)
        before = {"files": at.files, "MB": at.memory}
        jobs = [(kind, chance.random()) for kind in chance.choices(list(KINDS), k=given.count)]
        begun = time.monotonic()

        def answered(job: tuple[str, float]) -> tuple[str, str] | None:
            return (
                (job[0], status(at, KINDS[job[0]](random.Random(job[1]), at.token)))
                if time.monotonic() < begun + 60 * given.minutes
                else None
            )

        with ThreadPoolExecutor(16) as pool:
            for kind, answer in filter(None, pool.map(answered, jobs)):
                answers[kind][answer] += 1
        seconds = round(time.monotonic() - begun)
        time.sleep(6)  # connections that are kept are closed by then
        after = {"files": at.files, "MB": at.memory}
        same = tag(at) == first
    wrong = sum(count for counts in answers.values() for answer, count in counts.items() if answer[:1] not in "24c")
    sent = sum(sum(counts.values()) for counts in answers.values())
    done = {
        "requests": sent,
        "seconds": seconds,
        "answers": answers,
        "before": before,
        "after": after,
        "answers as before": same,
    }
    print(json.dumps(done | {"wrong": wrong}))
    sys.exit(bool(wrong or not same))


def tag(at: ServedAt) -> bytes:
    """The answer to a document that is in order."""
    url, head = f"http://{at.host}:{at.port}/documents?name=a.txt", {"Authorization": f"Bearer {at.token}"}
    return httpx.post(url, content=DOCUMENT, headers=head, timeout=300).raise_for_status().content


def status(at: ServedAt, sent: bytes) -> str:
    """The status that bytes are answered with; "closed" where it is closed, "silent" where nothing comes."""
    with socket.create_connection((at.host, at.port), timeout=120) as connection:
        try:
            connection.sendall(sent)
            answer = connection.recv(65536)
        except ConnectionError:
            return "closed"
        except TimeoutError:
            return "silent"
    if b"Traceback" in answer or b"root:" in answer:
        return "leak"
    return answer[9:12].decode("latin-1") if answer else "closed"


if __name__ == "__main__":
    main()
