'use client'
import { useEffect, useState } from 'react'

/** Copies a text, and says for two seconds that it has. */
export function useCopied() {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = (text: string) => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return { copied, copy }
}
