"""A small discord.py bot for the page: one command for each kind of answer that the page must show."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from PIL import Image

STEP_S = 0.8  #: between two progress edits of the small bot; long enough to be seen on a loaded machine
MARKED = (
    "<img src=x onerror=alert(1)> **bold** _em_ `code` ||secret|| "
    "[safe](https://example.org) [not](javascript:alert(1))"
)


def picture(width: int, height: int, colour: str) -> discord.File:
    """A plain PNG."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, "PNG")
    return discord.File(io.BytesIO(kept.getvalue()), "grid.png")


class Remix(discord.ui.Modal, title="Remix"):
    words: discord.ui.TextInput[Remix] = discord.ui.TextInput(
        label="Prompt", style=discord.TextStyle.paragraph, min_length=3, max_length=40, default="a fox"
    )
    mode: discord.ui.Label[Remix] = discord.ui.Label(
        text="Mode", component=discord.ui.Select(options=[discord.SelectOption(label=one) for one in ("Fast", "Relax")])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.mode.component, discord.ui.Select)
        await interaction.response.send_message(f"remixed: {self.words.value} / {self.mode.component.values[0]}")


class Buttons(discord.ui.View):
    @discord.ui.button(label="U1", style=discord.ButtonStyle.primary)
    async def first(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_message(f"Image #1 for {interaction.user.display_name}")

    @discord.ui.button(label="V1")
    async def vary(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Remix())

    @discord.ui.button(emoji="🔄")
    async def silent(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        """Never answers: the person must be told."""

    @discord.ui.select(
        placeholder="Mode", options=[discord.SelectOption(label="Fast"), discord.SelectOption(label="Relax")]
    )
    async def mode(self, interaction: discord.Interaction, select: discord.ui.Select[Buttons]) -> None:
        await interaction.response.send_message(f"mode {select.values[0]}", ephemeral=True)


class Chinese(app_commands.Translator):
    async def translate(self, string: app_commands.locale_str, locale: discord.Locale, context: object) -> str | None:
        return string.extras.get("zh") if locale is discord.Locale.chinese else None


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    """What the tests type: a painter that edits its message, and one command for each kind of answer."""

    async def models(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = {"Storybook (small)": "storybook", "SDXL": "sdxl"}
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in known.items()
            if typed.lower() in name.lower()
        ]

    @tree.command(description=app_commands.locale_str("Make four images from words", zh="用文字画四张图"))
    @app_commands.autocomplete(model=models)
    async def imagine(
        interaction: discord.Interaction, prompt: app_commands.Range[str, 2, 400], model: str = "none",
        seed: app_commands.Range[int, 0, 99] = 0, picture_of: discord.Attachment | None = None,
    ) -> None:  # fmt: skip
        size = f" {picture_of.filename} {picture_of.size}" if picture_of else ""
        text = (
            f"**{discord.utils.escape_markdown(prompt)}** - {interaction.user.mention} model={model} seed={seed}{size}"
        )
        await interaction.response.send_message(f"{text} (0%)")
        for percent, colour in ((31, "teal"), (62, "olive")):
            await asyncio.sleep(STEP_S)
            await interaction.edit_original_response(
                content=f"{text} ({percent}%)", attachments=[picture(256, 256, colour)]
            )
        await asyncio.sleep(STEP_S)
        await interaction.delete_original_response()
        assert isinstance(interaction.channel, discord.abc.Messageable)
        await interaction.channel.send(f"{text} (done)", file=picture(256, 256, "maroon"), view=Buttons(timeout=None))

    @tree.command(description="Words for one person")
    async def whisper(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("only for you", ephemeral=True)

    @tree.command(description="Thinks for a while")
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await asyncio.sleep(4 * STEP_S)
        link = discord.ui.View().add_item(discord.ui.Button(label="Web", url="https://example.org"))
        embed = discord.Embed(title="Fleet", description="**two** hosts", colour=0x22AA77).add_field(
            name="gpu", value="1"
        )
        await interaction.followup.send(embed=embed, view=link)

    @tree.command(description="Marks that must not become elements")
    async def marked(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(MARKED)

    @tree.command(description="Says nothing")
    async def silence(interaction: discord.Interaction) -> None:
        """Never answers."""

    @tree.command(description="Layout components")
    async def layout(interaction: discord.Interaction) -> None:
        view = discord.ui.LayoutView()
        section = discord.ui.Section[discord.ui.LayoutView]("### Model", accessory=discord.ui.Button(label="Change"))
        view.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("## Settings"), discord.ui.Separator(), section, accent_colour=0x22AA77
            )
        )
        await interaction.response.send_message(view=view)

    @tree.context_menu(name="Show details")
    async def details(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"details of {message.id}", ephemeral=True)


class SmallBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        add_commands(self.tree)
        await self.tree.set_translator(Chinese())
        await self.tree.sync()
