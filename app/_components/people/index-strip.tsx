'use client'
import { type PointerEvent, useState } from 'react'

interface Props {
  letters: readonly string[]
  onLetter: (letter: string) => void
}

/**
 * The letters along the edge of the list: press one or slide over them. A shortcut for the eye and the finger only;
 * the sections themselves are headings.
 */
export function IndexStrip({ letters, onLetter }: Props) {
  const [under, setUnder] = useState<string | null>(null)

  function slide(event: PointerEvent<HTMLDivElement>) {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const at = Math.floor(((event.clientY - top) / height) * letters.length)
    const letter = letters[Math.min(letters.length - 1, Math.max(0, at))]
    if (!letter || letter === under) return
    setUnder(letter)
    onLetter(letter)
  }

  return (
    <div
      aria-hidden
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        slide(event)
      }}
      onPointerMove={event => event.buttons > 0 && slide(event)}
      onPointerUp={() => setUnder(null)}
      onPointerCancel={() => setUnder(null)}
      className="absolute inset-y-0 end-0 z-2 my-auto flex h-fit max-h-full w-6 touch-none select-none flex-col items-center py-2 coarse:w-8"
    >
      {letters.map(letter => (
        <span
          key={letter}
          className={`flex w-full flex-1 items-center justify-center py-px text-caption leading-3.5 ${letter === under ? 'font-[700] text-accent' : 'text-text-3'}`}
        >
          {letter}
        </span>
      ))}
      {under && (
        <span className="absolute end-10 top-1/2 flex size-14 -translate-y-1/2 items-center justify-center rounded-full bg-text text-display text-surface">
          {under}
        </span>
      )}
    </div>
  )
}
