// This file is privet-transfer.js: what a page loads when a visitor wants their profile on another device.
// testdata/transfer/README.md says what the bytes mean.

export { brought, code, unsealCode } from "./code.js";
export { draw } from "./draw.js";
export { seal, unseal, type Sealed } from "./sealed.js";
