import { connect, createServer } from "node:net";

/** Stands between browsers and a site. requests() are those since the last call, in bytes, sorted. */
export async function tap(origin) {
  const sent = [];
  const server = createServer((browser) => {
    const site = connect(Number(new URL(origin).port), "127.0.0.1");
    let bytes = "";
    sent.push(() => bytes);
    browser.on("data", (chunk) => (bytes += chunk.toString("latin1")));
    browser.pipe(site).pipe(browser);
    for (const socket of [browser, site]) socket.on("error", () => [browser, site].forEach((s) => s.destroy()));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    requests: () =>
      sent
        .splice(0)
        .flatMap((bytes) => bytes().split(/(?<=\r\n\r\n)/))
        .filter(Boolean)
        .sort(),
    stop: () => server.close(),
  };
}
