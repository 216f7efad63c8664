import { PrivetError } from "./error.js";

/** How long storage may take to answer, in milliseconds: another tab may hold on to what must be upgraded or deleted first. */
const PATIENCE = 5000;

/** Rejects where something that storage was asked for takes too long. */
export function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new PrivetError("storage-failed", `storage: no answer after ${PATIENCE} ms`));
    const timer = setTimeout(late, PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
