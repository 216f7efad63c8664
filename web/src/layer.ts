declare global {
  interface Window {
    /** What the site tells its other tools, as Google's tags began it. */
    dataLayer?: unknown;
  }
}

/**
 * Hears what is in dataLayer, and then what is pushed to it. The page's own push,
 * or another tool's over it, does what it did and returns what it returned;
 * `heard` comes after it, and must not throw.
 */
export function hear(layer: unknown[], heard: (entries: readonly unknown[]) => void): void {
  const push = layer.push;
  heard([...layer]);
  layer.push = function (...entries) {
    const answer = push.apply(this, entries);
    heard(entries);
    return answer;
  };
}
