import { rowOf } from "../answers.js";
import type { Client } from "../client.js";
import type { Code, Export } from "../privet.js";
import { MARK } from "../transfer/mark.js";
import { button, element, save, type Disclosures } from "./element.js";
import { say as words, sayList, text } from "./speak.js";

/** Does something and says what came of it, with buttons that go with it; `failed` says why not, by code. */
export type Say = <T>(
  work: () => Promise<T>,
  said?: (result: T) => string,
  then?: (result: T) => HTMLElement[],
  failed?: Partial<Record<Code, string>>,
) => Promise<void>;

/** privet-transfer.js, which is loaded when it is first needed. */
const load = (): Promise<typeof import("../transfer/transfer.js")> =>
  import(new URL("privet-transfer.js", import.meta.url).href);

/** Takes what the page's address brings along out of it, if anything. */
export async function takeBrought(): Promise<string | undefined> {
  return location.hash.startsWith(MARK) ? (await load()).brought() : undefined;
}

/** Ways to take everything to another device under a passphrase, and to bring it from one. */
export function transfer(
  client: Client,
  disclosures: Disclosures,
  brought: string | undefined,
  say: Say,
): HTMLElement[] {
  const { center } = text;
  return [
    disclosures.of("transfer", center.transfer, ...sending(client, say)),
    disclosures.of("import", center.import, ...receiving(client, brought, say)),
  ];
}

function sending(client: Client, say: Say): HTMLElement[] {
  const { center } = text;
  const [label, passphrase] = secret("passphrase", center.passphrase);
  const shown = element("figure");
  const short = { "bad-value": center.passphrase };
  const file = button(center.sealFile, "seal", () =>
    say(
      async () => {
        const [{ seal }, profile] = [await load(), await client.export()];
        save("privet-profile-sealed.json", await seal(profile, passphrase.value));
        passphrase.value = "";
      },
      undefined,
      undefined,
      short,
    ),
  );
  // Nothing that changes is drawn anew, so that the code stays.
  const code = button(center.sealCode, "code", async () => {
    try {
      const [{ code, draw }, profile] = [await load(), await client.export()];
      const { url, events } = await code(profile, passphrase.value, new URL(location.href));
      shown.replaceChildren(
        draw(url, center.code),
        element("figcaption", {}, center.code, " ", words(center.codePart, { n: events })),
      );
    } catch (e) {
      await say(() => Promise.reject(e), undefined, undefined, short);
    }
  });
  return [label, passphrase, element("div", { class: "acts" }, file, code), shown];
}

function receiving(client: Client, brought: string | undefined, say: Say): HTMLElement[] {
  const { center } = text;
  const [label, passphrase] = secret("import-passphrase", center.importPassphrase);
  const file = element("input", { type: "file", id: "import-file", accept: ".json,application/json" });
  const wrong = { "bad-value": center.importWrong, damaged: center.importWrong, "too-large": center.importWrong };
  const choose = [element("label", { for: "import-file" }, center.importFile), file];
  const open = button(center.importOpen, "import open", () =>
    say(
      async () => {
        const { unseal, unsealCode } = await load();
        const profile = brought
          ? await unsealCode(brought, passphrase.value)
          : await unseal(JSON.parse((await file.files?.[0]?.text()) ?? "null"), passphrase.value);
        passphrase.value = ""; // before anything changes, which draws it anew as it is
        return { profile, added: await bring(client, profile) };
      },
      ({ added }) => words(center.imported, { n: added }),
      ({ profile }) => allowing(client, profile, say),
      { ...wrong, "newer-version": center.importOld },
    ),
  );
  return [...(brought ? [] : choose), label, passphrase, element("div", { class: "acts" }, open)];
}

/** A button to allow here what was allowed there, where that is more. */
function allowing(client: Client, profile: Export, say: Say): HTMLElement[] {
  const { center, purposes } = text;
  const { granted } = client.visitor.profile.consent;
  const more = profile.consent.granted.filter((purpose) => !granted.includes(purpose));
  if (!more.length) return [];
  const what = sayList(more.map((purpose) => purposes[purpose].name));
  const allow = button(words(center.importAllow, { what }), "import allow", () =>
    say(
      async () => {
        await client.grant(...more);
        return bring(client, profile);
      },
      (n) => words(center.imported, { n }),
    ),
  );
  return [element("span", {}, center.importAllowWhat), allow];
}

/** Adds what was brought along, for what is allowed here. */
async function bring(client: Client, { events, consent }: Export): Promise<number> {
  let added = 0;
  await client.prefer(consent.preferences);
  await client.change(async (keeper) => {
    added = await keeper.bring(events.map(rowOf));
  });
  return added;
}

/** A field for a passphrase, with its label. */
function secret(id: string, what: string): [HTMLElement, HTMLInputElement] {
  const label = element("label", { for: id }, what);
  return [label, element("input", { type: "password", id, minlength: "8", autocomplete: "off", "data-key": id })];
}
