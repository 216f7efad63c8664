// An edge that fails on purpose, down to the bytes on the wire: it stands before
// `privet serve` and hands on what that says, unless a fault is set for it.
import { createServer, request } from "node:http";
import { dot, home, style } from "../visit.mjs";

const picture = { status: 200, headers: { "content-type": "image/png" }, body: dot };
const page = (html) => ({ status: 200, headers: { "content-type": "text/html" }, body: Buffer.from(html) });
const pages = {
  "/": page(home),
  "/sandbox": page(home),
  "/bare": page("<!doctype html><title>bare</title>"), // of the same origin, without Privet
  "/test/style.css": { status: 200, headers: { "content-type": "text/css" }, body: Buffer.from(style) },
};

/**
 * Starts an edge before a site. `faults` are what happens to an answer, by a part
 * of its path: a function of Node's response and of what should have been said
 * (status, headers, body), which says something else. `asked` lists the paths
 * that were asked for. `site` can be exchanged while it runs.
 */
export async function startEdge(site) {
  const edge = { site, faults: {}, asked: [] };
  const server = createServer(async (asked, response) => {
    const { pathname } = new URL(asked.url, "http://edge");
    edge.asked.push(pathname);
    const answer = pathname.startsWith("/images/") ? picture : (pages[pathname] ?? (await answerOf(edge.site, asked)));
    const [, fault = send] = Object.entries(edge.faults).find(([part]) => pathname.includes(part)) ?? [];
    await fault(response, answer);
  });
  const listen = (port) => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address();
  edge.origin = `http://127.0.0.1:${port}`;
  /** Nobody listens any more, as when a worker has died; `start` brings it back. */
  edge.stop = () => {
    const stopped = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return stopped;
  };
  edge.start = () => listen(port);
  return edge;
}

/** What the site says, as the bytes that it sends. */
function answerOf(site, { url, method, headers }) {
  return new Promise((resolve, reject) => {
    const asked = request(site.origin + url, { method, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject).end();
  });
}

/** No fault. */
export function send(response, { status, headers, body }) {
  response.writeHead(status, headers).end(body);
}

/** The connection ends after so many bytes of the body, of which a full length was announced. */
export const cutAfter = (bytes) => (response, answer) =>
  begun(response, answer, answer.body.subarray(0, bytes(answer.body.length)), (socket) => socket.destroy());

/** The connection is reset in the middle of the body. */
export const reset = (response, answer) =>
  begun(response, answer, answer.body.subarray(0, answer.body.length >> 1), (socket) => socket.resetAndDestroy());

/** The connection ends in the middle of the headers. */
export const cutInHeader = ({ socket }) => void socket.end("HTTP/1.1 200 OK\r\nContent-Ty");

/** The connection ends before a word is said. */
export const silent = ({ socket }) => void socket.destroy();

/** The connection ends in the middle of a body of which no length was announced. */
export const cutInChunks = (response, { status, headers: { "content-length": _, ...headers }, body }) =>
  begun(response, { status, headers }, body.subarray(0, body.length >> 1), (socket) => socket.destroy());

/** A length that is not the body's, which is sent whole. */
export const lengthOff =
  (by) =>
  ({ socket }, { headers: { connection: _, ...headers }, body }) => {
    const lines = Object.entries({ ...headers, "content-length": body.length + by, connection: "close" });
    socket.write(`HTTP/1.1 200 OK\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    socket.end(body);
  };

/** The whole body, in so many pieces, each after a pause. */
export const drip =
  (pieces) =>
  async (response, { status, headers, body }) => {
    response.writeHead(status, headers);
    const size = Math.ceil(body.length / pieces);
    for (let at = 0; at < body.length; at += size) {
      response.write(body.subarray(at, at + size));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    response.end();
  };

/** The answer with some headers changed; one that is undefined is left out. */
export const withHeaders =
  (changed) =>
  (response, { status, headers, body }) => {
    const all = Object.entries({ ...headers, ...changed }).filter(([, value]) => value !== undefined);
    response.writeHead(status, Object.fromEntries(all)).end(body);
  };

/** An answer of another status. */
export const refuse = (status) => (response) => response.writeHead(status, { "cache-control": "no-store" }).end();

/** Another body, under the same headers: what a cache on the way made of it. */
export const instead = (change) => (response, answer) => {
  const body = change(answer.body);
  send(response, { ...answer, headers: { ...answer.headers, "content-length": body.length }, body });
};

/** Sends headers and a part of a body, and ends the connection once that has left. */
function begun(response, { status, headers }, part, end) {
  response.writeHead(status, headers);
  response.flushHeaders();
  response.write(part.length ? part : "", () => setImmediate(end, response.socket));
}
