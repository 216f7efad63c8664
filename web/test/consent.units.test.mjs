// What a record of choices means, and how a profile follows from it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./source.mjs";

const profiles = await load("profile.ts");
const consents = await load("consent.ts");

const [minute, day] = [60_000, 86_400_000];
const renew = 180 * day;
const now = 1_000 * day;
const moment = { now, renew };
const [SESSION, HISTORY, INTERESTS, PREDICTION] = [2, 4, 8, 32];

const grant = (ago = 0, version = 1) => ({ at: now - ago, version });
const record = (granted, rest = {}) => ({
  version: 2,
  granted,
  chosen: { at: now, versions: [1, 1, 1, 1, 1, 1] },
  preferences: {},
  ...rest,
});
const event = (id, ago, purposes, kind = 1) => ({
  ...{ id, at: now - ago, kind, purposes, key: "a", position: 0, propensity: 0, parts: 0 },
});
const profile = (record, ...events) => profiles.tidied({ record, events, damaged: [] }, moment);
const left = ({ events }) => events.map(({ id, purposes }) => [id, purposes]);

test("what is over is taken from the session", () => {
  const both = { session: grant(2 * 60 * minute), history: grant(day) };
  const of = (...ago) =>
    left(profile(record(both), ...ago.map(([minutes, purposes], i) => event(i + 1, minutes * minute, purposes))));
  for (const [events, expected] of [
    [[], []],
    [[[5, SESSION]], [[1, SESSION]]],
    [[[30, SESSION]], [[1, SESSION]]],
    [[[31, SESSION]], []],
    [[[31, SESSION | HISTORY]], [[1, HISTORY]]],
    [
      [
        [70, SESSION],
        [45, SESSION],
        [20, SESSION],
      ],
      [
        [1, SESSION],
        [2, SESSION],
        [3, SESSION],
      ],
    ],
    [
      [
        [70, SESSION],
        [39, SESSION | HISTORY],
        [5, SESSION],
      ],
      [
        [2, HISTORY],
        [3, SESSION],
      ],
    ],
  ])
    assert.deepEqual(of(...events), expected);
});

test("an event is kept as long as its purpose says, and the less the older the consent is", () => {
  const kept = (age, ago, purpose = "history", bit = HISTORY) =>
    left(profile(record({ [purpose]: grant(age * day) }), event(1, ago * day, bit))).length === 1;
  // Of 180 days of consent the first half changes nothing, and then the oldest goes first.
  for (const [age, ago, expected] of [
    [0, 179, true],
    [0, 181, false],
    [90, 179, true],
    [135, 89, true],
    [135, 91, false],
    [179, 1, true],
    [179, 3, false],
    [180, 0, false],
    [-1, 1, true], // a clock that was put back makes nothing older
  ])
    assert.equal(kept(age, ago), expected, `consent of ${age} days, event of ${ago}`);
  assert.equal(kept(0, 89, "prediction", PREDICTION), true);
  assert.equal(kept(0, 91, "prediction", PREDICTION), false);
  assert.equal(kept(0, 364, "interests", INTERESTS), true);
  assert.equal(kept(0, 366, "interests", INTERESTS), false);
  assert.deepEqual(left(profile(record({}), event(1, 0, HISTORY))), [], "what nothing allows is not kept");
});

test("consent counts for its version and its time, and there is a reason to ask again", () => {
  const of = (record) => consents.consentOf(record, moment);
  assert.deepEqual(of(consents.noRecord), { granted: ["context"], ask: "new", preferences: {} });
  const now6 = [1, 1, 1, 1, 1, 1];
  const chosen = { at: now - day, versions: now6 };
  assert.deepEqual(of(record({ history: grant(day) }, { chosen })), {
    granted: ["history"],
    chosen: { at: now - day, until: now - day + renew },
    preferences: {},
  });
  const older = record(
    { context: grant(day), history: grant(day, 0) },
    { chosen: { ...chosen, versions: [1, 1, 0, 1, 1, 1] } },
  );
  assert.deepEqual([of(older).granted, of(older).ask], [["context"], "changed"]);
  const old = record({ context: grant(renew), history: grant(renew) }, { chosen: { at: now - renew, versions: now6 } });
  assert.deepEqual(of(old), { granted: ["context"], ask: "expired", preferences: {} }, "what needs no consent stays");
  const refused = record({}, { chosen: { at: now - renew, versions: now6 } });
  assert.deepEqual(of(refused).granted, [], "a refusal of what is on by default does not expire");
  const paused = record({ history: grant() }, { preferences: { paused: true } });
  assert.deepEqual([of(paused).granted, consents.allowedOf(paused, moment)], [[], ["history"]]);
});

