"""`nerkit serve`: records over HTTP; and `nerkit token`: who may ask for them."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.messages import note, tell
from nerkit.cli.options import SchemaFile

EXAMPLES = (
    "nerkit serve --store records.sqlite",
    "nerkit serve --store records.sqlite --tokens tokens.toml --workers 2 --audit audit.jsonl",
    "nerkit serve --store records.sqlite --host 0.0.0.0 --tokens tokens.toml --certificate cert.pem --key key.pem",
)
"""Lines that help shows below the options."""

TOKEN_EXAMPLES = (
    "nerkit token tokens.toml scanner --role submit",
    "nerkit token tokens.toml ann --role read --role correct",
    "nerkit token tokens.toml hr --role submit --role read --collection personnel",
    "nerkit token tokens.toml scanner --revoke",
)


def serve(
    store: Annotated[
        str, typer.Option(metavar="STORE", help="Where results are kept, as records.sqlite; see nerkit store.")
    ],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes a free one.")] = 8000,
    tokens: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who may do what, as nerkit token makes it."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    schema: SchemaFile = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes, each with a model of its own.")] = 1,
    waiting: Annotated[
        int, typer.Option(min=1, metavar="N", help="Documents that may wait; then the answer is 429.")
    ] = 32,
    rate: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Documents a minute by each token; then the answer is 429.")
    ] = None,
    size: Annotated[int, typer.Option(min=1, metavar="MB", help="The largest document.")] = 50,
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="How long a document may take to come.")] = 60.0,
    retries: Annotated[
        int, typer.Option(min=0, metavar="N", help="Try a document so often again whose fault may pass.")
    ] = 1,
    audit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Add who put, read, corrected and deleted what to this file.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the documents themselves too, for their pages and for training.")
    ] = False,
    certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="For TLS: the certificate, PEM.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="For TLS: its key, PEM.")] = None,
    keys: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The keys of the store's lock; else those in NERKIT_STORE_KEYS.")
    ] = None,
    hook: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Webhooks may go there, as https://hooks.example; as often as needed."),
    ] = None,
    hook_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The key that signs webhooks; else that in NERKIT_HOOK_KEY.")
    ] = None,
    hook_private: Annotated[
        bool, typer.Option("--hook-private", help="Webhooks may go to this machine and its network too.")
    ] = False,
) -> None:
    """Answer requests of other programs, and show a page for people: documents come in, records go out.

    Ends when told to (Ctrl-C, SIGTERM), once the documents that it has accepted are done.
    """
    from nerkit.extras import require

    require("serve", "fastapi", "uvicorn", "prometheus_client")
    import secrets

    from nerkit import models
    from nerkit.crew import Crew
    from nerkit.labels import Schema
    from nerkit.pipeline import Pipeline
    from nerkit.service.access import ROLES, Access, AuditLog, Holder, digest_of
    from nerkit.service.hooks import HookRules
    from nerkit.service.model_description import description_of
    from nerkit.service.running import server_of
    from nerkit.service.service import Service, ServiceLimits
    from nerkit.store import open_store

    token = None if tokens else secrets.token_urlsafe(32)
    access = Access((Holder("owner", digest_of(token), ROLES),)) if token else Access(file=tokens)
    rules = HookRules.of(hook or [], hook_key, private=hook_private)
    pipeline = Pipeline(models.find(model), schema=Schema.read(schema) if schema else None)
    with ExitStack() as last:
        opened = last.enter_context(open_store(store, keys, make=True))
        crew = last.enter_context(Crew(pipeline, workers, retries=retries))
        limits = ServiceLimits(size << 20, waiting, seconds, rate)
        service = Service(
            crew,
            opened,
            pipeline.schema,
            access,
            AuditLog(audit),
            limits,
            keep=keep,
            hook_rules=rules,
            model=description_of(pipeline.folder),
        )
        run = server_of(service, host, port, certificate, key)
        crew.prepare()
        if host not in ("127.0.0.1", "::1", "localhost") and not certificate:
            note("documents and tokens can be read on the way; name a --certificate, or serve behind a proxy with one")
        if token:
            tell(f"token: {token}")
        tell(f"serving at {run.address}")
        run.run()


def token(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file of tokens; it holds their digests.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose token it is.")],
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="What it opens: submit, read, correct, administer; as often as needed."),
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="It sees these collections alone; as often as needed. Default: all."),
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the token of this name back.")] = False,
) -> None:
    """Print a new token for a name, in place of the one that it has; a service that runs knows it at once."""
    from nerkit.errors import ConfigError
    from nerkit.service.access import ROLES, grant
    from nerkit.service.access import revoke as take_back

    if revoke:
        if not take_back(file, name):
            raise ConfigError(f"{file}: nobody is called {name!r}")
        return
    if not role or not set(role) <= set(ROLES):
        raise typer.BadParameter("say what the token opens, with --role submit, read, correct or administer")
    sys.stdout.write(grant(file, name, tuple(each for each in ROLES if each in role), tuple(collection or ())) + "\n")
