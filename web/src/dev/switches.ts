import { purposes as all } from "../abi.gen.js";
import type { Purpose } from "../privet.js";
import { element } from "../ui/element.js";

/** A switch for each purpose, and beside it what it brings to the list. */
export class Switches {
  readonly elements: HTMLElement[];
  readonly #inputs = new Map<Purpose, HTMLInputElement>();
  readonly #outputs = new Map<Purpose, HTMLOutputElement>();

  /** `set` is told which are on whenever one is turned. */
  constructor(set: (granted: Purpose[]) => void) {
    this.elements = all.map((purpose) => {
      const input = element("input", { type: "checkbox", role: "switch" });
      const output = element("output");
      input.addEventListener("change", () => set(all.filter((p) => this.#inputs.get(p)!.checked)));
      this.#inputs.set(purpose, input);
      this.#outputs.set(purpose, output);
      return element("label", {}, input, element("span", {}, purpose), output);
    });
  }

  show(granted: readonly Purpose[], brings: ReadonlyMap<Purpose, number>): void {
    for (const [purpose, input] of this.#inputs) input.checked = granted.includes(purpose);
    for (const [purpose, output] of this.#outputs) {
      const amount = brings.get(purpose) ?? 0;
      output.textContent = amount > 0 ? `+${amount}` : String(amount);
    }
  }
}