test("a choice for one purpose leaves the others their age; a complete one renews all", () => {
  const before = record(
    { context: grant(9 * day), history: grant(9 * day) },
    { chosen: { at: now - 9 * day, versions: [1, 1, 1, 0, 1, 1] } },
  );
  const granted = consents.granting(before, ["region"], now);
  assert.deepEqual(granted.granted, { context: grant(9 * day), history: grant(9 * day), region: grant() });
  assert.deepEqual(
    granted.chosen,
    { at: now, versions: [1, 1, 1, 0, 1, 1] },
    "what was not asked is still to be asked",
  );
  const revoked = consents.revoking(before, ["history"], now);
  assert.deepEqual(revoked.granted, { context: grant(9 * day) });
  const all = consents.choosingAll(before, ["history"], now);
  assert.deepEqual([all.granted, all.chosen], [{ history: grant() }, { at: now, versions: [1, 1, 1, 1, 1, 1] }]);
  assert.deepEqual(consents.granting(consents.noRecord, ["history"], now).granted, {
    context: grant(),
    history: grant(),
  });
  assert.deepEqual(consents.granting(consents.lostRecord, ["history"], now).granted, { history: grant() });
  const paused = { ...before, preferences: { paused: true, variety: 5 } };
  assert.deepEqual(consents.granting(paused, [], now).preferences, { variety: 5 }, "whoever chooses goes on");
});

test("a record of version 1 means what it meant", () => {
  const old = { version: 1, granted: ["history"], receipts: [{ at: 7, granted: ["history"] }], variety: 30 };
  assert.deepEqual(consents.upgraded(old), {
    version: 2,
    granted: { history: { at: 7, version: 1 } },
    chosen: { at: 7, versions: [1, 1, 1, 1, 1, 1] },
    preferences: { variety: 30 },
  });
  const preferring = consents.upgraded({ version: 1, granted: ["context"], receipts: [], variety: 30 });
  assert.deepEqual(preferring, { version: 2, granted: {}, preferences: { variety: 30 } });
  for (const damaged of [{ version: 1, granted: ["telepathy"], receipts: [] }, { version: 1, granted: ["history"] }, 7])
    assert.ok(!consents.isConsent(consents.upgraded(damaged)));
});

test("a stored profile is changed by its difference alone", () => {
  const row = (id, purposes) => event(id, minute, purposes);
  const stored = {
    consent: record({ session: grant(day), history: grant(day) }),
    ids: [1, 2, 3, 4],
    rows: [row(1, SESSION | HISTORY), row(2, SESSION), row(3, HISTORY), "damaged"],
  };
  const change = (edit, ...rest) => {
    const before = profiles.readProfile(stored, moment);
    const { consent, put, remove, empty } = profiles.changeOf(stored, edit(before, moment, ...rest));
    return {
      granted: consent && Object.keys(consent.granted),
      put: put.map(({ id, purposes }) => [id, purposes]),
      remove,
      empty,
    };
  };
  assert.deepEqual(change(profiles.granted, ["region"]), {
    ...{ granted: ["session", "history", "region"], put: [], remove: [], empty: false },
  });
  assert.deepEqual(change(profiles.revoked, ["session"]), {
    ...{ granted: ["history"], put: [[1, HISTORY]], remove: [2, 4], empty: false },
  });
  assert.deepEqual(change(profiles.revoked, ["region"]).remove, [], "region kept nothing, so nothing damaged was its");
  assert.deepEqual(change(profiles.chosen, ["history"]), {
    ...{ granted: ["history"], put: [[1, HISTORY]], remove: [2, 4], empty: false },
  });
  assert.deepEqual(change(profiles.forgotten, { event: 3 }), {
    ...{ granted: undefined, put: [], remove: [3], empty: false },
  });
  assert.deepEqual(change(profiles.forgotten, { purpose: "history" }), {
    ...{ granted: undefined, put: [[1, SESSION]], remove: [3], empty: false },
  });
  assert.deepEqual(change(profiles.forgotten, { from: now - 2 * minute, until: now }).remove, [1, 2, 3]);
  assert.deepEqual(change(profiles.forgotten, { from: now - minute + 1, until: now }).remove, []);
  assert.deepEqual(change(profiles.unknownVisitor), {
    ...{ granted: [], put: [], remove: [1, 2, 3, 4], empty: true },
  });
});

