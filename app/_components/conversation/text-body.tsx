'use client'
import { Fragment } from 'react'
import { useTextParts } from './use-text-parts.ts'

/** The words of a message: text and links, never markup. */
export function TextBody({ text }: { text: string }) {
  const parts = useTextParts(text)
  if (!parts) return text
  return parts.map(({ text: words, href }, index) =>
    href === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <Fragment key={index}>{words}</Fragment>
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        key={index}
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        // The message is the tab stop; Enter on it leads to what is inside.
        tabIndex={-1}
        draggable={false}
        className="text-link underline underline-offset-2 decoration-link/40 hover:decoration-link"
      >
        {words}
      </a>
    ),
  )
}
