import { type Signal, type SignalName, signals } from '#protocol/signals.ts'
import { type Update, type UpdateName, updates } from '#protocol/updates.ts'

/** What the hub pushed, looked at before the engine leans on it. */

export const isUpdateName = (word: string): word is UpdateName => Object.hasOwn(updates, word)

/** The payload of an update, or undefined where it is none that this program understands. */
export function readUpdate<N extends UpdateName>(word: N, payload: unknown): Update<N> | undefined {
  const { success, data } = updates[word].safeParse(payload)
  return success ? (data as Update<N>) : undefined
}

/** The payload of a signal, or undefined where it is malformed. */
export function readSignal<N extends SignalName>(word: N, payload: unknown): Signal<N> | undefined {
  const { success, data } = signals[word].safeParse(payload)
  return success ? (data as Signal<N>) : undefined
}
