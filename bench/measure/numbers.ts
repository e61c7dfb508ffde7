/** The middle of a few runs: one run that a neighbour on the machine disturbed must not decide. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** By nearest rank; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** Three significant digits are all that a busy machine gives. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toPrecision(3).replace(/\.?0+$/, '')
}
