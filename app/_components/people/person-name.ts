import type { PersonView } from '#client/types.ts'

export interface PersonName {
  /** What they are called everywhere: my remark, else their display name. */
  name: string
  /** Their own display name, where my remark hides it. */
  own: string | null
  /** `@ada`; empty where nothing is known. */
  handle: string
}

/** The names of a person in order of precedence. A deleted one keeps only what I call them. */
export function personName({ user, friend, name }: PersonView, deletedName: string): PersonName {
  const remark = friend?.remark ?? ''
  if (user?.deleted) return { name: remark || deletedName, own: null, handle: '' }
  const own = user?.displayName ?? ''
  return {
    name: remark || own || name,
    own: remark && own && remark !== own ? own : null,
    handle: user ? `@${user.username}` : '',
  }
}
