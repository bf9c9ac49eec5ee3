// The composition root of the page: reads the world and the address, and starts.
import { world as readWorld } from "./api.js";
import { byId } from "./dom.js";
import { Page } from "./page.js";
import { Store } from "./state.js";
import { languageOf, translator } from "./strings.js";

async function main() {
  const query = new URLSearchParams(location.search);
  const lang = query.get("lang") ?? localStorage.getItem("atelier-language") ?? languageOf(navigator.language);
  try {
    const store = new Store(await readWorld(), query.get("person") ?? "", lang);
    const wanted = query.get("channel");
    store.channelId =
      store.channels().find(({ name, type }) => (wanted === "@" ? type === 1 : name === wanted))?.id ?? store.channelId;
    await new Page(store).start();
  } catch (error) {
    const fatal = byId("fatal");
    fatal.textContent = `${translator(lang)("cannotStart")} ${error instanceof Error ? error.message : ""}`;
    fatal.hidden = false;
  }
}

main();
