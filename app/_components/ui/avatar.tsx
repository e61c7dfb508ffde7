'use client'
import clsx from 'clsx'
import { useState } from 'react'
import { avatarFill } from './hues.ts'
import { initials } from './initials.ts'

export type AvatarSize = 20 | 28 | 36 | 44 | 72

const boxes: Record<AvatarSize, string> = {
  20: 'size-5 text-[9px]',
  28: 'size-7 text-[11px]',
  36: 'size-9 text-[14px]',
  44: 'size-11 text-[17px]',
  72: 'size-18 text-[28px]',
}
const dots: Record<AvatarSize, string> = {
  20: 'size-1.5 ring-1',
  28: 'size-2 ring-2',
  36: 'size-2.5 ring-2',
  44: 'size-3 ring-2',
  72: 'size-4 ring-3',
}

export interface AvatarProps {
  /** Chooses the hue. */
  id: string
  name: string
  src?: string | null
  /** People are circles, groups rounded squares. */
  kind?: 'person' | 'group'
  size?: AvatarSize
  /** Shows the green dot; say it in words beside the avatar as well. */
  online?: boolean
  /** Only where no name stands beside it; otherwise the picture is decoration. */
  label?: string
  className?: string
}

/** A picture, or initials on a hue that always belongs to the same id. */
export function Avatar({ id, name, src, kind = 'person', size = 44, online, label, className }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null)
  const shape = kind === 'group' ? 'rounded-group' : 'rounded-full'
  const shown = src && src !== broken
  return (
    <span
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={clsx('relative inline-block flex-none select-none', boxes[size], className)}
    >
      {shown ? (
        // biome-ignore lint/performance/noImgElement: the server makes thumbnails; there is no optimiser
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(src)}
          className={clsx('size-full bg-surface-2 object-cover', shape)}
        />
      ) : (
        <span
          dir="auto"
          className={clsx(
            'flex size-full items-center justify-center overflow-hidden font-[600] leading-none text-white',
            avatarFill(id),
            shape,
          )}
        >
          {initials(name)}
        </span>
      )}
      {online && (
        <span
          className={clsx(
            'absolute end-0 bottom-0 rounded-full bg-online ring-(--avatar-ring,var(--color-surface))',
            dots[size],
          )}
        />
      )}
    </span>
  )
}
