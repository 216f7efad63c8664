/** An experiment, as the manifest has it: times in seconds, shares in thousandths. */
export interface Experiment {
  name: string;
  from?: number;
  until?: number;
  holdout: number;
  arms: readonly Arm[];
}

export interface Arm {
  name: string;
  share: number;
  variety?: number;
  strategy?: Readonly<Record<string, string>>;
}

/** Of a browser that is held out of an experiment. */
export const HOLDOUT = "holdout";

/** In sessionStorage: arms by experiment, as JSON, that this tab is in whatever it draws. For trying them out; nothing is kept of what comes of it. */
export const TRIED = "privet-arms";

/** A number that says nothing of anybody. */
export function newLot(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/** What all shares add up to. */
const WHOLE = 1000;

/** What an attribute can be made of. The builder lets nothing else pass; a manifest may come from anywhere. */
const NAME = /^[a-z0-9]+([ -][a-z0-9]+)*$/i;

/** What a name is in an attribute: "more-variety" of "More variety". */
export function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

/** The arms that this tab is to try. */
export function tried(): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(sessionStorage.getItem(TRIED) ?? "{}") ?? {}) as Record<string, unknown>;
  } catch {
    return {}; // no JSON, or no storage
  }
}

/**
 * The experiments that run at a time, in milliseconds, and the arm that a number draws in each, or that is tried;
 * undefined where it is held out.
 */
export function runningAt(
  experiments: unknown,
  lot: number,
  now: number,
  tries: Readonly<Record<string, unknown>> = {},
): Map<Experiment, Arm | undefined> {
  const named = (x: { name?: unknown } | null) => typeof x?.name === "string" && NAME.test(x.name);
  const well = (e: Experiment | null) => named(e) && Array.isArray(e!.arms) && e!.arms.every(named);
  const all = (Array.isArray(experiments) ? (experiments as Experiment[]) : []).filter(well);
  const running = all.filter(({ from = 0, until = Infinity }) => from * 1000 <= now && now < until * 1000);
  const armIn = (experiment: Experiment) => {
    const { name, arms } = experiment;
    if (tries[name] === HOLDOUT) return undefined;
    return arms.find((arm) => arm.name === tries[name]) ?? armOf(experiment, lot);
  };
  return new Map(running.map((experiment) => [experiment, armIn(experiment)]));
}

function armOf({ name, holdout, arms }: Experiment, lot: number): Arm | undefined {
  if (spot(lot, `${name} holdout`) < holdout) return undefined;
  let left = spot(lot, name);
  return arms.find(({ share }) => (left -= share) < 0) ?? arms.at(-1);
}

/**
 * A number from 0 to 999 that looks drawn anew for each name, and is the same for the same lot and name: FNV-1a over
 * the name, and then the last steps of MurmurHash3, both of which are in the public domain.
 */
function spot(lot: number, name: string): number {
  let h = lot ^ 0x811c9dc5;
  for (const char of name) h = Math.imul(h ^ char.charCodeAt(0), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) % WHOLE;
}
