"""The private cards and the panel, without a Discord."""

from __future__ import annotations

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from jobs.catalog import Catalog, ModelEntry
from jobs.fleet import Host, WorkerStatus
from jobs.knows import Term, Vocabulary
from jobs.preferences import Preferences
from jobs.prompt import PARAMETERS
from jobs.requests import Mode
from messages import cards, panel
from messages.custom_id import unpack_choice
from messages.discord_address import point_at
from messages.discord_form import as_json
from messages.help import TOPICS, help_card
from messages.message import Button, Message, Select

from .examples import record

TERMS = tuple(Term(en=(f"thing number {number}",), zh=(f"东西{number}",)) for number in range(200))
STORYBOOK = ModelEntry(name="storybook", source="x", vocabulary=Vocabulary(objects=TERMS, places=TERMS[:2]))
CATALOG = Catalog(models=(ModelEntry(name="dreamer", title="Dreamer XL", source="y"), STORYBOOK), default="dreamer")


def fields(message: Message) -> dict[str, str]:
    return {field.name: field.text for embed in message.embeds for field in embed.fields}


def test_info_tells_running_and_queued_jobs_in_the_order_of_the_line() -> None:
    account = cards.Account(
        mode=Mode.RELAX,
        model="Dreamer XL",
        running=[record(prompt="a *fox*")],
        waiting=[(record(prompt="late"), 9), (record(prompt="soon"), 2)],
        kept=1,
    )
    told = fields(cards.info(account, "en-US"))
    assert told["Mode"] == "relaxed" and told["Model"] == "Dreamer XL"
    assert told["Running jobs: 1"] == "- a \\*fox\\*"
    assert told["Queued jobs: 2"] == "- soon (number 2 in line)\n- late (number 9 in line)"
    assert "Kept for you: 1" in told


def test_info_of_a_person_without_jobs_says_none() -> None:
    told = fields(cards.info(cards.Account(mode=Mode.FAST, model="m"), "zh-CN"))
    assert told["排队中: 0"] == "无"


def test_long_lists_are_cut_within_discords_limits() -> None:
    many = [(record(prompt="*" * 500), place) for place in range(1, 60)]
    message = cards.info(cards.Account(mode=Mode.FAST, model="m", waiting=many), "en-US")
    assert all(len(text) <= 1_024 for text in fields(message).values())
    assert "… +49" in fields(message)["Queued jobs: 59"] or len(fields(message)["Queued jobs: 59"]) == 1_024


@pytest.mark.parametrize(("locale", "word"), [("en-US", "thing number 0, "), ("zh-CN", "东西0、")])
def test_help_lists_what_a_small_model_can_paint(locale: str, word: str) -> None:
    told = fields(help_card("models", CATALOG, locale))
    assert any(text.startswith(word) for text in told.values())


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_help_fits_into_a_card_and_leads_to_the_others(topic: str, locale: str) -> None:
    message = help_card(topic, CATALOG, locale)
    told, (select,) = fields(message), message.rows
    assert all(len(text) <= 1_024 for text in told.values())
    assert sum(len(name) + len(text) for name, text in told.items()) + len(message.embeds[0].text) < 6_000
    assert isinstance(select, Select) and [each.value for each in select.options] == list(TOPICS)
    assert [each.value for each in select.options if each.chosen] == [topic]


def test_help_has_a_line_for_every_parameter() -> None:
    lines = "\n".join(fields(help_card("parameters", CATALOG, "en-US")).values())
    assert all(f"`{row.example}`" in lines for row in PARAMETERS)
    assert help_card("of_tomorrow", CATALOG, "en-US") == help_card("start", CATALOG, "en-US")


def test_the_fleet_shows_each_host_and_marks_the_silent() -> None:
    worker = WorkerStatus(name="w", host="attic", pid=1, device="cuda:0", model="storybook", state="painting")
    hosts = [Host(name="attic", wanted=2, seen_at=100, workers=(worker,)), Host(name="cellar", wanted=1, seen_at=10)]
    told = fields(cards.fleet(hosts, 7, 105.0, "en-US"))
    assert told == {
        "attic: 1 of 2 workers": "- painting · cuda:0 · storybook",
        "cellar: silent for 95 s": "no worker is running",
    }
    assert "No host has reported yet" in cards.fleet([], 0, 0.0, "en-US").embeds[0].text


def test_the_panel_shows_what_is_on_and_fits_discord() -> None:
    message = panel.settings(Preferences(mode=Mode.TURBO, model="storybook", stylize=250), CATALOG, "en-US")
    buttons = [item for row in message.rows if isinstance(row, tuple) for item in row]
    assert [button.label for button in buttons if button.style == 3] == ["turbo", "High variation", "Public"]
    chosen = [
        option.value for row in message.rows if isinstance(row, Select) for option in row.options if option.chosen
    ]
    assert chosen == ["storybook", "250"]
    controls = [item for row in message.rows for item in _items(row)]
    assert all(unpack_choice(control.custom_id) is not None for control in controls)
    assert len(as_json(message)["components"]) <= 5


def _items(row: tuple[Button, ...] | Select) -> tuple[Button | Select, ...]:
    return (row,) if isinstance(row, Select) else row


def test_a_model_that_is_gone_is_not_shown_as_chosen() -> None:
    message = panel.settings(Preferences(model="gone"), CATALOG, "en-US")
    select = message.rows[0]
    assert isinstance(select, Select) and [option.value for option in select.options if option.chosen] == ["default"]


def test_another_discord_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in ((Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr("discord.Asset.BASE", "kept")
    point_at("http://127.0.0.1:8080/")
    assert Route.BASE == "http://127.0.0.1:8080/api/v10"
    assert yarl.URL("ws://127.0.0.1:8080/gateway") == DiscordWebSocket.DEFAULT_GATEWAY
    with pytest.raises(ValueError, match="http://"):
        point_at("127.0.0.1:8080")
