// Firefox as it is on any machine, driven by Playwright over WebDriver BiDi.
// What Playwright expects of a newer Firefox than the one that is supported for
// long is put right in the messages between them, here and nowhere else.
import { existsSync } from "node:fs";
import { firefox } from "playwright-core";
import { ws } from "playwright-core/lib/utilsBundle";

const found = [
  process.env.PRIVET_FIREFOX,
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
].find((place) => place && existsSync(place));

/** Why Firefox cannot be started here, if it cannot. */
export const missing = !found && "no Firefox found: install it, or set PRIVET_FIREFOX to one";

/** Starts Firefox. */
export const launch = () =>
  firefox.launch({
    channel: "moz-firefox",
    executablePath: found,
    firefoxUserPrefs: {
      "ui.prefersReducedMotion": 1, // which Playwright cannot ask for
      "browser.sessionhistory.max_total_viewers": 0, // pages that come back whole tell of no navigation
      "app.normandy.enabled": false, // asks for experiments at every start
    },
  });

const { send, emit } = ws.prototype;

/** The contexts that have pages. */
const paged = new Set();

/** Puts a command right before it is sent; undefined for one that needs no telling. */
function adapt(command) {
  const { method, params } = command;
  switch (method) {
    // Every context says which colours it prefers, which Firefox cannot be told yet; it prefers light ones anyhow.
    case "emulation.setMediaFeaturesOverride":
      if (params.features["prefers-color-scheme"] !== "dark") return undefined;
      break;
    // A tab opens in half the time of a window. Only the one in front is visible, so that any further page has a window.
    case "browsingContext.create":
      if (!paged.size) params.type = "tab";
      paged.add(params.userContext);
      break;
    case "browser.removeUserContext":
      paged.delete(params.userContext);
  }
  return command;
}

ws.prototype.send = function (text, ...rest) {
  const command = JSON.parse(text);
  const adapted = adapt(command);
  if (adapted) return send.call(this, JSON.stringify(adapted), ...rest);
  const success = JSON.stringify({ type: "success", id: command.id, result: {} });
  return emit.call(this, "message", success, false);
};

/** A download that no navigation began has no name of its own yet, and Playwright ignores what has none. */
ws.prototype.emit = function (event, data, ...rest) {
  if (event !== "message" || !data.includes('"browsingContext.download')) return emit.call(this, event, data, ...rest);
  const message = JSON.parse(data);
  message.params.download ??= message.params.url;
  return emit.call(this, event, JSON.stringify(message), ...rest);
};
