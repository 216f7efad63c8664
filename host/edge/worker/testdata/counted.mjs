// The worker under test, with two more addresses: one tells what has been counted in this isolate, one makes Go panic.

import { answer } from "./instance.mjs";

/** Requests that came, Go instances that were started, and how often any of them was entered. */
const count = { answers: 0, instances: 0, entries: 0 };

// From the outside, so that nothing is counted by the code that is under test. It starts Go only when it is asked.
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...module) {
    super(...module);
    count.instances++;
  }

  get exports() {
    const { resume, ...others } = super.exports;
    return { ...others, resume: () => (count.entries++, resume()) };
  }
};

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/count") return Response.json(count);
    count.answers++;
    if (pathname !== "/panic") return answer(request);
    const { from } = Array;
    Array.from = () => undefined; // Go reads the headers by it, and before it gives way
    try {
      return answer(request);
    } finally {
      Array.from = from;
    }
  },
};
