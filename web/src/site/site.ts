// This file is privet-site.js: a page loads it where the site has something
// already that Privet can use, tags that say what visitors do, or lists.
export { order } from "./order.js";
export { read } from "./tags.js";
