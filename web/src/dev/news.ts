import { element } from "../ui/element.js";

/** Where `privet dev` tells what it does. */
const NEWS = "/privet-dev/news";

const STYLE = `:host{position:fixed;z-index:2147483647;inset:auto 0 0 0;font:13px/1.4 ui-monospace,monospace}
pre{margin:0;padding:.75rem 1rem;max-height:40vh;overflow:auto;white-space:pre-wrap;background:#1c1c1c;color:#eee;border-top:3px solid #888}
pre.broken{border-color:#e5484d}`;

/** Loads the page anew when something has changed, and shows what is built and what is wrong meanwhile. */
export function follow(): void {
  const host = element("div");
  const said = element("pre", { role: "status" });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets.push(style);
  root.append(said);
  const say = (text: string, broken = false) => {
    said.textContent = text;
    said.classList.toggle("broken", broken);
    document.body.append(host);
  };

  const news = new EventSource(NEWS);
  news.addEventListener("reload", () => location.reload());
  news.addEventListener("building", () => say("Privet is building the catalog…"));
  news.addEventListener("broken", ({ data }) =>
    say(`The catalog stays as it was:\n${JSON.parse(data) as string}`, true),
  );
  // It has been ended and begun again: who knows what changed meanwhile.
  news.addEventListener("error", () => news.addEventListener("open", () => location.reload(), { once: true }), {
    once: true,
  });
}
