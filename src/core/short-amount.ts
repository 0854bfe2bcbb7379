/** An amount of money for the toolbar's badge. Pure. */

/** At most four characters, which is what a badge has room for: `0.82`, `4.2`, `17`, `1.2k`. Rounded down: what is not there is not shown. */
export function shortAmount(balance: { amount: number } | undefined): string {
  if (!balance) return '';
  const amount = Math.max(0, balance.amount);
  const down = (value: number, digits: number) =>
    (Math.floor(value * 10 ** digits + 1e-9) / 10 ** digits).toFixed(digits);
  if (amount < 1) return down(amount, 2);
  if (amount < 10) return down(amount, 1);
  if (amount < 1000) return down(amount, 0);
  return amount < 10_000 ? `${down(amount / 1000, 1)}k` : amount < 1e6 ? `${down(amount / 1000, 0)}k` : '999k';
}
