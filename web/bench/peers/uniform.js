// Uniform Context, which decides among variants that each speak to a dimension
// of the visitor. It learns no vectors: it gets the scores themselves, moved
// above 0, and does what is left, choosing the strongest 20. With `act` it first
// takes an act of the visitor into account, as Privet does with forty whenever it
// ranks: that moves the score of the first item, now up, now down again.
import { Context } from "@uniformdev/context";

export async function open({ items, vectors, visitor }, site, { act = false }) {
  const rows = new Int8Array((await site.bytes(vectors)).buffer);
  const scores = Array.from({ length: items }, (_, i) =>
    visitor.reduce((sum, v, d) => sum + v * rows[i * visitor.length + d], 0),
  );
  const least = Math.min(...scores);
  const context = new Context({
    manifest: { project: { pz: { enr: { item: { cap: 2 ** 31 } } } } },
    defaultConsent: true,
  });
  const enrichments = scores.map((score, i) => ({ cat: "item", key: String(i), str: score - least + 1 }));
  await context.update({ enrichments });
  const variations = scores.map((_, i) => ({ id: String(i), pz: { dim: `item_${i}` } }));
  const slot = { name: "slot", variations, take: 20, algorithm: "ssc" };
  const rank = () => context.personalize(slot).variations.map(({ id }) => Number(id));
  if (!act) return rank;
  const key = String(rank()[0]);
  let str = -0.5;
  return async () => {
    str = -str;
    await context.update({ enrichments: [{ cat: "item", key, str }] });
    return rank();
  };
}
