'use client'
import { useEffect } from 'react'

/**
 * Keeps `--app-h` at the height that can be seen. Browsers that know `interactive-widget` shrink the page for the
 * keyboard by themselves; iOS only moves its visual viewport, so the app follows that and undoes the scroll.
 */
export function useAppHeight(): void {
  useEffect(() => {
    const view = window.visualViewport
    if (!view) return
    const { style } = document.documentElement
    const fit = () => {
      // Zoomed in by pinching: the page must not shrink around the fingers.
      if (view.scale > 1.01) return
      const covered = window.innerHeight - view.height > 1
      if (covered) style.setProperty('--app-h', `${view.height}px`)
      else style.removeProperty('--app-h')
      if (covered && window.scrollY !== 0) window.scrollTo(0, 0)
    }
    view.addEventListener('resize', fit)
    view.addEventListener('scroll', fit)
    return () => {
      view.removeEventListener('resize', fit)
      view.removeEventListener('scroll', fit)
      style.removeProperty('--app-h')
    }
  }, [])
}
