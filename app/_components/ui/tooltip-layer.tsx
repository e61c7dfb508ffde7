'use client'
import { Tooltip } from '@base-ui/react/tooltip'
import type { Tip } from './overlay-store.ts'

/** Draws the one tooltip there is. It repeats the accessible name of its button, so it is hidden from readers. */
export default function TooltipLayer({ tip }: { tip: Tip | null }) {
  return (
    <Tooltip.Root open={tip !== null}>
      <Tooltip.Portal>
        <Tooltip.Positioner anchor={tip?.at ?? null} sideOffset={6} collisionPadding={8} className="z-60">
          <Tooltip.Popup
            aria-hidden
            className="pointer-events-none flex items-center gap-2 rounded-control bg-text px-2 py-1 text-meta text-surface transition-[opacity,scale] duration-(--pop-for) ease-out data-starting-style:scale-(--pop-scale) data-starting-style:opacity-0"
          >
            {tip?.text}
            {tip?.keys && <kbd className="font-sans opacity-70">{tip.keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
