/**
 * Messages to bytes and back: little-endian, no padding, strings with a u16
 * length, lists with a u32 count. The engine checks what it is sent; bytes that
 * come from it are trusted to follow the layout.
 *
 * What puts and takes whole messages is generated, in abi.gen.ts: plain calls by
 * name, because looking each field up in a table takes several times as long.
 */
export type Put<T> = (value: T) => void;
export type Take<T> = () => T;

/** The most bytes of a string: what a u16 counts. More is cut off, and refused by the engine, whose limits are lower. */
const LONGEST = 0xffff;

const utf8 = /* @__PURE__ */ new TextEncoder();
const text = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true }); // a mark at the front belongs to the string

const viewOf = (room: number) => new DataView(new ArrayBuffer(room));

let request: DataView | undefined;
/** What is being put or taken, and how far that has come. */
let view: DataView;
export let end = 0;

const bytes = (at: number, n: number) => new Uint8Array(view.buffer, view.byteOffset + at, n);

/** Returns the bytes of a message, valid until the next one. Times are whole numbers. */
export function encode<T>(put: Put<T>, value: T): Uint8Array {
  for (view = request ??= viewOf(1 << 14); ; request = view = viewOf(2 * view.byteLength))
    try {
      end = 0;
      put(value);
      return bytes(0, end);
    } catch (e) {
      if (!(e instanceof RangeError)) throw e; // views throw it where they end
    }
}

/** Returns the message in the bytes. */
export function decode<T>(take: Take<T>, { buffer, byteOffset, length }: Uint8Array): T {
  view = new DataView(buffer, byteOffset, length);
  end = 0;
  return take();
}

export const codec = { encode, decode };
export type Codec = typeof codec;

export const put1: Put<number> = (v) => view.setUint8(end++, v);
export const put2: Put<number> = (v) => {
  view.setUint16(end, v, true);
  end += 2;
};
export const put4: Put<number> = (v) => {
  view.setUint32(end, v, true);
  end += 4;
};
/**
 * In halves: a BigInt for each of a thousand events would take longer than all
 * the rest. Not by put4, which is twice as fast as long as it gets small numbers.
 */
export const put8: Put<number> = (v) => {
  view.setUint32(end, v, true);
  view.setUint32(end + 4, Math.floor(v / 2 ** 32), true);
  end += 8;
};
export const putString: Put<string> = (v = "") => {
  let n = 0;
  // Letter by letter as long as it is ASCII: a call of the encoder takes longer than a key.
  for (let code; (code = v.charCodeAt(n)) < 128; n++) view.setUint8(end + 2 + n, code);
  if (n < v.length) n = utf8.encodeInto(v, bytes(end + 2, 3 * v.length)).written; // three bytes are as many as a UTF-16 unit takes
  put2((n = Math.min(n, LONGEST)));
  end += n;
};
export function putList<T>(list: T[] = [], put: Put<T>): void {
  put4(list.length);
  for (const v of list) put(v);
}

export const take1 = <T extends number>(): T => view.getUint8(end++) as T;
export const take2: Take<number> = () => view.getUint16((end += 2) - 2, true);
export const take4: Take<number> = () => view.getUint32((end += 4) - 4, true);
export const takeI4: Take<number> = () => take4() | 0;
export const take8: Take<number> = () => take4() + takeI4() * 2 ** 32;
export const takeString: Take<string> = () => {
  const n = take2();
  return text.decode(bytes((end += n) - n, n));
};
export function takeList<T>(take: Take<T>): T[] {
  const list: T[] = [];
  for (let n = take4(); n--; ) list.push(take());
  return list;
}
