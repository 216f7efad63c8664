/**
 * Whole percentages of amounts, of their sum. They add up to 100 exactly: what
 * rounding down leaves over goes to the largest remainders (Hamilton's method).
 * Where the sum is not above 0 a part of it has no meaning: all are 0.
 */
export function shares(amounts: readonly number[]): number[] {
  const sum = amounts.reduce((a, b) => a + b, 0);
  if (sum <= 0) return amounts.map(() => 0);
  const exact = amounts.map((amount) => (amount / sum) * 100);
  const whole = exact.map(Math.floor);
  const left = 100 - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((x, i) => [x - whole[i]!, i] as const).sort(([a, i], [b, j]) => b - a || i - j);
  for (const [, i] of byRemainder.slice(0, left)) whole[i]!++;
  return whole;
}
