// What the edge is measured against: a worker that serves the same two files with the same headers, and does nothing else.
import files from "./files.json";
import manifest from "./manifest.bin";
import catalog from "./catalog.bin";

const bodies = { manifest, catalog };
const byPath = new Map(files.map((file) => [file.path, file]));

export default {
  fetch(request) {
    const file = byPath.get(new URL(request.url).pathname);
    if (!file) return new Response("not found\n", { status: 404 });
    const { body, headers, unchanged } = file;
    if (request.headers.get("If-None-Match") === headers.etag)
      return new Response(null, { status: 304, headers: unchanged });
    return new Response(bodies[body], { headers, encodeBody: "manual" });
  },
};
