'use client'
import { useEffect } from 'react'
import { useOverlayStore } from './overlay-store.ts'

const REST_MS = 500

/**
 * One pair of listeners for all tooltips: whatever carries `data-tip` shows it when a mouse rests on it or the
 * keyboard focuses it. Text after a line break is a key combination.
 */
export function useTooltips(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined

    const hide = () => {
      clearTimeout(timer)
      if (useOverlayStore.getState().tip) useOverlayStore.setState({ tip: null })
    }
    const show = (at: Element) => {
      const [text, keys] = at.getAttribute('data-tip')?.split('\n') ?? []
      // A button whose menu is open has said enough.
      if (!text || !at.isConnected || at.getAttribute('aria-expanded') === 'true') return
      useOverlayStore.setState({ tip: { at, text, keys } })
    }
    const tipped = (event: Event) =>
      event.target instanceof Element ? event.target.closest('[data-tip]') : null

    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      const at = tipped(event)
      if (at && useOverlayStore.getState().tip?.at === at) return
      hide()
      if (at) timer = setTimeout(show, REST_MS, at)
    }
    const onFocus = (event: FocusEvent) => {
      hide()
      const at = tipped(event)
      if (at?.matches(':focus-visible')) show(at)
    }

    const listening = new AbortController()
    const { signal } = listening
    document.addEventListener('pointerover', onOver, { signal })
    document.addEventListener('focusin', onFocus, { signal })
    for (const type of ['pointerdown', 'keydown', 'focusout'] as const) {
      document.addEventListener(type, hide, { signal })
    }
    document.addEventListener('scroll', hide, { signal, capture: true, passive: true })
    return () => {
      hide()
      listening.abort()
    }
  }, [])
}
