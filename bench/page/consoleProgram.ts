/** Runs in the app's page: from asking for the console of a group to its members painted. */

/** Goes there as a link of the app does; resolves two frames after rows of members stand, with the ms since. */
export function openConsole(path: string): Promise<number> {
  return new Promise(resolve => {
    const began = performance.now()
    const observer = new MutationObserver(() => {
      if (document.querySelectorAll('[role="grid"] [role="row"]').length < 5) return
      observer.disconnect()
      // The first of them comes before the paint, the second after it.
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)))
    })
    observer.observe(document.body, { childList: true, subtree: true })
    history.pushState({ depth: 1 }, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
  })
}

Object.assign(globalThis, { openConsole })
