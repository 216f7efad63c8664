// What is said of many runs.

const rising = (values) => [...values].sort((a, b) => a - b);

/** The middle value; of two in the middle their mean. */
export function median(values) {
  const sorted = rising(values);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * A 95 % interval of the median, which holds whatever the distribution: from the
 * k-th smallest to the k-th largest value, where k is the largest for which fewer
 * than k of n values lie on one side of the median with a chance of 2.5 % at
 * most (David and Nagaraja, Order Statistics, 7.1). Below six values no k is.
 */
export function interval(values) {
  const n = values.length;
  let k = 0;
  for (let chance = 0.5 ** n, sum = chance; sum <= 0.025; sum += chance) {
    chance *= (n - k) / (k + 1);
    k++;
  }
  if (!k) throw new Error(`${n} runs are too few for an interval`);
  const sorted = rising(values);
  return [sorted[k - 1], sorted[n - k]];
}
