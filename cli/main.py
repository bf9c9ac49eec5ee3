"""`atelier`: one command line for people, owners and operators.

Each command imports what it needs when it runs: `atelier parse` must answer without loading torch.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.words import tr

app = typer.Typer(name="atelier", help=tr("app"), no_args_is_help=True, add_completion=False, rich_markup_mode="rich")
models_app = typer.Typer(invoke_without_command=True)
app.add_typer(models_app, name="models", help=tr("models"))

Prompt = Annotated[str, typer.Argument(help=tr("prompt"))]


@app.command(help=tr("demo"))
def demo(
    imagine: Annotated[str | None, typer.Option(help=tr("demo_imagine"))] = None,
    press: Annotated[list[str] | None, typer.Option(help=tr("demo_press"))] = None,
    out: Annotated[Path, typer.Option(help=tr("demo_out"))] = Path("journey"),
    exit_: Annotated[bool, typer.Option("--exit", help=tr("demo_exit"))] = False,
    port: Annotated[int, typer.Option(help=tr("demo_port"), min=0, max=65535)] = 8023,
    workers: Annotated[int, typer.Option(help=tr("demo_workers"), min=1, max=16)] = 1,
) -> None:
    from cli.commands.demo import run_demo

    raise typer.Exit(run_demo(imagine, press or [], out, exit_, port, workers))


@app.command(help=tr("bot"))
def bot() -> None:
    from cli.commands.programs import run_bot

    run_bot()


@app.command(help=tr("worker"))
def worker(
    supervise: Annotated[bool, typer.Option("--supervise", help=tr("worker_supervise"))] = False,
    count: Annotated[int, typer.Option(help=tr("worker_count"), min=0, max=64)] = 1,
    supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
) -> None:
    from cli.commands.programs import run_supervisor, run_worker

    if supervise:
        run_supervisor(count)
    else:
        run_worker(supervised)


@app.command(help=tr("delivery"))
def delivery() -> None:
    from cli.commands.programs import run_delivery

    run_delivery()


@app.command(help=tr("sandbox"))
def sandbox() -> None:
    from cli.commands.programs import run_sandbox

    run_sandbox()


@app.command(help=tr("paint"))
def paint(
    prompt: Prompt,
    model: Annotated[str | None, typer.Option(help=tr("paint_model"))] = None,
    seed: Annotated[int | None, typer.Option(help=tr("paint_seed"), min=0, max=2**32 - 1)] = None,
    out: Annotated[Path, typer.Option(help=tr("paint_out"))] = Path("grid.png"),
) -> None:
    from cli.commands.paint import run_paint

    raise typer.Exit(run_paint(prompt, model, seed, out))


@app.command(help=tr("parse"))
def parse(prompt: Prompt, json: Annotated[bool, typer.Option("--json", help=tr("parse_json"))] = False) -> None:
    from cli.commands.parse import run_parse

    raise typer.Exit(run_parse(prompt, json))


@app.command(help=tr("doctor"))
def doctor(json: Annotated[bool, typer.Option("--json", help=tr("parse_json"))] = False) -> None:
    from cli.commands.doctor import run_doctor

    raise typer.Exit(run_doctor(json))


@models_app.callback()
def models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        from cli.commands.models import list_models

        raise typer.Exit(list_models())


@models_app.command("add", help=tr("models_add"))
def models_add(
    source: Annotated[str, typer.Argument(help=tr("models_add_source"))],
    name: Annotated[str | None, typer.Option(help=tr("models_add_name"))] = None,
    sample: Annotated[bool, typer.Option("--sample/--no-sample", help=tr("models_add_no_sample"))] = True,
) -> None:
    from cli.commands.models import add_model

    raise typer.Exit(add_model(source, name, sample))


@app.command(help=tr("train"))
def train(
    stage: Annotated[str, typer.Argument(help=tr("train_stage"))],
    preset: Annotated[str, typer.Option(help=tr("train_preset"))] = "cpu",
    minutes: Annotated[float | None, typer.Option(help=tr("train_minutes"), min=0.0)] = None,
    out: Annotated[Path, typer.Option(help=tr("train_out"))] = Path("runs"),
    start: Annotated[Path | None, typer.Option("--from", help=tr("train_from"))] = None,
    device: Annotated[str | None, typer.Option(help=tr("train_device"))] = None,
    pictures: Annotated[Path | None, typer.Option(help=tr("train_pictures"))] = None,
) -> None:
    from cli.commands.train import run_train

    raise typer.Exit(run_train(stage, preset, minutes, out, start, device, pictures))


@app.command(
    help=tr("evaluate"),
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    from cli.commands.evaluate import run_evaluate

    raise typer.Exit(run_evaluate(context.args))


@app.command(hidden=True)
def health(program: str) -> None:
    """For the containers' health checks: 0 when the program has been heard of lately."""
    from cli.commands.health import run_health

    raise typer.Exit(run_health(program, os.environ))


def main() -> None:
    """The console script's entry."""
    app()


if __name__ == "__main__":
    main()
