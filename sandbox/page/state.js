// What the page knows: world, person, channel, messages. Views listen to it; only app.js and actions.js change it.

/** @typedef {import("./types.js").World} World */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Person} Person */
/**
 * A command on its way.
 * @typedef {{key: string, name: string, state: "sending" | "failed", text: string, interaction?: string}} Ghost
 */

export const EPHEMERAL = 64;
export const LOADING = 128;
export const COMPONENTS_V2 = 1 << 15;

/** @param {Message} message @param {number} flag @returns {boolean} */
export function has(message, flag) {
  return Boolean((message.flags ?? 0) & flag);
}

export class Store extends EventTarget {
  /** @param {World} world @param {string} personName @param {string} lang */
  constructor(world, personName, lang) {
    super();
    this.world = world;
    this.lang = lang;
    this.person = this.personNamed(personName) ?? world.people[0];
    this.channelId = world.channels[0].id;
    this.connected = true;
    /** @type {Map<string, Map<string, Message>>} channel id -> message id -> message, in the order of ids */
    this.messages = new Map();
    /** @type {Map<string, Ghost[]>} channel id -> commands without an answer yet */
    this.ghosts = new Map();
    /** @type {Set<string>} channel ids */
    this.unread = new Set();
    /** @type {Set<string>} message ids that this person dismissed */
    this.dismissed = new Set();
    /** @type {Set<string>} "message id:custom id" of components that wait for an answer */
    this.pending = new Set();
    /** @type {Set<string>} "message id:emoji" of reactions that were added in this window */
    this.reacted = new Set();
    /** @type {Map<string, string>} message id -> why the last press went wrong */
    this.failures = new Map();
  }

  /** @param {"world" | "channel" | "messages" | "connection" | "unread" | "ghosts"} what */
  emit(what) {
    this.dispatchEvent(new CustomEvent(what));
  }

  /** The world anew, e.g. after the sandbox was started again: the same people may have other ids. @param {World} world */
  renew(world) {
    const [place, direct] = [this.channel(), this.channel().type === 1];
    this.world = world;
    this.person = this.personNamed(this.person.name) ?? world.people[0];
    const same = this.channels().find(({ name, type }) => (direct ? type === 1 : name === place.name));
    this.channelId = same?.id ?? world.channels[0].id;
  }

  /** @param {string} name @returns {Person | undefined} */
  personNamed(name) {
    return this.world.people.find((person) => person.name === name);
  }

  /** Guild channels that the present person may see, and their direct one. */
  channels() {
    const dm = { id: this.person.dm_channel_id, name: this.world.bot.name, type: 1, topic: null };
    return [...this.world.channels.filter((one) => this.person.admin || !one.admins_only), dm];
  }

  channel() {
    return this.channels().find((channel) => channel.id === this.channelId) ?? this.world.channels[0];
  }

  /** @param {string} channelId @returns {Message[]} oldest first, without what was dismissed */
  listed(channelId) {
    const all = [...(this.messages.get(channelId)?.values() ?? [])];
    return all.filter((message) => !this.dismissed.has(message.id)).sort((one, other) => older(one.id, other.id));
  }

  /** @param {string} id @returns {Message | undefined} */
  message(id) {
    for (const channel of this.messages.values()) if (channel.has(id)) return channel.get(id);
    return undefined;
  }

  /** @param {string} channelId @param {Message[]} messages */
  load(channelId, messages) {
    this.messages.set(channelId, new Map(messages.map((message) => [message.id, message])));
    this.emit("messages");
  }

  /** @param {Message} message */
  put(message) {
    const channel = this.messages.get(message.channel_id) ?? new Map();
    channel.set(message.id, message);
    this.messages.set(message.channel_id, channel);
    this.failures.delete(message.id);
    this.emit("messages");
  }

  /** The same message as a new object, so that views see a change. @param {string} id */
  touch(id) {
    const message = this.message(id);
    if (message) this.messages.get(message.channel_id)?.set(id, { ...message });
    this.emit("messages");
  }

  /** @param {Message} message @param {string} emoji @returns {boolean} whether the present person reacted so */
  hasReacted(message, emoji) {
    const found = message.reactions?.find((one) => one.emoji.name === emoji);
    return Boolean(found && (found.me || this.reacted.has(`${message.id}:${emoji}`)));
  }

  /** @param {string} channelId @param {string} id */
  remove(channelId, id) {
    this.messages.get(channelId)?.delete(id);
    this.emit("messages");
  }

  /** @param {string} id */
  dismiss(id) {
    this.dismissed.add(id);
    this.emit("messages");
  }

  /** @param {string} channelId @param {Ghost} ghost added, or put in the place of the one with its key */
  putGhost(channelId, ghost) {
    this.ghosts.set(channelId, [...this.ghostsOf(channelId).filter(({ key }) => key !== ghost.key), ghost]);
    this.emit("ghosts");
  }

  /** @param {string} channelId @param {string} key */
  dropGhost(channelId, key) {
    this.ghosts.set(
      channelId,
      this.ghostsOf(channelId).filter((ghost) => ghost.key !== key),
    );
    this.emit("ghosts");
  }

  /** Those that no message has answered yet. @param {string} channelId @returns {Ghost[]} */
  ghostsOf(channelId) {
    const messages = [...(this.messages.get(channelId)?.values() ?? [])];
    const answered = new Set(messages.map((message) => message.interaction_metadata?.id));
    return (this.ghosts.get(channelId) ?? []).filter(({ interaction }) => !interaction || !answered.has(interaction));
  }
}

/** Snowflakes have up to 20 digits: compare by length, then by letters. @param {string} one @param {string} other */
function older(one, other) {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}
