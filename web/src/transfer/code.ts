import type { Event as Row } from "../abi.gen.js";
import { rowOf } from "../answers.js";
import { need } from "../error.js";
import type { Event, Export, Preferences, Purpose } from "../privet.js";
import { unplaced } from "../profile.js";
import { bytesOf, decrypt, encrypt, ITERATIONS, IV, pack, random, SALT, TAG, textOf, unpack } from "./passphrase.js";
import { CAPACITY } from "./draw.js";
import { accept, tasteOf } from "./incoming.js";
import { MARK } from "./mark.js";

/** The first byte of a code. It says how the rest is read, the number of iterations included. */
const VERSION = 1;

/** The bytes of a code before what is encrypted: version, salt, initialization vector. */
const HEADER = 1 + SALT + IV;

/** What a code holds: a list for each member of events, newest first, which packs better than a list of events. */
interface Columns {
  granted: readonly Purpose[];
  preferences: Preferences;
  /** The newest event's time, in milliseconds since the Unix epoch, and from each event to the next older one. */
  at: number[];
  kind: Row["kind"][];
  purposes: Row["purposes"][];
  key: Row["key"][];
}

/**
 * An address that opens `page` on another device with as much as a QR code
 * holds of what the visitor did, newest first; `events` says how many. What was
 * shown stays behind. Rejects with `bad-value` for a passphrase shorter than 8
 * characters, and with `too-large` where the page's own address leaves no room.
 */
export async function code(profile: Export, passphrase: string, page: URL): Promise<{ url: string; events: number }> {
  const address = page.href.slice(0, page.href.length - page.hash.length) + MARK;
  const room = Math.floor(((CAPACITY - address.length) * 3) / 4) - HEADER - TAG;
  const acts = profile.events.filter(({ kind }) => kind !== "show").reverse();
  const packed = (n: number) => pack(columnsOf(profile, acts.slice(0, n)));
  let [events, beyond] = [0, acts.length + 1];
  while (events + 1 < beyond) {
    const n = (events + beyond) >> 1;
    if ((await packed(n)).length <= room) events = n;
    else beyond = n;
  }
  const plain = await packed(events);
  need(plain.length <= room, "too-large", "the address of this page leaves no room in a QR code");
  const header = new Uint8Array([VERSION, ...random(SALT), ...random(IV)]);
  const sealed = await encrypt(plain, passphrase, parametersOf(header));
  return { url: address + textOf(new Uint8Array([...header, ...sealed])), events };
}

/**
 * What the page's address brings along, for `unsealCode`. It is taken out of
 * the address bar and of the tab's history.
 */
export function brought(): string | undefined {
  const { href, hash } = location;
  if (!hash.startsWith(MARK)) return undefined;
  history.replaceState(history.state, "", href.slice(0, -hash.length));
  return hash.slice(MARK.length);
}

/** Decrypts a code. Rejects as `unseal` does. */
export async function unsealCode(text: string, passphrase: string): Promise<Export> {
  need(text.length <= CAPACITY, "too-large", `a code has at most ${CAPACITY} characters`);
  const bytes = bytesOf(text, "the code");
  need(bytes.length > HEADER, "bad-value", "the code is cut off");
  const [version] = bytes;
  need(version! <= VERSION, "newer-version", `a code of version ${version}; this script reads ${VERSION}`);
  need(version === VERSION, "bad-value", `there is no version ${version} of codes`);
  const plain = await decrypt(bytes.subarray(HEADER), passphrase, parametersOf(bytes.subarray(0, HEADER)));
  return fromColumns(((await unpack(plain)) ?? {}) as Columns);
}

function parametersOf(header: Uint8Array<ArrayBuffer>) {
  return { salt: header.subarray(1, 1 + SALT), iv: header.subarray(1 + SALT), iterations: ITERATIONS, header };
}

/** `events` are newest first. */
function columnsOf({ consent }: Export, events: readonly Event[]): Columns {
  const rows = events.map(rowOf);
  return {
    granted: consent.granted,
    preferences: tasteOf(consent.preferences),
    at: rows.map(({ at }, i) => (i ? rows[i - 1]!.at - at : at)),
    kind: rows.map(({ kind }) => kind),
    purposes: rows.map(({ purposes }) => purposes),
    key: rows.map(({ key }) => key),
  };
}

/** Ids count from 1 here: an event's own is another browser's. */
function fromColumns({ granted, preferences, at, kind, purposes, key }: Columns): Export {
  const lists = [at, kind, purposes, key];
  const even = lists.every((list) => Array.isArray(list) && list.length === at.length);
  need(even, "damaged", "at, kind, purposes or key is wrong");
  let time = 0;
  const rows = at.map((step, i) => {
    time = i ? time - step : step;
    return { id: at.length - i, at: time, kind: kind[i]!, purposes: purposes[i]!, key: key[i]!, ...unplaced };
  });
  return accept({ granted, preferences, rows: rows.reverse() });
}
