// Plain JavaScript, as somebody would write it who cares: typed arrays, four
// sums that do not wait for each other (twice as fast as one), and a heap of the
// best 20 whose worst turns nearly every item away.

export async function open({ items, vectors, visitor }, site) {
  const rows = Float32Array.from(new Int8Array((await site.bytes(vectors)).buffer));
  return () => rank(rows, Float32Array.from(visitor), items, 20);
}

function rank(rows, u, items, top) {
  const best = new Int32Array(top); // a heap, the worst first
  const scores = new Float32Array(top);
  let size = 0;
  let floor = -Infinity;
  for (let i = 0, at = 0; i < items; i++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let k = 0; k < u.length; k += 4, at += 4) {
      a += u[k] * rows[at];
      b += u[k + 1] * rows[at + 1];
      c += u[k + 2] * rows[at + 2];
      d += u[k + 3] * rows[at + 3];
    }
    const score = a + b + c + d;
    if (score <= floor) continue; // an equal one came earlier, and stays
    if (size < top) rise(size++, i, score);
    else sink(size, i, score);
    if (size == top) floor = scores[0];
  }
  const list = [];
  while (size) {
    list.unshift(best[0]);
    sink(--size, best[size], scores[size]);
  }
  return list;

  function worse(i, j) {
    return scores[i] < scores[j] || (scores[i] == scores[j] && best[i] > best[j]);
  }
  function put(at, item, score) {
    best[at] = item;
    scores[at] = score;
  }
  function rise(at, item, score) {
    put(at, item, score);
    for (let up; at && worse(at, (up = (at - 1) >> 1)); at = up) swap(at, up);
  }
  function sink(size, item, score) {
    put(0, item, score);
    for (let at = 0, down; (down = 2 * at + 1) < size; at = down) {
      if (down + 1 < size && worse(down + 1, down)) down++;
      if (!worse(down, at)) break;
      swap(at, down);
    }
  }
  function swap(i, j) {
    const [item, score] = [best[i], scores[i]];
    put(i, best[j], scores[j]);
    put(j, item, score);
  }
}
