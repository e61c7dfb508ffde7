/** Runs in the app's page: from a click on a conversation, as the browser timed it, to painted. */

/** Resolves two frames after the message with this key stands, with the ms since the click. */
export function watchOpening(conversationId: string, key: string): Promise<number> {
  return new Promise(resolve => {
    let clicked = 0
    const note = ({ target, timeStamp }: MouseEvent) => {
      if (target instanceof Element && target.closest(`[data-row="${conversationId}"]`)) clicked = timeStamp
    }
    document.addEventListener('click', note, { capture: true })
    const observer = new MutationObserver(() => {
      if (clicked === 0 || !document.querySelector(`[data-key="${key}"]`)) return
      observer.disconnect()
      document.removeEventListener('click', note, { capture: true })
      // The first of them comes before the paint, the second after it.
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - clicked)))
    })
    observer.observe(document.body, { childList: true, subtree: true, attributes: true })
  })
}

Object.assign(globalThis, { watchOpening })
