import { createServer } from "node:http";

/** What says how a body came over the wire, which is not how it goes on from here. */
const ofTheWire = ["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"];
/** What a browser says of that, or to the proxy alone. */
const ofTheBrowser = ["host", "connection", "proxy-connection", "accept-encoding"];

const without = (headers, names) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

/**
 * Stands between one visitor's WebKit and the network, and does what its driver
 * cannot: it answers routes as Playwright does, runs `scripts` in each page
 * before any of the page's own, and tells `asked` of each address that is asked
 * for. Only http passes; what https asks for is not there.
 */
export async function startProxy(asked) {
  const routes = [];
  const scripts = [];
  const server = createServer(async (request, response) => {
    if (new URL(request.url).pathname === prepared)
      return response.setHeader("content-type", "text/javascript").end(scripts.join(";\n"));
    asked(request.url);
    const route = new Route(request, response);
    const { handler } = routes.find(({ pattern }) => pattern.test(request.url)) ?? {};
    await Promise.resolve((handler ?? ((route) => route.continue()))(route)).catch(() => route.abort());
  });
  server.on("connect", (_, socket) => socket.destroy());
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: `127.0.0.1:${server.address().port}`,
    scripts,
    /** The newest route for an address answers it. */
    route: (glob, handler) => void routes.unshift({ pattern: patternOf(glob), handler }),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Where pages find the scripts: of their own origin, as their policies allow that. */
const prepared = "/prepared-for-webkit.js";

/** What an address must look like, of which Playwright's globs leave parts open. */
const patternOf = (glob) =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+?^$()|[\]{}]/g, "\\$&")
      .replaceAll("**", "\0")
      .replaceAll("*", "[^/]*")
      .replaceAll("\0", ".*")}$`,
  );

/** What Playwright's Route can, as far as the tests use it. */
class Route {
  #request;
  #response;
  constructor(request, response) {
    this.#request = request;
    this.#response = response;
  }

  request() {
    return { url: () => this.#request.url };
  }

  async fetch({ url = this.#request.url } = {}) {
    const { method, headers } = this.#request;
    const answer = await fetch(url, { method, headers: without(headers, ofTheBrowser), redirect: "manual" });
    const body = Buffer.from(await answer.arrayBuffer());
    const said = without(Object.fromEntries(answer.headers), ofTheWire);
    return { status: answer.status, headers: said, body: async () => body, text: async () => String(body) };
  }

  async continue() {
    await this.fulfill({ response: await this.fetch() });
  }

  async fulfill({ response, status = response?.status ?? 200, headers = response?.headers ?? {}, contentType, body }) {
    body ??= (await response?.body()) ?? "";
    if (contentType) headers = { ...headers, "content-type": contentType };
    if (headers["content-type"]?.startsWith("text/html"))
      body = String(body).replace(
        /^\s*<!doctype html>(\s*<html[^>]*>)?(\s*<head>)?/i,
        `$&<script src="${prepared}"></script>`,
      );
    this.#response.writeHead(status, headers).end(body);
  }

  abort() {
    this.#response.destroy();
  }
}
