// What `privet dev` adds to each page of a site that somebody works on; no visitor ever gets it.
import { Inspector } from "./inspector.js";
import { follow } from "./news.js";

follow();
new Inspector();
