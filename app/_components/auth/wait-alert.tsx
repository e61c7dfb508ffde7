'use client'
import { useState } from 'react'
import { FormAlert } from './form-alert.tsx'

/** Counts down before the eyes; to the ears it is said once, when it begins. */
export function WaitAlert({ seconds, text }: { seconds: number; text: (seconds: number) => string }) {
  const [atFirst] = useState(seconds)
  return (
    <FormAlert tone="danger">
      <span aria-hidden>{text(seconds)}</span>
      <span className="sr-only">{text(atFirst)}</span>
    </FormAlert>
  )
}
