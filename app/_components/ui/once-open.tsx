'use client'
import { type ComponentType, type LazyExoticComponent, Suspense, useState } from 'react'

/** Renders a lazily loaded overlay from its first opening on, so that its code is not fetched before. */
export function onceOpen<Props extends { open: boolean }>(
  Overlay: LazyExoticComponent<ComponentType<Props>>,
): ComponentType<Props> {
  return function OnceOpen(props: Props) {
    const [wanted, setWanted] = useState(props.open)
    if (props.open && !wanted) setWanted(true)
    return wanted ? (
      <Suspense fallback={null}>
        <Overlay {...props} />
      </Suspense>
    ) : null
  }
}
