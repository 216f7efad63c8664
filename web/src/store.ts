import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from "idb";
import { newKey, seal, sealBytes, unseal, unsealBytes } from "./cipher.js";
import { newLot } from "./experiments/draw.js";
import { Files } from "./files.js";
import { inTime } from "./intime.js";
import type { Part } from "./shards/index.js";
import { exists } from "./visitor.js";

// How rows lie in IndexedDB, and nothing of what they mean.

interface Schema extends DBSchema {
  events: { key: number; value: object };
  /** The consent record; the key that seals it and the events; the keys that sign receipts; the revision; the number that experiments draw by, and since when they do. */
  records: { key: "consent" | "key" | "signer" | "revision" | "lot" | "drawn"; value: unknown };
  receipts: { key: number; value: object };
}
type Database = IDBPDatabase<Schema>;
type Name = "events" | "records";

/** A transaction that covers what is read at once. */
interface Readable {
  objectStore<N extends Name>(name: N): Pick<IDBPObjectStore<Schema, Name[], N>, "get" | "getAll" | "getAllKeys">;
}

/** Everything that is stored, opened: rows[i] has the key ids[i]. */
export interface Stored {
  /**
   * Another number after each change of anything but which events there are; 0 where nothing is stored. It is drawn
   * and does not count: a database that was deleted and made anew must not come to a number of the one before.
   */
  revision: number;
  consent: unknown;
  ids: readonly number[];
  rows: readonly unknown[];
}

/** What to store instead. */
export interface Change {
  /** Undefined: as it is. */
  consent: unknown;
  put: readonly { id: number }[];
  remove: readonly number[];
  /** Whether anything is allowed that keeps something. */
  keeps: boolean;
  /** Whether nothing is left that needs a database. */
  empty: boolean;
}

const nothing: Stored = { revision: 0, consent: undefined, ids: [], rows: [] };

/** Receipts that are kept; the oldest go first. */
const MAX_RECEIPTS = 100;

/**
 * How a database came to its present form: step i leads from version i to i+1.
 * Visitors' browsers hold every version that was ever released: add steps,
 * never change one.
 */
const STEPS: readonly ((db: IDBPDatabase) => void)[] = [
  (db) => {
    // Rising keys, unique over all tabs: IndexedDB hands them out.
    db.createObjectStore("events", { keyPath: "id", autoIncrement: true });
    db.createObjectStore("records");
  },
  (db) => {
    db.createObjectStore("files");
  },
  (db) => {
    db.createObjectStore("receipts", { autoIncrement: true });
  },
  (db) => {
    db.deleteObjectStore("files"); // from here on in a database of their own
  },
];

/**
 * A database that does not exist before there is something to keep, and not any
 * more when nothing is left. Events and the consent record are sealed. Whoever
 * writes holds the lock of lock.ts; where there is no lock, what was written
 * meanwhile is noticed and nothing is done.
 */
export class Store {
  #db: Database | undefined;
  #key: CryptoKey | undefined;
  /** What was read last: only what came after it has to be opened where the revision is the same. */
  #last = nothing;
  readonly #files: Files;

  constructor(private readonly name: string) {
    this.#files = new Files(`${name}-files`);
  }

