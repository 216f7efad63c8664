/** Where contestants in a page find their files: all are at its origin. */
const fetched = (name) => fetch(new URL(name, location.origin));

export const site = {
  base: new URL("/", location.origin).href,
  script: (name, of) => `/${name}.js?${encodeURIComponent(of)}`,
  bytes: async (name) => new Uint8Array(await (await fetched(name)).arrayBuffer()),
  module: (name) => WebAssembly.compileStreaming(fetched(name)),
};
