import clsx from 'clsx'
import { Avatar, type AvatarSize } from './avatar.tsx'
import { avatarFill } from './hues.ts'
import { initials } from './initials.ts'

const boxes: Record<AvatarSize, string> = {
  20: 'size-5',
  28: 'size-7',
  36: 'size-9',
  44: 'size-11',
  72: 'size-18',
}
/** A letter smaller than this is a smudge. */
const SMALLEST_LETTER_PX = 5

export interface MosaicMember {
  userId: string
  name: string
}

export interface GroupAvatarProps {
  title: string
  /** The first members, nine at most; none draws the title's initials. */
  members: readonly MosaicMember[]
  size?: AvatarSize
  className?: string
}

/**
 * The picture of a group: the faces of its first members in rows, fuller rows below. Decoration: the title stands
 * beside it.
 */
export function GroupAvatar({ title, members, size = 44, className }: GroupAvatarProps) {
  const faces = members.slice(0, 9)
  if (faces.length === 0)
    return <Avatar id={title} name={title} kind="group" size={size} className={className} />
  const across = faces.length > 4 ? 3 : faces.length > 1 ? 2 : 1
  const tile = 100 / across
  const letterPx = ((size * tile) / 100) * 0.55
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex flex-none select-none flex-col items-stretch justify-center gap-px overflow-hidden rounded-group bg-line p-px',
        boxes[size],
        className,
      )}
    >
      {rowsOf(faces, across).map(row => (
        <span
          key={row[0]?.userId}
          className="flex w-full justify-center gap-px"
          style={{ height: `${tile}%` }}
        >
          {row.map(({ userId, name }) => (
            <span
              key={userId}
              className={clsx(
                'flex h-full items-center justify-center overflow-hidden font-[600] leading-none text-white',
                avatarFill(userId),
              )}
              style={{ width: `${tile}%`, fontSize: letterPx }}
            >
              {letterPx >= SMALLEST_LETTER_PX && letterOf(name, across)}
            </span>
          ))}
        </span>
      ))}
    </span>
  )
}

/** Whatever does not fill a row stands on top, so that the picture has a ground. */
function rowsOf(faces: readonly MosaicMember[], across: number): MosaicMember[][] {
  const first = faces.length % across || across
  const rows = [faces.slice(0, first)]
  for (let at = first; at < faces.length; at += across) rows.push(faces.slice(at, at + across))
  return rows
}

/** A small tile has room for one character. */
function letterOf(name: string, across: number): string {
  const all = initials(name)
  return across === 1 ? all : (Array.from(all)[0] ?? '')
}
