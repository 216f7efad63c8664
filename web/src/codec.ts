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

const utf8 = new TextEncoder();

/** The most bytes of a string: what a u16 counts. More is cut off, and refused by the engine, whose limits are lower. */
const LONGEST = 0xffff;

/** Returns the bytes of a message. Times are whole numbers. */
export function encode<N extends keyof Messages>(message: N, value: Messages[N]): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(256);
  let view = new DataView(bytes.buffer);
  let end = 0;
  /** Makes room for n bytes. It may replace bytes and view. */
  const reserve = (n: number) => {
    if (end + n <= bytes.length) return;
    const larger = new Uint8Array((end + n) * 2);
    larger.set(bytes);
    bytes = larger;
    view = new DataView(bytes.buffer);
  };
  const put = (type: string, v: unknown) => {
    reserve(8);
    if (type == "4" || type == "i") {
      view.setUint32(end, v as number, true);
      end += 4;
    } else if (type == "2") {
      view.setUint16(end, v as number, true);
      end += 2;
    } else if (type == "1") {
      bytes[end++] = v as number;
    } else if (type == "8") {
      // In halves: a BigInt for each of a thousand events would take longer than all the rest.
      put("4", v);
      put("4", Math.floor((v as number) / 2 ** 32));
    } else if (type == "s") {
      const most = Math.min(3 * (v as string).length, LONGEST); // three bytes are as many as a UTF-16 unit takes
      reserve(2 + most);
      const { written } = utf8.encodeInto(v as string, bytes.subarray(end + 2, end + 2 + most));
      put("2", written);
      end += written;
    } else if (type[0] == "*") {
      const list = v as unknown[];
      const inner = type.slice(1);
      put("4", list.length);
      for (const element of list) put(inner, element);
    } else {
      for (const [name, inner] of fieldsOf(type)) put(inner, (v as Values)[name]);
    }
  };
  put(message, value);
  return bytes.subarray(0, end);
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
