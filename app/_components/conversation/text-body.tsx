'use client'
import { Fragment } from 'react'
import type { Mention } from '#protocol/entities/message.ts'
import { everybody } from '#protocol/values.ts'
import { showPerson } from './conversation-store.ts'
import { cutAtMentions } from './mention-parts.ts'
import { useTextParts } from './use-text-parts.ts'

interface Props {
  text: string
  mentions: readonly Mention[] | undefined
  me: string
}

/** The words of a message: text, links and people named in it, never markup. */
export function TextBody({ text, mentions, me }: Props) {
  if (!mentions || mentions.length === 0) return <Linked text={text} />
  return cutAtMentions(text, mentions).map(({ text: words, userId }, index) =>
    userId === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <Linked key={index} text={words} />
    ) : userId === me || userId === everybody ? (
      <mark
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        key={index}
        className="rounded-tag bg-mention px-1 text-mention-text [box-decoration-break:clone]"
      >
        {words}
      </mark>
    ) : (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        key={index}
        type="button"
        tabIndex={-1}
        onClick={() => showPerson(userId)}
        className="inline whitespace-pre-wrap rounded-tag text-start font-[500] text-link hover:underline"
      >
        {words}
      </button>
    ),
  )
}

function Linked({ text }: { text: string }) {
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
