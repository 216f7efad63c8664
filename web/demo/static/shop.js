// The demo shop's own script. Privet does the ranking; this records what the
// visitor does, asks whether the shop may remember it, and keeps a small basket.
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
    svg.setAttribute("class", `picture p-${names.palettes[(code >> 6) & 15]} t-${names.tints[(code >> 3) & 7]} x-${names.patterns[code & 7]}`);
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
  let answer = ""; // "off" after a No: it lasts as long as the page, because writing it down would be remembering

  async function showMemory() {
    const [{ ranking }, { granted }, events] = await Promise.all([privet.ready, privet.consent(), privet.events()]);
    const on = kept.some((purpose) => granted.includes(purpose));
    if (memory) memory.dataset.state = on ? "on" : ranking ? answer || "ask" : "out";
    const count = byId("memory-count");
    if (count) count.textContent = events.length ? `So far ${plural(events.length, "thing", "things")}.` : "Nothing so far: look around.";
    const heading = byId("for-you");
    if (heading) heading.textContent = on && events.length ? heading.dataset.personal : heading.dataset.plain;
    return { on, events };
  }

  /** What the visitor did on this page, so that a Yes counts from here on. */
  const page = byId("item");
  const look = () => page && privet.observe("view", page.dataset.id);

  function listenToMemory() {
    byId("memory-yes")?.addEventListener("click", async () => {
      await privet.grant(...kept);
      await look();
      byId("memory-see")?.focus();
    });
    byId("memory-no")?.addEventListener("click", async () => {
      answer = "off";
      await refresh();
      byId("memory-again")?.focus();
    });
    byId("memory-again")?.addEventListener("click", async () => {
      answer = "";
      await refresh();
      byId("memory-yes")?.focus();
    });
    byId("memory-see")?.addEventListener("click", () => privet.panel());
    byId("privacy")?.addEventListener("click", () => privet.panel());
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

  // What is in the basket: the log's "add" events, and what was added while nothing may be kept.
  let logged = [];
  const loose = [];
  const dialog = byId("basket-dialog");

  async function showBasket() {
    const lines = [...logged, ...loose];
    byId("basket-count").textContent = lines.length;
    byId("basket").setAttribute("aria-label", `Basket, ${plural(lines.length, "item", "items")}`);
    const items = await privet.items(lines.map((line) => line.key));
    const { currency } = await privet.shop().catch(() => ({}));
    const money = new Intl.NumberFormat("en", currency ? { style: "currency", currency } : { minimumFractionDigits: 2 });
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
      if (line.id === undefined) loose.splice(loose.indexOf(line), 1);
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

  function listenToItem() {
    if (!page) return;
    const { id } = page.dataset;
    byId("add").addEventListener("click", async () => {
      const event = await privet.observe("add", id);
      if (!event) loose.push({ key: id });
      await refresh();
      say("It is in your basket.");
    });
    for (const kind of ["like", "dismiss"]) byId(kind).addEventListener("click", (e) => toggle(e.currentTarget, kind, id));
  }

  /** Like and "not for me" say one thing at most, and saying it again takes it back. */
  async function toggle(button, kind, id) {
    const pressed = button.getAttribute("aria-pressed") === "true";
    for (const event of await privet.events())
      if (event.key === id && (event.kind === "like" || event.kind === "dismiss")) await privet.forget({ event: event.id });
    for (const other of ["like", "dismiss"]) byId(other).setAttribute("aria-pressed", "false");
    if (!pressed && !(await privet.observe(kind, id))) say("Noted until you leave this page: the shop may not remember it.");
    button.setAttribute("aria-pressed", String(!pressed));
  }

  async function showItem(events) {
    for (const kind of page ? ["like", "dismiss"] : [])
      if (events.some((event) => event.kind === kind && event.key === page.dataset.id)) byId(kind).setAttribute("aria-pressed", "true");
  }

  // ---- start -------------------------------------------------------------

  async function refresh() {
    const { on, events } = await showMemory();
    logged = events.filter((event) => event.kind === "add");
    if (on) loose.length = 0;
    await Promise.all([showBasket(), showItem(events)]);
  }

  if (!privet) {
    // The SDK did not load: the page stands as it was served.
    if (memory) memory.dataset.state = "out";
    return;
  }
  listenToMemory();
  listenToBasket();
  listenToItem();
  privet.on("change", () => void refresh());
  void refresh();
  void look();
})();
