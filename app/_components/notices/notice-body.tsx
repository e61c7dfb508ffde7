'use client'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Notice } from '#protocol/entities/notice.ts'
import { useFormats } from '../i18n/formats.ts'

/** Square where people are round: nobody can look like the server by choosing a name (reliability.md 4.3). */
export function SystemMark({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span className="flex size-11 flex-none items-center justify-center rounded-control bg-surface-2 text-text-2">
      <Icon aria-hidden />
    </span>
  )
}

/** A name of any script inside a sentence of another: it must not turn the sentence around. */
export const isolated = (name: string) => `\u2068${name}\u2069`

interface BodyProps {
  notice: Notice
  title: ReactNode
  text: string
  children?: ReactNode
}

/** What a notice says, when, and below it what can be done. */
export function Body({ notice, title, text, children }: BodyProps) {
  const formats = useFormats()
  return (
    <div className="min-w-0 flex-1">
      <div className="flex items-baseline gap-3">
        <p className="min-w-0 flex-1 break-words text-title text-text">{title}</p>
        <time
          dateTime={new Date(notice.time).toISOString()}
          title={formats.fullTime(notice.time)}
          className="flex-none text-meta text-text-3"
        >
          {formats.listTime(notice.time)}
        </time>
      </div>
      {text && (
        <p dir="auto" className="mt-0.5 whitespace-pre-wrap break-words text-body text-text-2">
          {text}
        </p>
      )}
      {children && <div className="mt-2 flex flex-wrap items-center gap-2 empty:hidden">{children}</div>}
    </div>
  )
}
