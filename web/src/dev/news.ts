import { adopt, element } from "../ui/element.js";
import { newsStyle } from "./style.js";

/** Where `privet dev` tells what it does. */
const NEWS = "/privet-dev/news";

/** Loads the page anew when something has changed, and shows what is built and what is wrong meanwhile. */
export function follow(): void {
  const host = element("div");
  const said = element("pre", { role: "status" });
  const root = host.attachShadow({ mode: "open" });
  adopt(root, newsStyle);
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
