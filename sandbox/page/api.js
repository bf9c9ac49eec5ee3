// The person API of the sandbox (sandbox/README.md), one method per route. A refusal becomes an `ApiError` with its
// sentence.

/** @typedef {import("./types.js").World} World */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Modal} Modal */
/** @typedef {import("./types.js").Choice} Choice */
/** @typedef {import("./types.js").Interaction} Interaction */

export class ApiError extends Error {}

/** @param {string} path @param {RequestInit} [init] @returns {Promise<any>} */
async function call(path, init) {
  const reply = await fetch(`/sandbox/${path}`, init).catch((cause) => {
    throw new ApiError("The sandbox does not answer.", { cause });
  });
  const body = reply.status === 204 ? null : await reply.json().catch(() => null);
  if (!reply.ok) throw new ApiError(body?.error ?? `${reply.status} ${reply.statusText}`);
  return body;
}

/** @param {string} method @param {unknown} body @returns {RequestInit} */
function json(method, body) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** @returns {Promise<World>} */
export const world = () => call("world");

/** @param {string} person @param {string} channel @returns {Promise<Command[]>} */
export async function commands(person, channel) {
  const reply = await call(`commands?${new URLSearchParams({ person, channel })}`);
  return Array.isArray(reply) ? reply : reply.commands;
}

/** Everything that one person may do. */
export class PersonApi {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.base = `people/${encodeURIComponent(name)}`;
  }

  /** @param {string} verb @param {object} body */
  post(verb, body) {
    return call(`${this.base}/${verb}`, json("POST", body));
  }

  /** @param {object} body @returns {Promise<{interaction_id: string}>} */
  command = (body) => this.post("command", body);

  /** @param {object} body @returns {Promise<Choice[]>} */
  autocomplete = async (body) => (await this.post("autocomplete", body)).choices;

  /** @param {object} body @returns {Promise<{interaction_id: string}>} */
  press = (body) => this.post("press", body);

  /** @param {object} body @returns {Promise<{interaction_id: string}>} */
  menu = (body) => this.post("menu", body);

  /** @param {object} body @returns {Promise<{interaction_id: string}>} */
  submit = (body) => this.post("submit", body);

  /** @param {boolean} on @param {string} message_id @param {string} emoji */
  react = (on, message_id, emoji) => call(`${this.base}/react`, json(on ? "POST" : "DELETE", { message_id, emoji }));

  /** @returns {Promise<Modal[]>} */
  modals = async () => {
    const reply = await call(`${this.base}/modals`);
    return Array.isArray(reply) ? reply : reply.modals;
  };

  /** @param {string} channel @returns {Promise<Message[]>} oldest first */
  messages = async (channel) => {
    const reply = await call(`${this.base}/channels/${channel}/messages?limit=100`);
    return Array.isArray(reply) ? reply : reply.messages;
  };

  /** @param {string} id @returns {Promise<Interaction>} */
  interaction = (id) => call(`${this.base}/interactions/${id}`);

  /** @param {File} file @returns {Promise<{upload_id: string, filename: string, size: number}>} */
  upload = (file) => {
    const body = new FormData();
    body.append("file", file, file.name);
    return call(`${this.base}/upload`, { method: "POST", body });
  };
}

/**
 * Follow what a person may see; after a lost connection try again, first at once, later every 5 s.
 * @param {string} person
 * @param {(event: any) => void} onEvent
 * @param {(up: boolean) => void} onStatus told after each connection and each loss
 * @returns {() => void} ends it
 */
export function follow(person, onEvent, onStatus) {
  let ended = false;
  let failures = 0;
  /** @type {WebSocket} */
  let socket;
  const open = () => {
    if (ended) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/sandbox/people/${encodeURIComponent(person)}/events`);
    socket.onopen = () => {
      failures = 0;
      onStatus(true);
    };
    socket.onmessage = (event) => {
      if (!ended) onEvent(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (ended) return;
      onStatus(false);
      setTimeout(open, Math.min(5000, 250 * 2 ** failures++));
    };
  };
  open();
  return () => {
    ended = true;
    socket.close();
  };
}
