import type { Purpose } from "./privet.js";

/**
 * What the page knows about a visit without asking anybody. It goes to the
 * engine in this page and nowhere else. The keys and values are those of the
 * data that catalogs are trained on; a catalog ignores what it does not know.
 * The engine gates it by purpose; what is not granted is not even looked at.
 */
export function contextOf(
  granted: readonly Purpose[],
  now: Date,
  given: Readonly<Record<string, string | undefined>>,
): string[] {
  const values: Record<string, string | undefined> = {
    ...(granted.includes("context") && { ...momentOf(now), ...(surroundings ??= lookAround()), ...given }),
    ...(granted.includes("region") && { region: regionOf(Intl.DateTimeFormat().resolvedOptions().timeZone) }),
  };
  return Object.keys(values).flatMap((key) => (values[key] ? `${key}=${values[key]}` : []));
}

/** What stays the same as long as the page. */
let surroundings: ReturnType<typeof lookAround> | undefined;

function momentOf(now: Date) {
  return {
    daypart: ["night", "morning", "afternoon", "evening"][Math.floor(now.getHours() / 6)],
    weekday: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"][now.getDay()],
    season: ["winter", "spring", "summer", "autumn"][Math.floor(((now.getMonth() + 1) % 12) / 3)],
  };
}

function lookAround() {
  return {
    device: deviceOf(matchMedia("(pointer: fine)").matches, Math.min(screen.width, screen.height)),
    viewport: innerWidth < 600 ? "small" : innerWidth < 1200 ? "medium" : "large",
    language: navigator.language?.split("-")[0],
    referrer: referrerOf(document.referrer, location.hostname),
    campaign: campaignOf(location.search),
  };
}

function deviceOf(mouse: boolean, width: number): string {
  return mouse ? "desktop" : width < 600 ? "phone" : "tablet";
}

/** The kind of site that led here, never its address. */
function referrerOf(address: string, here: string): string {
  const host = address && new URL(address).hostname;
  if (!host) return "none";
  if (host === here) return "same-site";
  if (/(^|\.)(google|bing|duckduckgo|ecosia|qwant|baidu|yandex|yahoo)\./.test(host)) return "search";
  return /(^|\.)(facebook|instagram|pinterest|tiktok|reddit|youtube|x|t)\.com?$/.test(host) ? "social" : "other";
}

/** The campaign that links to the site name; a long one was not meant to be read. */
function campaignOf(query: string): string | undefined {
  const name = new URLSearchParams(query).get("utm_campaign");
  return name && name.length <= 64 ? name : undefined;
}

/** The first part of a time zone's name, "Europe" of "Europe/London": no finer than a continent. */
function regionOf(zone: string | undefined): string | undefined {
  return zone?.split("/")[0];
}
