/** Ids for tests, readable by their end. */
export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const me = idOf(1)
export const ada = idOf(2)
export const bob = idOf(3)
