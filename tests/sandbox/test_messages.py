"""Messages by channel REST: files, nonces, replies, permissions, direct lines."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
import pytest

from tests.sandbox.town import Bot, Town, file, picture


def imagine(bot: Bot) -> discord.TextChannel:
    return bot.guilds[0].text_channels[0]


async def test_a_message_with_a_picture_is_sent_edited_listed_and_deleted(town: Town) -> None:
    bot = await town.start()
    sent = await imagine(bot).send("grid", files=[file("a.png", picture(40)), file("b.webp", picture(24, "WEBP"))])
    assert [(one.width, one.height) for one in sent.attachments] == [(40, 40), (24, 24)]
    edited = await sent.edit(content="one", attachments=[sent.attachments[1]])
    assert [one.filename for one in edited.attachments] == ["b.webp"]
    longer = await edited.add_files(file("c.jpg", picture(8, "JPEG")))
    assert [(one.filename, one.width) for one in longer.attachments] == [("b.webp", 24), ("c.jpg", 8)]
    assert await longer.attachments[0].read() == picture(24, "WEBP")
    assert [one.id async for one in imagine(bot).history()] == [sent.id]
    assert (await imagine(bot).fetch_message(sent.id)).edited_at
    ann = town.people("ann")[0]
    assert (await ann.sees())[0]["edited"] == 2
    await sent.delete()
    assert await ann.sees() == []
    with pytest.raises(discord.NotFound):
        await imagine(bot).fetch_message(sent.id)


async def test_history_is_paged(town: Town) -> None:
    bot = await town.start()
    sent = [await imagine(bot).send(str(n)) for n in range(4)]
    assert [one.content async for one in imagine(bot).history(before=sent[2])] == ["1", "0"]
    assert [one.content async for one in imagine(bot).history(after=sent[1], oldest_first=True)] == ["2", "3"]
    assert {one.content async for one in imagine(bot).history(around=sent[1], limit=3)} == {"0", "1", "2"}


async def test_a_nonce_gives_the_same_message_for_a_while(town: Town) -> None:
    bot = await town.start()
    first = await imagine(bot).send("grid", nonce="job-1")
    again = await imagine(bot).send("grid", nonce="job-1")
    assert (first.id, again.nonce) == (again.id, "job-1")
    await town.advance(600)
    assert (await imagine(bot).send("grid", nonce="job-1")).id != first.id


async def test_a_reply_and_whom_it_calls(town: Town) -> None:
    bot = await town.start()
    ann, bob = (int(one.card["id"]) for one in town.people("ann", "bob"))
    only_ann = discord.AllowedMentions(users=[discord.Object(ann)], replied_user=False)
    first = await imagine(bot).send("first")
    sent = await first.reply(f"<@{ann}> <@{bob}>", allowed_mentions=only_ann)
    assert [one.id for one in sent.mentions] == [ann]
    assert sent.reference and sent.reference.message_id == first.id
    await first.delete()
    with pytest.raises(discord.HTTPException) as gone:
        await first.reply("to nobody")
    assert gone.value.code == 50035


@pytest.mark.parametrize(("right", "code"), [("send", 50013), ("attach", 50013), ("view", 50001)])
async def test_rights_that_the_bot_lacks(town: Town, right: str, code: int) -> None:
    bot = await town.start()
    await town.ask("POST", "/sandbox/permissions", 200, {"channel_id": town.channel, "bot": {right: False}})
    with pytest.raises(discord.Forbidden) as refused:
        await imagine(bot).send("grid", file=file())
    assert refused.value.code == code
    await town.until(lambda: _may_send(bot), lambda may: may is (right == "attach"))
    await town.ask("POST", "/sandbox/permissions", 200, {"channel_id": town.channel, "bot": {right: True}})
    assert await imagine(bot).send("grid", file=file())


async def _may_send(bot: Bot) -> bool:
    return imagine(bot).permissions_for(bot.guilds[0].me).send_messages


async def test_a_direct_message_and_a_closed_line(town: Town) -> None:
    bot = await town.start()
    ann = town.people("ann")[0]
    friend = await bot.fetch_user(int(ann.card["id"]))
    await friend.send("for you", file=file())
    assert (await ann.sees(ann.card["dm_channel_id"]))[0]["content"] == "for you"
    await town.fault(fault="dm_closed", person="ann")
    with pytest.raises(discord.Forbidden) as closed:
        await friend.send("and this")
    assert closed.value.code == 50007
    await town.ask("DELETE", "/sandbox/faults")
    assert await friend.send("again")


async def test_reactions_of_people_and_of_the_bot(town: Town) -> None:
    bot = await town.start()
    ann = town.people("ann")[0]
    sent = await imagine(bot).send("grid")
    await sent.add_reaction("❤️")
    await ann.post("react", message_id=str(sent.id), emoji="❤️")
    shown = (await ann.sees())[0]["reactions"][0]
    assert (shown["count"], shown["me"]) == (2, True)
    await town.until(lambda: _reactions(bot), lambda heard: len(heard) == 2)
    await sent.remove_reaction("❤️", bot.guilds[0].me)
    assert (await imagine(bot).fetch_message(sent.id)).reactions[0].count == 1
    refused = await ann.post("react", status=400, message_id=str(sent.id), emoji="❤️")
    assert "already" in refused["error"]


async def _reactions(bot: Bot) -> list[str]:
    return bot.reactions


async def test_embeds_show_attached_pictures(town: Town) -> None:
    bot = await town.start()
    embed = discord.Embed(title="A grid").set_image(url="attachment://grid.png")
    sent = await imagine(bot).send(embed=embed, file=file("grid.png", picture(20)))
    assert sent.attachments == [] and sent.embeds[0].image.width == 20
    assert sent.embeds[0].image.url and sent.embeds[0].image.url.startswith(town.running.address)


class Gallery(discord.ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        gallery: Any = discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://grid.png"))
        row: Any = discord.ui.ActionRow(discord.ui.Button(label="U1", custom_id="u1"))
        part: Any = discord.ui.Section("one", accessory=discord.ui.Thumbnail("attachment://grid.png"))
        rest: list[Any] = [discord.ui.Separator(), part, discord.ui.File("attachment://words.txt")]
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("four pictures"), gallery, row, *rest))


async def test_layout_components(town: Town) -> None:
    bot = await town.start()
    sent = await imagine(bot).send(view=Gallery(), files=[file("grid.png"), file("words.txt", b"x")])
    assert sent.flags.components_v2
    seen = (await town.people("ann")[0].sees())[0]
    picture_shown = seen["components"][0]["components"][1]["items"][0]["media"]
    assert picture_shown["url"].startswith(f"{town.running.address}/attachments/")
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.request(
            discord.http.Route("PATCH", "/channels/{c}/messages/{m}", c=town.channel, m=sent.id),
            json={"content": "words", "flags": 1 << 15},
        )
    assert refused.value.code == 50035


async def test_typing_and_deletions_reach_the_people(town: Town) -> None:
    bot = await town.start()
    async with town.session.ws_connect(f"{town.running.address}/sandbox/people/ann/events") as events:
        await imagine(bot).typing()
        sent = await imagine(bot).send("grid")
        await sent.delete()
        await bot.guilds[0].text_channels[1].send("for moderators")
        await imagine(bot).send("last")
        heard = [await events.receive_json(timeout=5) for _ in range(4)]
    assert [one["type"] for one in heard] == ["typing", "message_create", "message_delete", "message_create"]
    assert heard[2]["message_id"] == str(sent.id) and heard[3]["message"]["content"] == "last"


async def test_an_attachments_address_is_signed_and_expires(town: Town) -> None:
    bot = await town.start()
    sent = await imagine(bot).send(file=file())
    url = sent.attachments[0].url
    assert await _status(town, url) == 200
    assert await _status(town, url.replace("hm=", "hm=0")) == 404
    assert await _status(town, url.partition("?")[0]) == 404
    await town.advance(25 * 3600)
    assert await _status(town, url) == 404
    fresh = await imagine(bot).fetch_message(sent.id)
    assert await _status(town, fresh.attachments[0].url) == 200


async def _status(town: Town, url: str) -> int:
    async with town.session.get(url) as answer:
        return answer.status


async def test_the_default_avatar_is_served(town: Town) -> None:
    bot = await town.start()
    assert bot.user
    assert (await bot.user.default_avatar.read()).startswith(b"\x89PNG")


async def test_a_webhook_object_works_from_another_process(town: Town) -> None:
    from tests.sandbox.town import command

    tokens: list[str] = []

    async def body(itx: discord.Interaction[Any]) -> None:
        tokens.append(itx.token)
        await itx.response.defer(thinking=True)

    bot = await town.start(command(body))
    ann = town.people("ann")[0]
    done = await ann.types("imagine")
    async with aiohttp.ClientSession() as session:
        hook = discord.Webhook.partial(bot.application_id or 0, tokens[0], session=session)
        await hook.edit_message(int(done["message_id"]), content="half", attachments=[file("p.png")])
        final = await hook.send("whole", file=file(), wait=True)
        assert (await hook.fetch_message(final.id)).content == "whole"
        await hook.delete_message(int(done["message_id"]))
    assert [one["content"] for one in await ann.sees()] == ["whole"]
