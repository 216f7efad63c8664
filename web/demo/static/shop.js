// The demo shop's own script. Privet does the ranking and the asking; this records
// what the visitor does, says whether it is remembered, and keeps a small basket.
//
// Everything works without it, except what it would do. Whatever comes from the
// catalog is set as text. Nothing is written or sent from here: what may be kept
// is Privet's to decide, and the rest lives as long as the page.
(() => {
  "use strict";

  const { motifs, pictures } = document.currentScript.dataset;
  const privet = window.privet;
  const byId = (id) => document.getElementById(id);
  const plural = (n, one, many) => (n === 1 ? `1 ${one}` : `${n.toLocaleString("en")} ${many}`);

  // ---- pictures ----------------------------------------------------------

  // Loaded by every page, not when a row first needs it: the server must not see who has a row of their own.
  const drawings = fetch(pictures).then((answer) => answer.json());

  /** Draws the picture of item number `index` of the catalog; demo.encodePictures wrote the numbers. */
  async function drawing(index) {
    const { items, ...names } = await drawings;
    const code = items[index];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute(
      "class",
      `picture p-${names.palettes[(code >> 6) & 15]} t-${names.tints[(code >> 3) & 7]} x-${names.patterns[code & 7]}`,
    );
    svg.setAttribute("viewBox", "0 0 200 200");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(svg.namespaceURI, "use");
    use.setAttribute("href", `${motifs}#${names.motifs[code >> 10]}`);
    svg.append(use);
    return svg;
  }

  const addressOf = (id) => `/i/${encodeURIComponent(id)}`;

  /** <shop-picture>ID</shop-picture> becomes the item's picture, and the link around it leads to the item. */
  class ShopPicture extends HTMLElement {
    async connectedCallback() {
      if (this.firstElementChild) return; // drawn before, and only moved
      const id = this.textContent;
      this.textContent = "";
      const link = this.closest("a");
      if (link) link.href = addressOf(id);
      const [item] = await privet.items([id]);
      if (item) this.replaceWith(await drawing(item.index));
    }
  }
  if (privet) customElements.define("shop-picture", ShopPicture);

  // ---- what the shop remembers -------------------------------------------

  const memory = byId("memory");
  const kept = ["session", "history"];

  async function showMemory() {
    const [{ ranking }, { granted, ask, signal }, all] = await Promise.all([privet.ready, privet.consent(), privet.events()]);
    const events = all.filter(({ kind }) => kind !== "show"); // what the visitor did, not what the shop did
    const on = kept.some((purpose) => granted.includes(purpose));
    if (memory) memory.dataset.state = on ? "on" : ranking ? (ask ? "ask" : signal || "off") : "out";
    const count = byId("memory-count");
    if (count)
      count.textContent = events.length
        ? `So far ${plural(events.length, "thing", "things")}.`
        : "Nothing so far: look around.";
    const heading = byId("for-you");
    if (heading) heading.textContent = on && events.length ? heading.dataset.personal : heading.dataset.plain;
    return events;
  }

  // What the visitor did on this page while nothing may be kept. Privet takes it along with a Yes; leaving the page forgets it.
  const loose = [];
  async function did(kind, key) {
    if (!(await privet.observe(kind, key))) loose.push({ kind, key });
  }

  // What of it the visitor has taken back.
  const undone = [];
  function undo(line) {
    undone.push(...loose.splice(loose.indexOf(line), 1));
  }

  function listenToMemory() {
    for (const choose of document.querySelectorAll(".memory-choose")) choose.addEventListener("click", () => privet.ask());
    byId("memory-see")?.addEventListener("click", () => privet.center());
    byId("privacy")?.addEventListener("click", () => privet.center());
    document.addEventListener("privet-choice", async () => {
      loose.length = 0;
      for (const { kind, key } of undone.splice(0)) {
        const event = (await privet.events()).find((event) => event.kind === kind && event.key === key);
        if (event) await privet.forget({ event: event.id });
      }
      await refresh();
    });
  }

  // ---- toast -------------------------------------------------------------

  const toast = byId("toast");
  let fading;
  function say(text) {
    clearTimeout(fading);
    toast.textContent = text;
    toast.classList.add("shown");
    fading = setTimeout(() => toast.classList.remove("shown"), 4000);
  }

  // ---- basket ------------------------------------------------------------

  const dialog = byId("basket-dialog");

  /** The basket is what was added, kept or not. */
  async function showBasket(events) {
    const lines = [...events, ...loose].filter((line) => line.kind === "add");
    byId("basket-count").textContent = lines.length;
    byId("basket").setAttribute("aria-label", `Basket, ${plural(lines.length, "item", "items")}`);
    const items = await privet.items(lines.map((line) => line.key));
    const { currency } = await privet.shop().catch(() => ({}));
    const money = new Intl.NumberFormat(
      "en",
      currency ? { style: "currency", currency } : { minimumFractionDigits: 2 },
    );
    byId("basket-lines").replaceChildren(
      ...(await Promise.all(lines.map(async (line, n) => (items[n] ? basketLine(line, items[n], money) : "")))),
    );
    byId("basket-empty").hidden = lines.length > 0;
    byId("basket-total").textContent = money.format(items.reduce((sum, item) => sum + (item?.price ?? 0), 0));
    byId("basket-note").textContent = loose.length
      ? "Kept until you leave this page, because the shop may not remember anything."
      : "Kept in this browser, with what the shop remembers.";
    byId("basket-note").hidden = lines.length === 0;
  }

  async function basketLine(line, item, money) {
    const row = document.createElement("li");
    const name = document.createElement("a");
    name.className = "basket-name";
    name.href = addressOf(item.id);
    name.textContent = item.title ?? item.id;
    const price = document.createElement("span");
    price.textContent = item.price ? money.format(item.price) : "";
    const remove = document.createElement("button");
    remove.className = "basket-remove";
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `Remove ${name.textContent}`);
    remove.addEventListener("click", async () => {
      if (line.id === undefined) undo(line);
      else await privet.forget({ event: line.id });
      await refresh();
      byId("basket-close").focus();
    });
    row.append(await drawing(item.index), name, price, remove);
    return row;
  }

  function listenToBasket() {
    byId("basket").addEventListener("click", () => dialog.showModal());
    byId("basket-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (e) => e.target === dialog && dialog.close()); // beside the box
  }

  // ---- an item's page ----------------------------------------------------

  const opinions = ["like", "dismiss"];
  let turn = Promise.resolve(); // one click after the other: each starts from what the last one came to
  const id = byId("item")?.dataset.id;

  function listenToItem() {
    if (!id) return;
    byId("add").addEventListener("click", async () => {
      await did("add", id);
      await refresh();
      say(
        loose.length
          ? "It is in your basket until you leave this page: the shop may not remember it."
          : "It is in your basket.",
      );
    });
    for (const kind of opinions) byId(kind).addEventListener("click", () => (turn = turn.then(() => toggle(kind))));
  }

  /** Like and "not for me" exclude each other, and the same again takes it back. */
  async function toggle(kind) {
    const again = byId(kind).getAttribute("aria-pressed") === "true";
    const said = (line) => line.key === id && opinions.includes(line.kind);
    for (const event of (await privet.events()).filter(said)) await privet.forget({ event: event.id });
    loose.filter(said).forEach(undo);
    if (!again) await did(kind, id);
    await refresh();
    if (loose.some(said)) say("Noted until you leave this page: the shop may not remember it.");
  }

  function showItem(events) {
    if (!id) return;
    for (const kind of opinions)
      byId(kind).setAttribute(
        "aria-pressed",
        String([...events, ...loose].some((line) => line.kind === kind && line.key === id)),
      );
  }

  // ---- start -------------------------------------------------------------

  async function refresh() {
    const events = await showMemory();
    showItem(events);
    await showBasket(events);
  }

  if (!privet) {
    // The SDK did not load: the page stands as it was served.
    document.body.classList.add("bare");
    if (memory) memory.dataset.state = "out";
    return;
  }
  listenToMemory();
  listenToBasket();
  listenToItem();
  privet.on("change", () => void refresh());
  void refresh();
})();
