import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from "idb";

// How rows lie in IndexedDB, and nothing of what they mean.

interface Schema extends DBSchema {
  events: { key: number; value: object };
  records: { key: "consent"; value: unknown };
  files: { key: "name" | "release"; value: unknown };
}
type Database = IDBPDatabase<Schema>;

/** Any transaction that covers events and records. */
interface Readable {
  objectStore<N extends "events" | "records">(
    name: N,
  ): Pick<IDBPObjectStore<Schema, ("events" | "records")[], N>, "get" | "getAll" | "getAllKeys">;
}

/** Everything that is stored, as it is: rows[i] has the key ids[i]. */
export interface Stored {
  consent: unknown;
  ids: readonly number[];
  rows: readonly unknown[];
}

/** What to store instead. */
export interface Change {
  /** Undefined: as it is. */
  consent: unknown;
  put: readonly object[];
  remove: readonly number[];
  /** Whether nothing is left that needs a database. */
  empty: boolean;
}

/**
 * How a database came to its present form: step i leads from version i to i+1.
 * Visitors' browsers hold every version that was ever released: add steps,
 * never change one.
 */
const STEPS: readonly ((db: Database) => void)[] = [
  (db) => {
    // Rising keys, unique over all tabs: IndexedDB hands them out.
    db.createObjectStore("events", { keyPath: "id", autoIncrement: true });
    db.createObjectStore("records");
  },
  (db) => {
    db.createObjectStore("files");
  },
];

/**
 * A database that does not exist before there is something to keep, and not any
 * more when nothing is left. Whoever writes holds the lock of lock.ts.
 */
export class Store {
  #db: Database | undefined;

  constructor(private readonly name: string) {}

  /** What is stored. It writes nothing. */
  async read(): Promise<Stored> {
    const db = await this.#open(false);
    return db ? read(db.transaction(["events", "records"])) : { consent: undefined, ids: [], rows: [] };
  }

  /** Adds the rows that `make` gives for the present consent record, and returns their ids. */
  async append(make: (consent: unknown) => readonly object[]): Promise<number[]> {
    const tx = quiet((await this.#open(false))?.transaction(["events", "records"], "readwrite"));
    if (!tx) return [];
    // One transaction: between reading the consent and adding the rows nobody can revoke.
    const rows = make(await tx.objectStore("records").get("consent"));
    const ids = await Promise.all(rows.map((row) => tx.objectStore("events").add(row)));
    await tx.done;
    return ids;
  }

  /** Changes everything as one step. */
  async change(plan: (stored: Stored) => Change): Promise<void> {
    if (plan(await this.read()).empty && !this.#db) return;
    const tx = quiet((await this.#open(true))!.transaction(["events", "records", "files"], "readwrite"));
    const { consent, put, remove, empty } = plan(await read(tx));
    const [events, records, files] = [tx.objectStore("events"), tx.objectStore("records"), tx.objectStore("files")];
    const requests: Promise<unknown>[] = remove.map((id) => events.delete(id));
    requests.push(...put.map((row) => events.put(row)));
    if (consent) requests.push(records.put(consent, "consent"));
    if (empty) requests.push(...[events, records, files].map((store) => store.clear()));
    await Promise.all([...requests, tx.done]);
    if (!empty) return;
    this.#close();
    void deleteDB(this.name); // not waited for: every row is gone already, and another tab may hang
  }

  /** Keeps a release under its name, if there is a database. */
  async keep(name: string, release: object): Promise<void> {
    const tx = quiet((await this.#open(false))?.transaction("files", "readwrite"));
    if (!tx || (await tx.store.get("name")) === name) return;
    await Promise.all([tx.store.put(name, "name"), tx.store.put(release, "release"), tx.done]);
  }

  /** The kept release. */
  async kept(): Promise<unknown> {
    return (await this.#open(false))?.get("files", "release");
  }

  /** Opens the database; without `create`, undefined where there is none. */
  async #open(create: boolean): Promise<Database | undefined> {
    if (this.#db) return this.#db;
    try {
      return (this.#db = await openDB<Schema>(this.name, STEPS.length, {
        upgrade(db, from, _to, tx) {
          // Aborting the first upgrade leaves no database behind.
          if (!from && !create) quiet(tx).abort();
          else for (const step of STEPS.slice(from)) step(db);
        },
        // Another tab deletes or upgrades: let go, and open again when needed.
        blocking: () => this.#close(),
        terminated: () => this.#close(),
      }));
    } catch (e) {
      if (!create && (e as DOMException).name === "AbortError") return undefined;
      throw e;
    }
  }

  #close() {
    this.#db?.close();
    this.#db = undefined;
  }
}

/** A transaction whose failure is told by its requests: nobody need await its end to hear of it. */
function quiet<T extends { done: Promise<void> } | undefined>(tx: T): T {
  tx?.done.catch(() => {});
  return tx;
}

async function read(tx: Readable): Promise<Stored> {
  const events = tx.objectStore("events");
  const reads = [tx.objectStore("records").get("consent"), events.getAllKeys(), events.getAll()] as const;
  const [consent, ids, rows] = await Promise.all(reads);
  return { consent, ids, rows };
}
