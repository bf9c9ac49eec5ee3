// The parts of the page, connected: who looks at which channel, and what is drawn anew when that changes.
import { Actor } from "./actions.js";
import { PersonApi, commands as readCommands, follow, world as readWorld } from "./api.js";
import { messageCommands } from "./commands.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { MessageList } from "./messages.js";
import { closeDrawer, paintChannels, paintFrame, paintTopbar } from "./sidebar.js";
import { View } from "./view.js";
import { openIdeas, paintWelcome } from "./welcome.js";

const AGE_MS = 20_000; // how often relative times are written anew

export class Page {
  /** @param {import("./state.js").Store} store */
  constructor(store) {
    this.store = store;
    this.api = new PersonApi(store.person.name);
    /** @type {import("./types.js").Command[]} */
    this.commands = [];
    this.view = new View(store, this.makeActions(), () => new Date());
    this.actor = new Actor(
      this.view,
      () => this.api,
      () => messageCommands(this.commands, store.lang),
      announce,
    );
    this.actor.onModalClosed = () => {
      if (document.activeElement === document.body) this.focusComposer();
    };
    this.list = new MessageList(this.view);
    this.composer = new Composer({
      view: this.view,
      api: () => this.api,
      onCommand: (filled) => {
        this.actor.command(filled);
        this.list.toEnd();
      },
      onIdeas: () => openIdeas(this.view, (prompt) => this.imagine(prompt)),
    });
    this.live = new Live({
      view: this.view,
      actor: this.actor,
      announce,
      onUnread: () => this.paintChannels(),
      onBotBack: () => {
        this.loadCommands();
      },
    });
    /** @type {import("./sidebar.js").FrameHost} */
    this.frame = {
      goTo: (id) => this.goTo(id),
      become: (name) => this.become(name),
      speak: (lang) => this.speak(lang),
    };
    this.unfollow = () => {};
  }

  /** @returns {import("./view.js").Actions} */
  makeActions() {
    return {
      press: (message, component, values) => {
        this.actor.press(message, component, values);
      },
      dismiss: (message) => this.store.dismiss(message.id),
      react: (message, emoji) => {
        this.actor.react(message, emoji);
      },
      enlarge: (pictures, index) => this.actor.enlarge(pictures, index),
      openMenu: (message, at) => this.actor.openMenu(message, at),
      jumpTo: (id) => this.list.jumpTo(id),
      startCommand: (name) => this.composer.chooseNamed(name),
      dropGhost: (channel, key) => this.store.dropGhost(channel, key),
    };
  }

  async start() {
    this.store.addEventListener("messages", () => this.list.sync());
    this.store.addEventListener("ghosts", () => this.list.sync());
    this.listen();
    byId("app").hidden = false;
    this.paint();
    this.connect();
    await this.loadCommands();
    this.focusComposer();
    setInterval(() => this.list.refreshTimes(), AGE_MS);
  }

  /** Not on a touch screen, where it would bring up the keyboard. */
  focusComposer() {
    if (matchMedia("(pointer: fine)").matches) this.composer.focus();
  }

  listen() {
    byId("veil").addEventListener("click", closeDrawer);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeDrawer();
      const typing =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [role=menu]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.composer.focus("/");
    });
  }

  paint() {
    paintFrame(this.view, this.frame);
    this.composer.paint();
    this.paintWelcome();
  }

  paintChannels() {
    paintChannels(this.view, this.frame);
  }

  paintWelcome() {
    paintWelcome(
      this.view,
      this.commands.some(({ name }) => name === "imagine"),
      (prompt) => this.imagine(prompt),
    );
  }

  /** @param {string} prompt */
  imagine(prompt) {
    this.list.toEnd();
    this.actor.imagine(prompt);
  }

  async loadCommands() {
    const { person, channelId } = this.store;
    const read = await readCommands(person.name, channelId);
    if (person !== this.store.person || channelId !== this.store.channelId) return;
    this.commands = read;
    this.composer.setCommands(read);
    this.paintWelcome();
  }

  async loadMessages() {
    const { person, channelId } = this.store;
    const messages = await this.api.messages(channelId);
    if (person === this.store.person) this.store.load(channelId, messages);
  }

  connect() {
    this.unfollow();
    this.unfollow = follow(
      this.store.person.name,
      (event) => this.live.hear(event),
      (up) => this.onStatus(up),
    );
  }

  /** @param {boolean} up */
  async onStatus(up) {
    const back = up && !this.store.connected;
    this.store.connected = up;
    if (back) this.store.renew(await readWorld());
    if (back) this.paint();
    else paintTopbar(this.view);
    if (!up) return;
    this.loadMessages();
    this.loadCommands();
  }

  /** @param {string} id */
  goTo(id) {
    this.store.channelId = id;
    this.store.unread.delete(id);
    this.changePlace();
  }

  /** @param {string} name */
  become(name) {
    const { store } = this;
    const direct = store.channel().type === 1;
    store.person = store.personNamed(name) ?? store.person;
    if (direct) store.channelId = store.person.dm_channel_id;
    store.messages.clear();
    store.ghosts.clear();
    store.unread.clear();
    store.reacted.clear();
    this.api = new PersonApi(store.person.name);
    this.changePlace();
    this.connect();
  }

  /** @param {string} lang */
  speak(lang) {
    this.store.lang = lang;
    localStorage.setItem("atelier-language", lang);
    this.changePlace();
  }

  changePlace() {
    closeDrawer();
    this.live.setTyping(false);
    this.composer.reset();
    this.list.reset();
    this.paint();
    this.list.sync();
    remember(this.store);
    this.loadMessages();
    this.loadCommands();
  }
}

/** @param {string} text told to screen readers */
function announce(text) {
  byId("announcer").textContent = text;
}

/**
 * Person and channel stand in the address, so that two windows can be two people.
 * @param {import("./state.js").Store} store
 */
function remember(store) {
  const query = new URLSearchParams({
    person: store.person.name,
    channel: store.channel().type === 1 ? "@" : store.channel().name,
  });
  history.replaceState(null, "", `?${query}`);
}
