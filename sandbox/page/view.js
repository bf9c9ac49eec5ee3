// What rendering may ask: words, names, the present, and the actions behind buttons.
import { translator } from "./strings.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Attachment} Attachment */
/** @typedef {import("./types.js").User} User */
/** @typedef {{src: string, name: string, size?: number, width?: number | null, height?: number | null}} Picture */
/**
 * @typedef {object} Actions
 * @property {(message: Message, component: Component, values?: string[]) => void} press
 * @property {(message: Message) => void} dismiss
 * @property {(message: Message, emoji: string) => void} react
 * @property {(pictures: Picture[], index: number) => void} enlarge
 * @property {(message: Message, at: {x: number, y: number}) => void} openMenu
 * @property {(id: string) => void} jumpTo
 * @property {(name: string) => void} startCommand
 * @property {(channelId: string, key: string) => void} dropGhost
 */

export class View {
  /** @param {import("./state.js").Store} store @param {Actions} actions @param {() => Date} now */
  constructor(store, actions, now) {
    this.store = store;
    this.actions = actions;
    this.now = now;
  }

  get lang() {
    return this.store.lang;
  }

  get t() {
    return translator(this.store.lang);
  }

  /** @param {string} name */
  startCommand(name) {
    this.actions.startCommand(name);
  }

  /** @param {string} id @returns {string} */
  personName(id) {
    const { people, bot } = this.store.world;
    return (
      [...people.map(({ id: own, display_name: name }) => ({ id: own, name })), bot].find((one) => one.id === id)
        ?.name ?? id
    );
  }

  /** @param {string} id @returns {string} */
  roleName(id) {
    return this.store.world.guild.roles?.find((role) => role.id === id)?.name.replace(/^@/, "") ?? id;
  }

  /** @param {string} id @returns {string} */
  channelName(id) {
    return this.store.world.channels.find((channel) => channel.id === id)?.name ?? id;
  }

  /** The name that others see. @param {User} user @returns {string} */
  userName(user) {
    return this.store.world.people.find(({ id }) => id === user.id)?.display_name ?? user.global_name ?? user.username;
  }

  /** @param {User} user @returns {string} a CSS colour */
  colour(user) {
    return this.store.world.people.find(({ id }) => id === user.id)?.avatar_colour ?? "var(--accent)";
  }
}
