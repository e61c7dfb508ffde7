'use client'
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import { useT } from '../i18n/use-t.ts'

export const LIST_WIDTH = { min: 264, default: 320, max: 420 } as const
const STEP = 16

const clamp = (width: number) => Math.round(Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, width)))

interface Props {
  /** Carries `--list-w`: while dragging only this variable changes, nothing is rendered. */
  frame: RefObject<HTMLElement | null>
  width: number
  onWidth: (width: number) => void
}

/** The edge between list and main pane: drag it, or focus it and use the arrows; a double click resets it. */
export function ListResizer({ frame, width, onWidth }: Props) {
  const t = useT('common')

  const rtl = () => frame.current !== null && getComputedStyle(frame.current).direction === 'rtl'
  const show = (next: number) => frame.current?.style.setProperty('--list-w', `${next}px`)

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    const handle: HTMLElement = event.currentTarget
    const [from, sign] = [event.clientX, rtl() ? -1 : 1]
    let next = width
    handle.setPointerCapture(event.pointerId)
    const dragging = new AbortController()
    const { signal } = dragging
    handle.addEventListener(
      'pointermove',
      move => {
        next = clamp(width + (move.clientX - from) * sign)
        show(next)
      },
      { signal },
    )
    handle.addEventListener(
      'lostpointercapture',
      () => {
        dragging.abort()
        if (next !== width) onWidth(next)
      },
      { signal },
    )
  }

  function onKeyDown(event: KeyboardEvent) {
    const sign = rtl() ? -1 : 1
    const next = {
      ArrowRight: width + STEP * sign,
      ArrowLeft: width - STEP * sign,
      Home: LIST_WIDTH.min,
      End: LIST_WIDTH.max,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    show(clamp(next))
    onWidth(clamp(next))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused and dragged
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resizeList')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      aria-valuetext={t('resizeListValue', { width })}
      tabIndex={0}
      onPointerDown={onPointerDown}
      // Else the browser may start to drag whatever text is selected and take the pointer away.
      onMouseDown={event => {
        event.preventDefault()
        event.currentTarget.focus({ preventScroll: true })
      }}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onWidth(LIST_WIDTH.default)}
      className="absolute inset-y-0 -end-1 z-2 hidden w-2 cursor-col-resize touch-none transition-colors duration-200 hover:bg-accent/25 focus-visible:bg-accent/40 focus-visible:outline-none active:bg-accent/40 rail:block"
    />
  )
}
