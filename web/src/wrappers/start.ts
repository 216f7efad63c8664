import type { Config, Privet } from "../privet.js";

let started: Promise<Privet> | undefined;

/**
 * The page's Privet: what the script tag has started, else the site's own module,
 * which no bundler takes apart, as it loads its other files from beside itself.
 */
export function start({
  module = "/privet/privet.mjs",
  ...config
}: Config & { module?: string } = {}): Promise<Privet> {
  const { privet } = window;
  const load = async () => {
    const { init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(module, document.baseURI).href);
    return init(config) as Privet;
  };
  return (started ??= privet ? Promise.resolve(privet) : load());
}
