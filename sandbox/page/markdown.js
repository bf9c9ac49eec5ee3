// Discord's markdown, as far as messages use it: text -> tree (here, pure) -> elements (markdown-view.js).
//
//   block  := heading | subtext | quote | item | fence | paragraph
//   inline := escape | code | link | mention | time | **strong** | __under__ | *em* | _em_ | ~~struck~~ | ||spoiler|| |
// text

/** @typedef {{kind: string, text?: string, id?: string, url?: string, style?: string, depth?: number, children?:
 *   MarkNode[]}} MarkNode */

/** Rules in the order in which they are tried; each is sticky. `(?:\\.|[^\\])+?` lets a backslash hide its neighbour.
 * @type {[RegExp, (match: RegExpExecArray) => MarkNode][]} */
const INLINE = [
  [/\\([^A-Za-z0-9\s])/y, (m) => text(m[1])],
  [/(`+)([^]+?)\1(?!`)/y, (m) => ({ kind: "code", text: m[2].trim() || m[2] })],
  [/<(https?:\/\/[^\s<>]+)>/y, (m) => ({ kind: "link", url: m[1], children: [text(m[1])] })],
  [
    /\[((?:\\.|[^[\]\\\n])+)\]\(<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?: "[^"\n]*")?\)/y,
    (m) => ({ kind: "link", url: m[2], children: inline(m[1]) }),
  ],
  [/https?:\/\/[^\s<>|]*[^\s<>|.,:;"'!?()[\]*_~`]/y, (m) => ({ kind: "link", url: m[0], children: [text(m[0])] })],
  [/<@!?(\d{1,20})>/y, (m) => ({ kind: "user", id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ kind: "role", id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ kind: "channel", id: m[1] })],
  [/<\/([^\n<>:]{1,100}):(\d{1,20})>/y, (m) => ({ kind: "command", text: m[1], id: m[2] })],
  [/<a?:(\w{1,32}):(\d{1,20})>/y, (m) => ({ kind: "emoji", text: m[1], id: m[2] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (m) => ({ kind: "time", text: m[1], style: m[2] ?? "f" })],
  [/@(everyone|here)\b/y, (m) => ({ kind: "everyone", text: m[1] })],
  [/\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/sy, (m) => ({ kind: "strong", children: inline(m[1]) })],
  [/__((?:\\.|[^\\])+?)__(?!_)/sy, (m) => ({ kind: "under", children: inline(m[1]) })],
  [/~~((?:\\.|[^\\])+?)~~/sy, (m) => ({ kind: "struck", children: inline(m[1]) })],
  [/\|\|((?:\\.|[^\\])+?)\|\|/sy, (m) => ({ kind: "spoiler", children: inline(m[1]) })],
  [/\*(?![\s*])((?:\*\*[^*]+\*\*|\\.|[^\\*])+?)(?<!\s)\*(?!\*)/sy, (m) => ({ kind: "em", children: inline(m[1]) })],
  [
    /(?<![A-Za-z0-9_])_(?!_)((?:__[^_]+__|\\.|[^\\_])+?)_(?![A-Za-z0-9_])/sy,
    (m) => ({ kind: "em", children: inline(m[1]) }),
  ],
];

/** The first of these letters may begin something; a run of others is text. */
const PLAIN = /[^\\`<[@*_~|h]+/y;

/** @type {[RegExp, (match: RegExpExecArray) => MarkNode][]} */
const LINES = [
  [/^-# +(.+)$/, (m) => ({ kind: "subtext", children: inline(m[1]) })],
  [/^(#{1,3}) +(.+)$/, (m) => ({ kind: "heading", depth: m[1].length, children: inline(m[2]) })],
  [/^> ?(.*)$/, (m) => ({ kind: "quote", children: inline(m[1]) })],
  [/^( *)[-*] +(.+)$/, (m) => ({ kind: "item", depth: Math.min(3, m[1].length >> 1), children: inline(m[2]) })],
];

/** @param {string} value @returns {MarkNode} */
function text(value) {
  return { kind: "text", text: value };
}

/** The tree of one message text. @param {string} source @returns {MarkNode[]} */
export function parse(source) {
  return source
    .split(/(```[^]+?```)/)
    .flatMap((part, index) => (index % 2 ? [fence(part)] : blocks(index ? part.replace(/^\n/, "") : part)));
}

/** @param {string} part the fence with its marks @returns {MarkNode} */
function fence(part) {
  const body = part
    .slice(3, -3)
    .replace(/^[\w+#.-]*\n/, "")
    .replace(/\n$/, "");
  return { kind: "fence", text: body };
}

/** @param {string} source @returns {MarkNode[]} */
function blocks(source) {
  /** @type {MarkNode[]} */
  const nodes = [];
  /** @type {string[]} */
  let paragraph = [];
  const flush = () => {
    const joined = paragraph.join("\n");
    if (joined.trim()) nodes.push({ kind: "paragraph", children: inline(joined) });
    paragraph = [];
  };
  for (const line of source.split("\n")) {
    const special = lineNode(line);
    if (!special) {
      paragraph.push(line);
      continue;
    }
    flush();
    nodes.push(special);
  }
  flush();
  return nodes;
}

/** @param {string} line @returns {MarkNode | null} */
function lineNode(line) {
  for (const [pattern, make] of LINES) {
    const match = pattern.exec(line);
    if (match) return make(match);
  }
  return null;
}

/** @param {string} source @returns {MarkNode[]} */
export function inline(source) {
  /** @type {MarkNode[]} */
  const nodes = [];
  let at = 0;
  while (at < source.length) {
    const [node, length] = next(source, at);
    const last = nodes.at(-1);
    if (node.kind === "text" && last?.kind === "text") last.text = `${last.text}${node.text}`;
    else nodes.push(node);
    at += length;
  }
  return nodes;
}

/**
 * @param {string} source
 * @param {number} at
 * @returns {[MarkNode, number]} the node at this place and how many letters it took
 */
function next(source, at) {
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) return [make(match), match[0].length];
  }
  PLAIN.lastIndex = at;
  const run = PLAIN.exec(source)?.[0] ?? source[at];
  return [text(run), run.length];
}

/** The text without its marks, for excerpts and announcements. @param {string} source @returns {string} */
export function plainText(source) {
  /** @param {MarkNode} node @returns {string} */
  const flat = (node) => node.text ?? node.children?.map(flat).join("") ?? "";
  return parse(source).map(flat).join(" ").trim();
}
