/**
 * The two choices a page needs before anything else is loaded: theme and language. Everything else a person
 * sets lives in the local store. Storage may be refused (private mode); then the choice lasts as long as the page.
 */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Refused: nothing to do, the page already shows the choice.
  }
}
