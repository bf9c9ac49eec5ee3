// The composition root of the page: reads the world, builds the parts, and connects them.
import { Actor } from "./actions.js";
import { PersonApi, commands as readCommands, follow, world as readWorld } from "./api.js";
import { messageCommands } from "./commands.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { MessageList, announcement } from "./messages.js";
import { closeDrawer, paintChannels, paintFrame, paintTopbar } from "./sidebar.js";
import { Store } from "./state.js";
import { languageOf, translator } from "./strings.js";
import { View } from "./view.js";
import { openIdeas, paintWelcome } from "./welcome.js";

const TYPING_MS = 10_000; // as long as Discord shows that somebody types
const AGE_MS = 20_000; // how often relative times are written anew

class Page {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.api = new PersonApi(store.person.name);
    /** @type {import("./types.js").Command[]} */
    this.commands = [];
    this.view = new View(store, this.makeActions(), () => new Date());
    this.actor = new Actor(this.view, () => this.api, () => messageCommands(this.commands, store.lang), announce);
    this.list = new MessageList(this.view);
    this.composer = new Composer({
      view: this.view, api: () => this.api, onCommand: (filled) => { this.actor.command(filled); this.list.toEnd(); },
      onIdeas: () => openIdeas(this.view, (prompt) => this.imagine(prompt)),
    });
    this.unfollow = () => {};
    this.typing = 0;
  }

  /** @returns {import("./view.js").Actions} */
  makeActions() {
    return {
      press: (message, component, values) => { this.actor.press(message, component, values); },
      dismiss: (message) => this.store.dismiss(message.id),
      react: (message, emoji) => { this.actor.react(message, emoji); },
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
    if (matchMedia("(pointer: fine)").matches) this.composer.focus();
    setInterval(() => this.list.refreshTimes(), AGE_MS);
  }

  listen() {
    byId("veil").addEventListener("click", closeDrawer);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeDrawer();
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [role=menu]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.composer.focus("/");
    });
  }

  paint() {
    const host = { goTo: (/** @type {string} */ id) => this.goTo(id), become: (/** @type {string} */ name) => this.become(name), speak: (/** @type {string} */ lang) => this.speak(lang) };
    paintFrame(this.view, host);
    this.repaintChannels = () => paintChannels(this.view, host);
    this.composer.paint();
    this.paintWelcome();
  }

  paintWelcome() {
    paintWelcome(this.view, this.commands.some(({ name }) => name === "imagine"), (prompt) => this.imagine(prompt));
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
    this.unfollow = follow(this.store.person.name, (event) => this.onEvent(event), (up) => this.onStatus(up));
  }

  /** @param {boolean} up */
  onStatus(up) {
    this.store.connected = up;
    paintTopbar(this.view);
    if (!up) return;
    this.loadMessages();
    this.loadCommands();
  }

  /** @param {any} event */
  onEvent(event) {
    const handle = { message_create: this.onCreate, message_update: this.onUpdate, message_delete: this.onDelete, modal: this.onModal, typing: this.onTyping, bot_online: this.onBot };
    handle[/** @type {keyof typeof handle} */ (event.type)]?.call(this, event);
  }

  /** @param {{message: import("./types.js").Message}} event */
  onCreate({ message }) {
    this.setTyping(false);
    this.store.put(message);
    if (message.channel_id !== this.store.channelId) { this.store.unread.add(message.channel_id); this.repaintChannels?.(); }
    else announce(announcement(message, this.view));
  }

  /** @param {{message: import("./types.js").Message}} event */
  onUpdate({ message }) {
    this.store.put(message);
  }

  /** @param {{channel_id: string, message_id: string}} event */
  onDelete({ channel_id: channel, message_id: id }) {
    this.store.remove(channel, id);
  }

  /** @param {{modal: import("./types.js").Modal}} event */
  onModal({ modal }) {
    this.actor.showModal(modal);
  }

  /** @param {{channel_id: string}} event */
  onTyping({ channel_id: channel }) {
    if (channel === this.store.channelId) this.setTyping(true);
  }

  /** @param {{online: boolean}} event */
  onBot({ online }) {
    this.store.world.bot.online = online;
    paintTopbar(this.view);
    if (online) this.loadCommands();
  }

  /** @param {boolean} on */
  setTyping(on) {
    clearTimeout(this.typing);
    byId("typing").textContent = on ? this.view.t("typing", { name: this.store.world.bot.name }) : "";
    if (on) this.typing = window.setTimeout(() => this.setTyping(false), TYPING_MS);
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
    this.setTyping(false);
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

/** Person and channel stand in the address, so that two windows can be two people. @param {Store} store */
function remember(store) {
  const query = new URLSearchParams({ person: store.person.name, channel: store.channel().type === 1 ? "@" : store.channel().name });
  history.replaceState(null, "", `?${query}`);
}

async function main() {
  const query = new URLSearchParams(location.search);
  const lang = query.get("lang") ?? localStorage.getItem("atelier-language") ?? languageOf(navigator.language);
  try {
    const store = new Store(await readWorld(), query.get("person") ?? "", lang);
    const wanted = query.get("channel");
    store.channelId = store.channels().find(({ name, type }) => (wanted === "@" ? type === 1 : name === wanted))?.id ?? store.channelId;
    await new Page(store).start();
  } catch (error) {
    const fatal = byId("fatal");
    fatal.textContent = `${translator(lang)("cannotStart")} ${error instanceof Error ? error.message : ""}`;
    fatal.hidden = false;
  }
}

main();
