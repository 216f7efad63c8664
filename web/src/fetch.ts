import { PrivetError } from "./error.js";

/**
 * Fetches one public file and reads its body: no cookies and no referrer, so
 * that every visitor's requests are the same. `init` may ask for more.
 */
export async function fetchFile<T>(url: URL, read: (r: Response) => Promise<T>, init?: RequestInit): Promise<T> {
  // A fetch that is bound to fail would put an error into the page's console.
  if (navigator.onLine === false) throw new PrivetError("offline", `${url}: no network`);
  try {
    const response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", ...init });
    if (!response.ok) throw new PrivetError("fetch-failed", `${url}: status ${response.status}`);
    return await read(response);
  } catch (e) {
    throw PrivetError.from(e, "fetch-failed", `${url}: lost or altered`);
  }
}
