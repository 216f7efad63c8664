import type { Code } from "./privet.js";

/** The only error that a page sees. Callers branch on `code`; the message is for people. */
export class PrivetError extends Error {
  override readonly name = "PrivetError";

  constructor(
    readonly code: Code,
    message: string,
    cause?: unknown,
  ) {
    super(`${code}: ${message}`, { cause });
  }

  /** Each script of a release has a copy of this class; an error of one is an error of all. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    return (thrown as Error | undefined)?.name === "PrivetError";
  }

  /** Wraps whatever was thrown, unless it is a PrivetError already. */
  static from(thrown: unknown, code: Code, where: string): PrivetError {
    return thrown instanceof PrivetError ? thrown : new PrivetError(code, `${where}: ${thrown}`, thrown);
  }
}

/** Throws a PrivetError unless `condition` holds. */
export function need(condition: unknown, code: Code, message: string): asserts condition {
  if (!condition) throw new PrivetError(code, message);
}
