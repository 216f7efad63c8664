// The worker under test, with two more addresses: one tells what has been counted, one makes Go panic.

import { answer, count } from "./instance.mjs";

export default {
  fetch(request) {
    switch (new URL(request.url).pathname) {
      case "/count":
        return Response.json(count);
      case "/panic":
        return answer({}); // no Request: it has no headers
      default:
        return answer(request);
    }
  },
};
