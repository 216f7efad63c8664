import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const quiet =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Where a browser may be, in the order in which they are tried. */
const places = [
  process.env.PRIVET_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  chromium.executablePath(),
];

function executable() {
  const found = places.find((place) => place && existsSync(place));
  if (!found)
    throw new Error("no Chromium found: set PRIVET_CHROMIUM to one, or run `npx playwright-core install chromium`");
  return found;
}

/** Starts Chromium. */
export const launch = () => chromium.launch({ executablePath: executable(), args: quiet.split(" ") });

/** Starts Chromium with a profile that it keeps in a directory. Closing the context ends it. */
export const launchIn = (profile, options) =>
  chromium.launchPersistentContext(profile, { executablePath: executable(), args: quiet.split(" "), ...options });
