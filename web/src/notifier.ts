import type { PrivetError } from "./error.js";
import type { Notices } from "./privet.js";

/** The most problems that are remembered. */
const MAX_PROBLEMS = 100;

/** Tells whoever listens. A listener that throws disturbs nobody else: an EventTarget sees to that. */
export class Notifier {
  readonly problems: PrivetError[] = [];
  readonly #target = new EventTarget();

  on<N extends keyof Notices>(notice: N, listen: (detail: Notices[N]) => void): () => void {
    const listener = (e: Event) => listen((e as CustomEvent<Notices[N]>).detail);
    this.#target.addEventListener(notice, listener);
    return () => this.#target.removeEventListener(notice, listener);
  }

  tell<N extends keyof Notices>(notice: N, detail?: Notices[N]): void {
    this.#target.dispatchEvent(new CustomEvent(notice, { detail }));
  }

  readonly problem = (problem: PrivetError): void => {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
    this.tell("problem", problem);
  };
}
