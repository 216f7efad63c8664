import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const types = { "": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * Serves `files`, paths or texts by name, on this machine. Its pages are isolated,
 * so that their clocks are fine (5 µs instead of 100) and threads can share
 * memory. What `packed` has in brotli goes out so. Everything but a page may be kept.
 */
export async function serve(files, packed = {}) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
    if (!(name in files)) return response.writeHead(404).end();
    const page = !extname(name);
    const body = packed[name] ?? (page ? files[name] : await readFile(files[name]));
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Content-Type", types[extname(name)] ?? "application/octet-stream");
    response.setHeader("Cache-Control", page ? "no-store" : "max-age=31536000, immutable");
    if (packed[name]) response.setHeader("Content-Encoding", "br");
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
