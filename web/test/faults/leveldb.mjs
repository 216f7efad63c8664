// A kill may leave half a record at the end of a log of LevelDB, where Chromium
// keeps its databases. Chromium goes on writing behind it, and whoever reads the
// log again comes no further than that half: of what was written behind it, or of
// everything, nothing is left after a second kill. No page can help that.
// https://github.com/google/leveldb/issues/1287, as seen in Chromium 156
import { readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";

// https://github.com/google/leveldb/blob/main/doc/log_format.md
const BLOCK = 32_768;
const HEADER = 7;
const [FULL, LAST] = [1, 4];

/** Takes away half records that a killed browser has left in a profile. Returns how many there were. */
export async function dropHalfRecords(profile) {
  let dropped = 0;
  const folder = join(profile, "Default", "IndexedDB");
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    if (!/\.log$|MANIFEST-\d+$/.test(name)) continue;
    const file = join(folder, name);
    const log = await readFile(file);
    const end = endOf(log);
    if (end === log.length) continue;
    await truncate(file, end);
    dropped++;
  }
  return dropped;
}

/** Where the last record ends that is whole. */
function endOf(log) {
  let end = 0;
  for (let at = 0; at < log.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left; // too little for a header: zeros
      continue;
    }
    if (at + HEADER > log.length) break;
    const next = at + HEADER + log.readUInt16LE(at + 4);
    if (next > log.length) break;
    const type = log[at + 6];
    if (type === FULL || type === LAST) end = next;
    at = next;
  }
  return end;
}
