'use client'
import clsx from 'clsx'
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

/** A sentence above a form that concerns all of it. Announced at once when it is an error. */
export function FormAlert({ tone, children }: { tone: 'info' | 'danger'; children: ReactNode }) {
  const Icon = tone === 'info' ? Info : CircleAlert
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={clsx(
        'flex items-start gap-2.5 rounded-control px-3 py-2.5 text-small',
        tone === 'info' ? 'bg-selected text-text' : 'border border-danger text-danger',
      )}
    >
      <Icon aria-hidden className="mt-px size-4" />
      <span className="min-w-0 flex-1">{children}</span>
    </div>
  )
}
