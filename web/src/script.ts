import { init } from "./module.js";

// <script src="/privet/privet.js" data-manifest="/privet/manifest.json" defer></script>
const { src, dataset } = document.currentScript as HTMLScriptElement;
window.privet = init({ manifest: new URL("manifest.json", src).href, ...dataset });
