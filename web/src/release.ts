import { PrivetError } from "./error.js";
import { fetchFile } from "./fetch.js";
import { readManifest, type HashedFile } from "./manifest.js";
import { begin } from "./timing.js";

interface Texts {
  /** The text of manifest.json. */
  manifest: string;
  /** The catalog's bytes, for the engine. */
  catalog: ArrayBuffer;
  /** The texts' files, in the manifest's order. */
  texts: string[];
}

/** Everything that a manifest names, as it came. */
export interface Release extends Texts {
  /** Rejects where this browser cannot run it; the rest is of use all the same. */
  engine: Promise<Program>;
}

/** An engine, compiled. */
export interface Program {
  module: WebAssembly.Module;
  bytes: ArrayBuffer;
}

/** A release as it is kept for a day when none can be fetched. */
export interface KeptRelease extends Texts {
  engine: ArrayBuffer;
}

/**
 * Fetches the manifest and all that it names, each file checked against its
 * SHA-256. All of it, for every visitor: fetching by need would tell the server
 * what is shown to whom.
 */
export async function fetchRelease(base: URL): Promise<Release> {
  const manifest = await fetchFile(base, (r) => r.text());
  const { engine, catalog, texts } = readManifest(manifest);
  const get = <T>({ file, sha256 }: HashedFile, read: (r: Response) => Promise<T>) =>
    fetchFile(new URL(file, base), read, sha256);
  const program = runnable(() => get(engine, compile));
  const [bytes, ...parts] = await Promise.all([
    get(catalog, (r) => r.arrayBuffer()),
    ...texts.map((t) => get(t, (r) => r.text())),
  ]);
  return { manifest, catalog: bytes, texts: parts, engine: program };
}

/** A kept release, as if it had been fetched. */
export function revive(kept: KeptRelease): Release {
  const headers = { "Content-Type": "application/wasm" };
  return { ...kept, engine: runnable(() => compile(new Response(kept.engine, { headers }))) };
}

/** Gets an engine where there is something to run it on. */
function runnable(get: () => Promise<Program>): Promise<Program> {
  const none = new PrivetError("no-webassembly", "this browser has none");
  const program = typeof WebAssembly === "object" ? get() : Promise.reject(none);
  program.catch(() => {}); // whoever needs it will hear of it
  return program;
}

async function compile(response: Response): Promise<Program> {
  const end = begin("compile");
  const bytes = response.clone().arrayBuffer();
  try {
    const module = await WebAssembly.compileStreaming(response);
    end();
    return { module, bytes: await bytes };
  } catch (e) {
    throw PrivetError.from(e, "no-webassembly", "the engine"); // for want of SIMD, perhaps
  }
}