  /** What is stored. It writes nothing. */
  async read(): Promise<Stored> {
    const db = await this.#open(false);
    if (!db) return nothing;
    const { last, revision, key, consent, ids, rows } = await read(db.transaction(["events", "records"]), this.#last);
    this.#key = key;
    const left = new Set(ids);
    const known = last.rows.filter((_, i) => left.has(last.ids[i]!));
    const open = async (row: unknown, i: number) => {
      const value = await unseal(key, row);
      return value === row ? row : { ...(value as object), id: ids[known.length + i] };
    };
    const opened = [...known, ...(await Promise.all(rows.map(open)))];
    return (this.#last = { revision, consent: await unseal(key, consent), ids, rows: opened });
  }

  /** Adds rows and returns their ids; undefined where something but events has changed since that revision. */
  async append(revision: number, rows: readonly object[]): Promise<number[] | undefined> {
    const db = await this.#open(false);
    if (!db) return revision ? undefined : [];
    const key = (this.#key ??= (await db.get("records", "key")) as CryptoKey | undefined);
    const sealed = await Promise.all(rows.map((row) => seal(key, row)));
    // One transaction: between looking at the revision and adding the rows nobody can revoke.
    const tx = quiet(db.transaction(["events", "records"], "readwrite"));
    if (((await tx.objectStore("records").get("revision")) ?? 0) !== revision) return undefined;
    const adds = sealed.map((row) => tx.objectStore("events").add(row));
    tx.commit();
    const [ids] = await Promise.all([Promise.all(adds), tx.done]);
    return ids;
  }

  /**
   * Changes everything as one step and returns the revision; undefined where
   * anything but what was read is stored by now. With `anew` the key is thrown
   * away and what stays is sealed with another one. What only takes away writes
   * nothing, so that it needs no room.
   */
  async change(
    stored: Stored,
    { consent, put, remove, keeps, empty }: Change,
    receipt?: object,
    anew = false,
  ): Promise<number | undefined> {
    const db = await this.#open(!empty);
    if (!db) {
      await this.#files.drop(); // whoever came to delete may have been killed
      return 0;
    }
    const key = anew || !this.#key ? await newKey().catch(() => undefined) : this.#key;
    const fresh = key !== this.#key;
    const all = fresh ? [...put, ...restOf(stored, put, remove)] : put;
    const record = consent ?? (fresh ? stored.consent : undefined);
    const rows = await Promise.all(all.map(async ({ id, ...row }) => ({ ...(await seal(key, row)), id })));
    const sealed = record === undefined ? undefined : await seal(key, record as object);
    const writes = !!(rows.length || sealed || receipt);
    // Strict: not even a power failure may bring back what was taken away.
    const stores = ["events", "records", "receipts"] as const;
    const tx = quiet(db.transaction(stores, "readwrite", { durability: "strict" }));
    const [events, records, receipts] = [
      tx.objectStore("events"),
      tx.objectStore("records"),
      tx.objectStore("receipts"),
    ];
    const [revision = 0, ids, older] = await Promise.all([
      records.get("revision"),
      events.getAllKeys(),
      receipts.getAllKeys(),
    ]);
    if (revision !== stored.revision || ids.length !== stored.ids.length || ids.at(-1) !== stored.ids.at(-1))
      return undefined;
    const next = empty ? 0 : writes ? 1 + Math.random() : revision;
    const requests: Promise<unknown>[] = [];
    if (empty) requests.push(...stores.map((name) => tx.objectStore(name).clear()));
    else {
      requests.push(...remove.map((id) => events.delete(id)), ...rows.map((row) => events.put(row)));
      if (sealed) requests.push(records.put(sealed, "consent"));
      if (!keeps) requests.push(records.delete("lot"));
      if (!keeps || anew) requests.push(records.delete("drawn"));
      if (key && fresh) requests.push(records.put(key, "key"));
      if (writes) requests.push(records.put(next, "revision"));
      if (receipt) {
        requests.push(receipts.add(receipt));
        requests.push(...older.slice(0, -MAX_RECEIPTS + 1).map((id) => receipts.delete(id)));
      }
    }
    tx.commit(); // a page that is left now has changed it
    await Promise.all([...requests, tx.done]);
    this.#key = key;
    this.#last = nothing; // what is forgotten is gone from memory, too
    if (empty) await this.drop();
    return next;
  }

  /** The receipts, oldest first. */
  async receipts(): Promise<object[]> {
    return (await (await this.#open(false))?.getAll("receipts")) ?? [];
  }

  /** The keys that sign receipts, made where there are none; undefined where they could not be kept. */
  async signer(make: () => Promise<CryptoKeyPair | undefined>): Promise<CryptoKeyPair | undefined> {
    const db = (await this.#open(true))!;
    const kept = await db.get("records", "signer");
    if (kept) return kept as CryptoKeyPair;
    const pair = await make();
    if (pair) await db.put("records", pair, "signer");
    return pair;
  }

  /** The number that experiments draw by, made where there is none; undefined where nothing is kept. */
  async lot(): Promise<number | undefined> {
    const tx = quiet((await this.#open(false))?.transaction("records", "readwrite"));
    if (!tx) return undefined;
    const kept = (await tx.store.get("lot")) as number | undefined;
    const lot = kept ?? newLot();
    if (kept === undefined) await tx.store.put(lot, "lot");
    await tx.done;
    return lot;
  }

  /** Keeps what was drawn and since when, sealed, where it has changed. Resolves to what is kept then. */
  async draw<T extends object>(merge: (kept: unknown) => T): Promise<T> {
    const db = await this.#open(false);
    if (!db) return merge(undefined);
    const kept = await unseal(this.#key, await db.get("records", "drawn"));
    const drawn = merge(kept);
    if (JSON.stringify(kept) !== JSON.stringify(drawn)) await db.put("records", await seal(this.#key, drawn), "drawn");
    return drawn;
  }

  /** Keeps a release under its name, if there is a database. */
  async keep(name: string, release: object): Promise<void> {
    if ((await this.#open(false)) && (await this.#files.get("name")) !== name) await this.#files.put({ name, release });
  }

  /** The kept release. */
  async kept(): Promise<unknown> {
    return (await this.#open(false)) && this.#files.get("release");
  }

  /** Keeps these shards and no others, sealed: they tell as much as the events that they are of. */
  async keepShards(shards: readonly Part[]): Promise<void> {
    if (!(await this.#open(false))) return;
    const close = async ({ catalog, ...about }: Part) => ({
      about: await seal(this.#key, about),
      catalog: await sealBytes(this.#key, catalog),
    });
    await this.#files.put({ shards: await Promise.all(shards.map(close)) });
  }

  /** The shards that were kept; undefined for one that cannot be opened. */
  async shards(): Promise<(Part | undefined)[]> {
    const rows = (await this.#open(false)) && (await this.#files.get("shards"));
    const open = async ({ about, catalog }: { about?: unknown; catalog?: unknown }) => {
      const part = {
        ...((await unseal(this.#key, about)) as object),
        catalog: await unsealBytes(this.#key, catalog),
      };
      return isPart(part) ? (part as Part) : undefined;
    };
    return Array.isArray(rows) ? Promise.all(rows.map(open)) : [];
  }

  /** Deletes everything. */
  async drop(): Promise<void> {
    this.#close();
    void deleteDB(this.name); // not waited for: every row is gone already, and another tab may hang
    await this.#files.drop();
  }

  /** Opens the database; without `create`, undefined where there is none. */
  async #open(create: boolean): Promise<Database | undefined> {
    if (this.#db) return this.#db;
    if (!create && !(await exists())) return undefined; // in WebKit, the aborted upgrade below would leave one of version 0
    const opening = openDB<Schema>(this.name, STEPS.length, {
      upgrade(db, from, _to, tx) {
        // Aborting the first upgrade leaves no database behind.
        if (!from && !create) quiet(tx).abort();
        else for (const step of STEPS.slice(from)) step(db as unknown as IDBPDatabase);
      },
      // Another tab deletes or upgrades: let go, and open again when needed.
      blocking: (_from, _to, { target }) => {
        (target as IDBDatabase).close(); // there may be two, where two openings met
        this.#close();
      },
      terminated: () => this.#close(),
    });
    try {
      return (this.#db = await inTime(opening));
    } catch (e) {
      if (!create && (e as DOMException).name === "AbortError") {
        await sweep(this.name).catch(() => {}); // where databases cannot be listed, it is not known
        return undefined;
      }
      opening.then((db) => db.close()).catch(() => {}); // it may come after all
      throw e;
    }
  }

  #close() {
    this.#db?.close();
    this.#db = undefined;
    this.#key = undefined;
    this.#last = nothing;
  }
}

/** Deletes what WebKit leaves of a database whose first upgrade was aborted, where another tab had just deleted it: one of version 0. */
async function sweep(name: string): Promise<void> {
  const databases = (await indexedDB.databases?.()) ?? [];
  if (databases.some((database) => database.name === name && database.version === 0)) await deleteDB(name);
}

/** Whether what was stored is a shard; whether it is one of this catalog, its reader asks. */
function isPart(value: Partial<Record<keyof Part, unknown>>): boolean {
  return typeof value.shard === "object" && value.catalog instanceof ArrayBuffer && typeof value.texts === "string";
}

/** The rows that neither go nor are written anyway. What is no object, or could not be opened, stays as it is. */
function restOf({ ids, rows }: Stored, put: readonly { id: number }[], remove: readonly number[]): { id: number }[] {
  const others = new Set([...remove, ...put.map(({ id }) => id)]);
  return rows.flatMap((row, i) =>
    others.has(ids[i]!) || typeof row !== "object" || "sealed" in row! ? [] : { ...row, id: ids[i]! },
  );
}

/** A transaction whose failure is told by its requests: nobody need await its end to hear of it. */
function quiet<T extends { done: Promise<void> } | undefined>(tx: T): T {
  tx?.done.catch(() => {});
  return tx;
}

/** Reads everything but the rows that were read the last time and are as they were. */
async function read(tx: Readable, last: Stored) {
  const [events, records] = [tx.objectStore("events"), tx.objectStore("records")];
  const revision = ((await records.get("revision")) ?? 0) as number;
  if (revision !== last.revision) last = nothing;
  const [key, consent, ids, rows] = await Promise.all([
    records.get("key") as Promise<CryptoKey | undefined>,
    records.get("consent"),
    events.getAllKeys(),
    events.getAll(IDBKeyRange.lowerBound(last.ids.at(-1) ?? -Infinity, true)),
  ]);
  return { last, revision, key, consent, ids, rows };
}
