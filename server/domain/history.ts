/** Pages of a conversation's messages, in seq order, of what the asker may see and nothing else (I5). */
import { and, asc, between, desc, eq, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { messages } from '#db/schema/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { peopleOfMessage } from './appearing.ts'
import type { Context } from './context.ts'
import { type MessageRow, presentMessage } from './present.ts'
import { usersById } from './present-people.ts'
import { badRequest } from './refusal.ts'
import { loadMine } from './scope.ts'
import { type Run, seenRuns } from './visible.ts'

export async function readHistory(
  context: Context,
  input: Parsed<'message:history'>,
): Promise<Output<'message:history'>> {
  const { db } = context.database
  // Clients may count on the page of the protocol: where this server's is shorter they get what it has.
  if (input.limit > Math.max(limits.historyPage, context.limits.historyPage)) {
    throw badRequest(`"limit" must be at most ${context.limits.historyPage}.`)
  }
  const { own, conversation } = await loadMine(db, context.actor.userId, input.conversationId)
  // Judged as of this number: what is written while we read belongs to a later page.
  const runs = seenRuns(own, conversation.seq)
  const limit = Math.min(input.limit, context.limits.historyPage)
  const rows = await readPage(new Reader(db, conversation.id, runs), input, limit)
  const { before, after } = input
  // Within the runs every seq has its row, so the ends of the page say what lies beyond it.
  const first = rows[0]?.seq ?? before ?? (after ?? -1) + 1
  const last = rows.at(-1)?.seq ?? after ?? (before ?? end) - 1
  const found = rows.map(row => presentMessage(row, conversation))
  return {
    messages: found,
    users: await usersById(db, found.flatMap(peopleOfMessage)),
    reachedStart: runs.every(run => run.from >= first),
    reachedEnd: runs.every(run => run.to <= last),
  }
}

const end = Number.MAX_SAFE_INTEGER

async function readPage(
  reader: Reader,
  { before, after, around }: Pick<Parsed<'message:history'>, 'before' | 'after' | 'around'>,
  limit: number,
): Promise<MessageRow[]> {
  if (after !== undefined) return reader.upwards(after + 1, limit)
  if (around === undefined) return reader.downwards(before === undefined ? end : before - 1, limit)
  const below = await reader.downwards(around - 1, limit)
  const above = await reader.upwards(around, limit)
  // Half of the page each, and what one side does not fill goes to the other.
  const up = Math.min(above.length, limit - Math.min(below.length, Math.floor(limit / 2)))
  const down = Math.min(below.length, limit - up)
  return [...below.slice(below.length - down), ...above.slice(0, up)]
}

class Reader {
  constructor(
    private readonly db: Db,
    private readonly conversationId: string,
    private readonly runs: readonly Run[],
  ) {}

  /** The first rows at or above `from`, ascending. */
  upwards(from: number, limit: number): Promise<MessageRow[]> {
    return this.read(from, end, 'up', limit)
  }

  /** The last rows at or below `to`, ascending. */
  async downwards(to: number, limit: number): Promise<MessageRow[]> {
    return (await this.read(0, to, 'down', limit)).reverse()
  }

  private async read(from: number, to: number, way: 'up' | 'down', limit: number): Promise<MessageRow[]> {
    const ranges = this.runs
      .map(run => ({ from: Math.max(run.from, from), to: Math.min(run.to, to) }))
      .filter(run => run.from <= run.to)
    if (ranges.length === 0) return []
    return this.db
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.conversationId, this.conversationId),
          or(...ranges.map(range => between(messages.seq, range.from, range.to))),
        ),
      )
      .orderBy(way === 'up' ? asc(messages.seq) : desc(messages.seq))
      .limit(limit)
  }
}
