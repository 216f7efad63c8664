/**
 * Messages to bytes and back, by the layouts of abi.gen.ts: little-endian, no
 * padding, strings with a u16 length, lists with a u32 count. The engine checks
 * what it is sent; bytes that come from it are trusted to follow the layout.
 */
import { layouts, type Messages } from "./abi.gen.js";

type Fields = [name: string, type: string][];
type Values = Record<string, unknown>;

const parsed: Record<string, Fields> = {};
const fieldsOf = (message: string) =>
  (parsed[message] ??= (layouts as Record<string, string>)[message]!
    .split(" ")
    .filter(Boolean)
    .map((field) => field.split(":") as [string, string]));

/** Returns the bytes of a message. Throws a RangeError for a time that is not a whole number. */
export function encode<N extends keyof Messages>(message: N, value: Messages[N]): Uint8Array<ArrayBuffer> {
  let view = new DataView(new ArrayBuffer(256));
  let end = 0;
  /** Makes room for n bytes and returns where they go. It may replace view: call it first. */
  const take = (n: number) => {
    const start = end;
    end += n;
    if (end > view.byteLength) {
      const larger = new Uint8Array(end * 2);
      larger.set(new Uint8Array(view.buffer, 0, start));
      view = new DataView(larger.buffer);
    }
    return start;
  };
  const put = (type: string, v: unknown) => {
    if (type[0] == "*") {
      const list = v as unknown[];
      put("4", list.length);
      for (const element of list) put(type.slice(1), element);
    } else if (type == "4" || type == "i") {
      const at = take(4);
      view.setUint32(at, v as number, true);
    } else if (type == "2") {
      const at = take(2);
      view.setUint16(at, v as number, true);
    } else if (type == "1") {
      const at = take(1);
      view.setUint8(at, v as number);
    } else if (type == "8") {
      const at = take(8);
      view.setBigInt64(at, BigInt(v as number), true);
    } else if (type == "s") {
      // What a u16 cannot count is cut: the engine refuses strings of that length.
      const bytes = new TextEncoder().encode(v as string).subarray(0, 0xffff);
      put("2", bytes.length);
      const at = take(bytes.length);
      new Uint8Array(view.buffer).set(bytes, at);
    } else {
      for (const [name, inner] of fieldsOf(type)) put(inner, (v as Values)[name]);
    }
  };
  put(message, value);
  return new Uint8Array(view.buffer as ArrayBuffer, 0, end);
}

/** Returns the message in the bytes. */
export function decode<N extends keyof Messages>(message: N, bytes: Uint8Array): Messages[N] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }); // a mark at the front belongs to the string
  let end = 0;
  const get = (type: string): unknown => {
    if (type[0] == "*") {
      const list: unknown[] = [];
      for (let n = get("4") as number; n--; ) list.push(get(type.slice(1)));
      return list;
    }
    if (type == "s") {
      const n = get("2") as number;
      return text.decode(bytes.subarray(end, (end += n)));
    }
    const at = end;
    if (type == "4" || type == "i") {
      end += 4;
      return type == "i" ? view.getInt32(at, true) : view.getUint32(at, true);
    }
    if (type == "2") return (end += 2), view.getUint16(at, true);
    if (type == "1") return (end += 1), view.getUint8(at);
    if (type == "8") return (end += 8), Number(view.getBigInt64(at, true));
    const value: Values = {};
    for (const [name, inner] of fieldsOf(type)) value[name] = get(inner);
    return value;
  };
  return get(message) as Messages[N];
}
