import { answer } from "./instance.mjs";

export default { fetch: answer };