test("what was forgotten comes back as it was, but for what is no longer allowed", () => {
  const before = profile(
    record({ session: grant(day), history: grant(day) }),
    event(1, 2 * minute, SESSION | HISTORY),
    event(2, minute, SESSION),
  );
  const gone = profiles.forgotten(before, moment, { event: 1 });
  assert.deepEqual(left(profiles.restored(gone, moment, [before.events[0]])), left(before));
  const revoked = profiles.revoked(gone, moment, ["history"]);
  assert.deepEqual(left(profiles.restored(revoked, moment, [before.events[0]])), [
    [1, SESSION],
    [2, SESSION],
  ]);
  const halved = profiles.forgotten(before, moment, { purpose: "history" });
  assert.deepEqual(left(profiles.restored(halved, moment, before.events)), left(before));
});

test("each kind of event is kept for the purposes that may keep it", () => {
  const [view, declare, show] = [1, 6, 7];
  const all = ["context", "session", "history", "interests", "region", "prediction"];
  for (const [kind, granted, expected] of [
    [view, all, SESSION | HISTORY | PREDICTION],
    [view, ["prediction"], PREDICTION],
    [view, ["context", "interests", "region"], 0],
    [declare, all, INTERESTS],
    [show, all, PREDICTION],
    [show, ["session", "history"], 0],
  ])
    assert.equal(profiles.purposesFor(kind, { granted }), expected, `kind ${kind}, ${granted}`);
});

test("a row without a place is read as before, and a preference is something to keep", () => {
  const old = { id: 1, at: now, kind: 1, purposes: HISTORY, key: "a" };
  const show = { ...old, id: 2, kind: 7, purposes: PREDICTION, position: 3, propensity: 9, parts: 2 ** 32 - 1 };
  const consent = record({ history: grant(), prediction: grant() });
  const read = profiles.readProfile({ consent, ids: [1, 2], rows: [old, show] }, moment);
  assert.deepEqual(read.damaged, []);
  assert.deepEqual(read.events, [{ ...old, position: 0, propensity: 0, parts: 0 }, show]);
  const unknown = profiles.unknownVisitor();
  assert.equal(profiles.isEmpty(unknown), true);
  const preferring = profiles.preferred(unknown, moment, { variety: 0 });
  assert.equal(profiles.isEmpty(preferring), false);
  assert.equal(profiles.isEmpty(profiles.preferred(preferring, moment, { variety: undefined })), true);
  assert.equal(
    profiles.isEmpty(profiles.chosen(unknown, moment, ["context"])),
    false,
    "a no is kept, so as not to ask again",
  );
});

test("what holds for a visit alone is gone half an hour after it", () => {
  const visit = record(
    { history: grant(day) },
    { preferences: { visit: true }, chosen: { at: now - 40 * minute, versions: [] } },
  );
  assert.equal(profile(visit, event(1, 30 * minute, HISTORY)).events.length, 1);
  assert.equal(profiles.isEmpty(profile(visit, event(1, 31 * minute, HISTORY))), true);
});
