'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useOverlayStore } from './overlay-store.ts'
import { useTooltips } from './use-tooltips.ts'

const load = {
  menu: () => import('./menu-layer.tsx'),
  confirm: () => import('./confirm-layer.tsx'),
  toast: () => import('./toast-layer.tsx'),
  tooltip: () => import('./tooltip-layer.tsx'),
  dialog: () => import('./dialog-panel.tsx'),
}
const MenuLayer = lazy(load.menu)
const ConfirmLayer = lazy(load.confirm)
const ToastLayer = lazy(load.toast)
const TooltipLayer = lazy(load.tooltip)

/** Everything that floats, once per page. Nothing of it is fetched before somebody touches the page. */
export function Overlays() {
  const { menu, question, tip, toasts } = useOverlayStore()
  const [used, setUsed] = useState({ toast: false, tip: false })
  if (!used.toast && toasts.length > 0) setUsed({ ...used, toast: true })
  if (!used.tip && tip) setUsed({ ...used, tip: true })
  useTooltips()
  useWarmUp()
  return (
    <Suspense fallback={null}>
      {menu && <MenuLayer key={menu.id} menu={menu} />}
      {question && <ConfirmLayer key={question.id} question={question} />}
      {used.toast && <ToastLayer />}
      {used.tip && <TooltipLayer tip={tip} />}
    </Suspense>
  )
}

/** The first sign of a person fetches what they may open next, so that it opens at once, and offline as well. */
function useWarmUp() {
  useEffect(() => {
    const signs = ['pointermove', 'pointerdown', 'keydown'] as const
    const warm = () => {
      for (const sign of signs) removeEventListener(sign, warm)
      const fetchAll = () => {
        // Not reached now: the first use tries again.
        for (const part of Object.values(load)) part().catch(() => undefined)
      }
      // Safari has no idle callback.
      if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 3000 })
      else setTimeout(fetchAll, 1000)
    }
    for (const sign of signs) addEventListener(sign, warm, { passive: true })
    return () => {
      for (const sign of signs) removeEventListener(sign, warm)
    }
  }, [])
}
