import { PrivetError } from "./error.js";

/**
 * Fetches one public file and reads its body: no cookies, no referrer, and with
 * `sha256` (base64) nothing but the bytes that have it. Every visitor's requests
 * are the same.
 */
export async function fetchFile<T>(url: URL, read: (r: Response) => Promise<T>, sha256?: string): Promise<T> {
  // A fetch that is bound to fail would put an error into the page's console.
  if (navigator.onLine === false) throw new PrivetError("offline", `${url}: the browser is offline`);
  try {
    const response = await fetch(url, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      ...(sha256 && { integrity: `sha256-${sha256}` }),
    });
    if (!response.ok) throw new PrivetError("fetch-failed", `${url}: the server answers ${response.status}`);
    return await read(response);
  } catch (e) {
    throw PrivetError.from(e, "fetch-failed", `${url}: not reachable, cut off, or not the bytes that were announced`);
  }
}
