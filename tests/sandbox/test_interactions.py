"""What people ask, and every way in which a bot may answer."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from sandbox.settings import Rate
from tests.sandbox.conftest import Found
from tests.sandbox.town import Itx, Town, VaryButton, command, file, picture


async def echo(itx: Itx, prompt: str) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(VaryButton("j1"))
    await itx.response.send_message(f"echo {prompt}", view=view)


async def test_a_command_is_answered_edited_and_followed(town: Town) -> None:
    async def imagine(itx: Itx, prompt: str) -> None:
        answered = await itx.response.send_message(f"echo {prompt}")
        assert answered.message_id
        await itx.edit_original_response(content="50 %", attachments=[file("preview.png", picture(16))])
        await itx.followup.send("done", file=file("grid.png", picture(64)))

    bot = await town.start(command(imagine))
    ann = town.people("ann")[0]
    done = await ann.types("imagine", prompt="a fox")
    assert (done["state"], done["callback_type"]) == ("acknowledged", 4)
    assert done["acknowledged_at"] >= done["sent_at"]
    final = await ann.awaits("done")
    first = next(one for one in await ann.sees() if one["id"] == done["message_id"])
    assert (first["content"], first["edited"], first["interaction_metadata"]["name"]) == ("50 %", 1, "imagine")
    assert (final["attachments"][0]["width"], final["attachments"][0]["content_type"]) == (64, "image/png")
    async with town.session.get(final["attachments"][0]["url"]) as answer:
        assert await answer.read() == picture(64)
    assert bot.failures == []
    assert len(bot.heard) == 2


async def test_an_ephemeral_answer_is_for_its_person_alone(town: Town) -> None:
    async def imagine(itx: Itx) -> None:
        await itx.response.send_message("between us", ephemeral=True)
        own = await itx.original_response()
        await own.edit(content="still between us")

    bot = await town.start(command(imagine))
    ann, bob = town.people("ann", "bob")
    await ann.types("imagine")
    secret = await ann.awaits("still between us")
    assert secret["ephemeral_for"] == "ann"
    assert await bob.sees() == [] and bot.heard == []
    with pytest.raises(discord.NotFound) as missing:
        await bot.get_partial_messageable(int(town.channel)).fetch_message(int(secret["id"]))
    assert missing.value.code == 10008


async def test_the_first_follow_up_fills_the_waiting_message_and_keeps_its_privacy(town: Town) -> None:
    async def imagine(itx: Itx) -> None:
        await itx.response.defer(thinking=True, ephemeral=True)
        await itx.followup.send("here", ephemeral=False)
        await itx.followup.send("and there")

    await town.start(command(imagine))
    ann = town.people("ann")[0]
    done = await ann.types("imagine")
    await ann.awaits("and there")
    first, second = await ann.sees()
    assert (first["id"], first["content"], first["ephemeral_for"], first["flags"]) == (
        done["message_id"],
        "here",
        "ann",
        64,
    )
    assert second["ephemeral_for"] is None


async def test_nobody_answers_in_time(found_town: Found) -> None:
    town = await found_town(deadline_s=0.2)

    async def imagine(itx: Itx) -> None:
        await asyncio.sleep(0.4)
        await itx.response.send_message("late")

    bot = await town.start(command(imagine))
    ann, bob = town.people("ann", "bob")
    assert (await ann.types("imagine"))["state"] == "failed"
    told = await ann.awaits("The application did not respond")
    assert told["interaction_failed"] and told["ephemeral_for"] == "ann"
    assert await bob.sees() == []
    await town.until(lambda: _failures(bot), bool)
    assert isinstance(bot.failures[0], discord.NotFound) and bot.failures[0].code == 10062


async def _failures(bot: Any) -> list[BaseException]:
    return list(bot.failures)


async def test_a_second_answer_is_refused(town: Town) -> None:
    async def imagine(itx: Itx) -> None:
        await itx.response.send_message("one")
        itx.response._response_type = None
        await itx.response.send_message("two")

    bot = await town.start(command(imagine))
    ann = town.people("ann")[0]
    await ann.types("imagine")
    await town.until(lambda: _failures(bot), bool)
    assert getattr(bot.failures[0], "code", None) == 40060
    assert [one["content"] for one in await ann.sees()] == ["one"]


async def test_a_follow_up_before_the_answer_and_one_after_fifteen_minutes(town: Town) -> None:
    kept: list[Itx] = []

    async def imagine(itx: Itx) -> None:
        kept.append(itx)
        with pytest.raises(discord.NotFound) as early:
            await itx.followup.send("too early")
        assert early.value.code == 10015
        await itx.response.send_message("in time")

    bot = await town.start(command(imagine))
    await town.people("ann")[0].types("imagine")
    assert bot.failures == []
    await town.advance(16 * 60)
    with pytest.raises(discord.HTTPException) as late:
        await kept[0].followup.send("too late")
    assert (late.value.status, late.value.code) == (401, 50027)


async def test_old_buttons_work_after_a_restart(town: Town) -> None:
    first = await town.start(command(echo))
    ann, bob = town.people("ann", "bob")
    await ann.types("imagine", prompt="a fox")
    grid = await ann.awaits("echo a fox")
    await town.stop(first)
    await town.start(command(echo))
    assert (await bob.presses("V1", under=grid))["state"] == "acknowledged"
    answer = await bob.awaits("varying j1")
    assert answer["ephemeral_for"] == "bob" and answer["message_reference"]["message_id"] == grid["id"]


async def test_an_unanswered_press_is_shown_to_its_person(found_town: Found) -> None:
    town = await found_town(deadline_s=0.2)
    await town.start(command(echo))
    ann, bob = town.people("ann", "bob")
    await ann.types("imagine", prompt="a fox")
    grid = await ann.awaits("echo")
    forged = await ann.post("press", message_id=grid["id"], custom_id="nobody:knows", forge=True)
    path = f"/sandbox/people/ann/interactions/{forged['interaction_id']}"
    await town.until(lambda: town.ask("GET", path), lambda one: one["state"] == "failed")
    assert (await ann.sees())[0]["interaction_failed"] and not (await bob.sees())[0]["interaction_failed"]


class Remix(discord.ui.Modal, title="Remix"):
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Prompt", custom_id="words", max_length=20)

    async def on_submit(self, itx: Itx) -> None:
        await itx.response.edit_message(content=f"remixed {self.words.value}", view=None)


class Panel(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Remix", custom_id="remix")
    async def remix(self, itx: Itx, button: Any) -> None:
        await itx.response.send_modal(Remix())

    @discord.ui.button(label="Wait", custom_id="wait")
    async def later(self, itx: Itx, button: Any) -> None:
        await itx.response.defer()
        await itx.edit_original_response(content="waited")

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label=name) for name in ("small", "large")])
    async def pick(self, itx: Itx, select: discord.ui.Select[Any]) -> None:
        await itx.response.edit_message(content=f"picked {select.values[0]}")


async def test_buttons_selects_and_forms(town: Town) -> None:
    async def imagine(itx: Itx) -> None:
        await itx.response.send_message("panel", view=Panel())

    await town.start(command(imagine))
    ann = town.people("ann")[0]
    await ann.types("imagine")
    panel = await ann.awaits("panel")
    assert (await ann.presses("Wait", under=panel))["callback_type"] == 6
    await ann.awaits("waited")
    await ann.post("press", message_id=panel["id"], custom_id="pick", values=["large"])
    await ann.awaits("picked large")
    assert (await ann.presses("Remix", under=panel))["callback_type"] == 9
    form = (await town.ask("GET", "/sandbox/people/ann/modals"))[0]
    assert form["title"] == "Remix"
    refused = await ann.post("submit", status=400, modal_id=form["modal_id"], values={"words": "x" * 21})
    assert "21 characters" in refused["error"]
    await ann.post("submit", modal_id=form["modal_id"], values={"words": "a hare"})
    changed = await ann.awaits("remixed a hare")
    assert changed["id"] == panel["id"] and changed["components"] == []
    assert await town.ask("GET", "/sandbox/people/ann/modals") == []


async def test_a_form_that_answers_a_command(town: Town) -> None:
    class Ask(discord.ui.Modal, title="Ask"):
        size: discord.ui.Label[Any] = discord.ui.Label(
            text="Size",
            component=discord.ui.Select(custom_id="size", options=[discord.SelectOption(label="large")]),
        )

        async def on_submit(self, itx: Itx) -> None:
            assert isinstance(self.size.component, discord.ui.Select)
            await itx.response.send_message(f"size {self.size.component.values[0]}")

    async def settings(itx: Itx) -> None:
        await itx.response.send_modal(Ask())

    await town.start(command(settings, "settings"))
    ann = town.people("ann")[0]
    await ann.types("settings")
    form = (await town.ask("GET", "/sandbox/people/ann/modals"))[0]
    await ann.post("submit", modal_id=form["modal_id"], values={"size": ["large"]})
    assert (await ann.awaits("size large"))["interaction_metadata"]["type"] == 5


async def test_autocomplete_offers_choices(town: Town) -> None:
    async def offers(itx: Itx, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {n}", value=f"{current}{n}") for n in range(3)]

    async def imagine(itx: Itx, model: str) -> None:
        await itx.response.send_message(f"with {model}")

    made = command(imagine)
    made.autocomplete("model")(offers)
    await town.start(made)
    ann = town.people("ann")[0]
    body: dict[str, Any] = {
        "channel_id": ann.channel_id,
        "name": "imagine",
        "options": {"model": "sd"},
        "focused": "model",
    }
    assert (await ann.post("autocomplete", **body))["choices"][2] == {"name": "sd 2", "value": "sd2"}


async def test_subcommands_options_of_every_kind_and_uploads(town: Town) -> None:
    group = app_commands.Group(name="prefer", description="Preferences")

    @group.command(name="all", description="Everything")
    async def everything(
        itx: Itx, n: app_commands.Range[int, 1, 9], x: float, yes: bool, who: discord.Member,
        where: discord.TextChannel, picture: discord.Attachment,
    ) -> None:  # fmt: skip
        data = await picture.read()
        await itx.response.send_message(f"{n} {x} {yes} {who.name} {where.name} {len(data)} {picture.width}")

    bot = await town.start(group)
    ann = town.people("ann")[0]
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", picture(48), filename="me and you.png")
    async with town.session.post(f"{town.running.address}/sandbox/people/ann/upload", data=form) as sent:
        held = await sent.json()
    assert held["filename"] == "me_and_you.png"
    options = {"n": 3, "x": 1.5, "yes": True, "who": "bob", "where": "imagine"}
    body: dict[str, Any] = {"channel_id": ann.channel_id, "name": "prefer all", "options": options}
    assert "required" in (await ann.post("command", status=400, **body))["error"]
    await ann.post("command", **body, attachments={"picture": held["upload_id"]})
    assert (await ann.awaits("bob"))["content"] == f"3 1.5 True bob imagine {len(picture(48))} 48"
    assert bot.failures == []
    refused = await ann.post("command", status=400, **{**body, "options": {**options, "n": 10}})
    assert refused["error"] == "n is from 1 to 9"


async def test_a_message_menu(town: Town) -> None:
    async def describe(itx: Itx, message: discord.Message) -> None:
        await itx.response.send_message(f"it says {message.content}", ephemeral=True)

    await town.start(command(echo), app_commands.ContextMenu(name="Describe", callback=describe))
    ann = town.people("ann")[0]
    await ann.types("imagine", prompt="a fox")
    said = await ann.awaits("echo a fox")
    await ann.post("menu", message_id=said["id"], name="Describe")
    assert await ann.awaits("it says echo a fox")


async def test_commands_for_administrators_are_hidden_from_others(town: Town) -> None:
    async def fleet(itx: Itx) -> None:
        await itx.response.send_message("fleet")

    made = app_commands.default_permissions(administrator=True)(command(fleet, "fleet"))
    await town.start(made)
    ann, cleo = town.people("ann", "cleo")
    assert "no command fleet" in (await ann.types("fleet", status=404))["error"]
    assert (await cleo.types("fleet"))["state"] == "acknowledged"


async def test_a_command_in_a_direct_message(town: Town) -> None:
    await town.start(command(echo))
    ann, bob = town.people("ann", "bob")
    ann.channel_id = ann.card["dm_channel_id"]
    await ann.types("imagine", prompt="a fox")
    assert await ann.awaits("echo a fox")
    refused = await town.ask("GET", f"/sandbox/people/bob/channels/{ann.channel_id}/messages", 403)
    assert refused["error"] == f"{bob.name} does not see this channel"


async def test_two_bots_with_one_token_both_hear_and_one_answers(town: Town) -> None:
    first, second = await town.start(command(echo)), await town.start(command(echo))
    ann = town.people("ann")[0]
    assert (await ann.types("imagine", prompt="a fox"))["state"] == "acknowledged"

    async def failures() -> int:
        return len(first.failures) + len(second.failures)

    await town.until(failures, bool)
    assert len(await ann.sees()) == 1


async def test_many_commands_at_once(found_town: Found) -> None:
    town = await found_town(webhook_rate=Rate(0, 1.0))
    await town.start(command(echo))
    ann = town.people("ann")[0]
    done = await asyncio.gather(*(ann.types("imagine", prompt=f"fox {n}") for n in range(50)))
    assert {one["state"] for one in done} == {"acknowledged"}
