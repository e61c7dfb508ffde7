/**
 * Look-ups that arrive while one is on its way share the next: a flood costs queries one after another, not one each
 * (I19), and no answer is older than its question (I6).
 */
export type Gathered<Value> = (key: string) => Promise<Value | undefined>

interface Round<Value> {
  keys: Set<string>
  answer: Promise<ReadonlyMap<string, Value>>
}

/** @param find what there is of these keys; where it fails, everybody of that round is told, and nobody else */
export function gather<Value>(
  find: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
): Gathered<Value> {
  let current: Promise<unknown> = Promise.resolve()
  let next: Round<Value> | undefined

  function open(): Round<Value> {
    const round: Round<Value> = { keys: new Set(), answer: current.then(ask, ask) }
    function ask() {
      // Closed only now: whoever asked before this moment gets an answer that is not older than the question.
      next = undefined
      return find([...round.keys])
    }
    current = round.answer
    return round
  }

  return async key => {
    next ??= open()
    next.keys.add(key)
    return (await next.answer).get(key)
  }
}
