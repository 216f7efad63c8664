import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from "idb";
import { inTime } from "./intime.js";

interface Schema extends DBSchema {
  /** The release that was used last, its name, and the shards that events are of. */
  files: { key: Key; value: unknown };
}
type Key = "name" | "release" | "shards";

/**
 * What is kept so that it need not be fetched, in a database of its own, which is
 * open only while something is done there. It is large, browsers write one
 * transaction of a database at a time, and no event, and no refusal, may have to
 * wait for that.
 */
export class Files {
  constructor(private readonly name: string) {}

  get(key: Key): Promise<unknown> {
    return this.#do((db) => db.get("files", key));
  }

  /** Writes rows in one step. */
  put(rows: Partial<Record<Key, unknown>>): Promise<void> {
    return this.#do(async (db) => {
      const tx = db.transaction("files", "readwrite");
      const puts = Object.entries(rows).map(([key, row]) => tx.store.put(row, key as Key));
      tx.commit(); // or WebKit leaves it open where the page is left before it is asked
      await Promise.all([...puts, tx.done]);
    });
  }

  /** Deletes everything. It waits only so long for others that work there; the deletion comes to pass after them. */
  async drop(): Promise<void> {
    await inTime(deleteDB(this.name)).catch(() => {});
  }

  async #do<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    const opening = openDB<Schema>(this.name, 1, { upgrade: (db) => void db.createObjectStore("files") });
    const done = opening.then(work);
    const close = async () => (await opening).close(); // which waits for what is still done
    done.then(close, close).catch(() => {});
    return inTime(done);
  }
}
