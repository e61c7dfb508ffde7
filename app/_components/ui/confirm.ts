import { nextId, useOverlayStore } from './overlay-store.ts'
import type { ConfirmOptions } from './overlay-types.ts'

/** Asks before doing. Resolves to true only on a yes; Escape and a second question mean no. */
export function confirm(options: ConfirmOptions): Promise<boolean> {
  useOverlayStore.getState().question?.answer(false)
  return new Promise(resolve => {
    const answer = (yes: boolean) => {
      useOverlayStore.setState({ question: null })
      resolve(yes)
    }
    useOverlayStore.setState({ question: { ...options, id: nextId(), answer } })
  })
}
