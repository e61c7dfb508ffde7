import * as z from 'zod/mini'
import { Conversation, Draft } from './entities/conversation.ts'
import { Friend, FriendRequest } from './entities/friendship.ts'
import { Group, GroupPreview, Invite, JoinRequest, LogEntry, Member } from './entities/group.ts'
import { Mention, Message } from './entities/message.ts'
import { Notice } from './entities/notice.ts'
import { Account, Session, Settings, User } from './entities/user.ts'
import { errorStatus, reasonCodes } from './errors.ts'
import { limits } from './limits.ts'
import { operations } from './operations/index.ts'
import { Changes, PullItem } from './operations/sync.ts'
import { clientSignals, Handshake, Presence, signals } from './signals.ts'
import { updates } from './updates.ts'

/**
 * The wire as plain data: what the reference page is written from, and what the version's fingerprint is taken of.
 * Inputs are as a caller writes them, outputs as a client reads them.
 */
export function outlineWire() {
  return {
    entities: shapes(entities),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { summary, input, output, errors, auth }]) => [
        name,
        { summary, auth, errors: [...errors], input: shape(input), output: shape(output) },
      ]),
    ),
    updates: shapes(updates),
    signals: shapes(signals),
    clientSignals: shapes(clientSignals),
    handshake: shape(Handshake),
    errors: { ...errorStatus },
    reasons: { ...reasonCodes },
    limits: { ...limits },
  }
}

const entities = {
  User,
  Settings,
  Session,
  FriendRequest,
  Friend,
  Mention,
  Message,
  Draft,
  Conversation,
  Group,
  Member,
  JoinRequest,
  Invite,
  GroupPreview,
  LogEntry,
  Notice,
  Account,
  Presence,
  PullItem,
  Changes,
}

/** A schema in words like TypeScript's: `{ id: uuid, seq: int, draft?: … | null }`. */
export function shape(schema: z.ZodMiniType): string {
  return words(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json)
}

const shapes = (table: Record<string, z.ZodMiniType>) =>
  Object.fromEntries(Object.entries(table).map(([name, schema]) => [name, shape(schema)]))

interface Json {
  type?: string | string[]
  properties?: Record<string, Json>
  required?: string[]
  items?: Json
  prefixItems?: Json[]
  anyOf?: Json[]
  oneOf?: Json[]
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  maxLength?: number
  maxItems?: number
  additionalProperties?: Json | boolean
  propertyNames?: Json
}

function words(json: Json): string {
  if (json.const !== undefined) return JSON.stringify(json.const)
  if (json.enum) return json.enum.map(value => JSON.stringify(value)).join(' | ')
  const choices = json.anyOf ?? json.oneOf
  if (choices) return choices.map(words).join(' | ')
  if (json.type === 'object') return fields(json)
  if (json.type === 'array') {
    if (json.prefixItems) return `[${json.prefixItems.map(words).join(', ')}]`
    const items = json.items ? words(json.items) : 'any'
    return items.includes(' | ') ? `(${items})[]` : `${items}[]`
  }
  if (Array.isArray(json.type)) return json.type.join(' | ')
  if (json.type === 'integer') return 'int'
  if (json.type === 'string' && json.format === 'uuid') return 'uuid'
  return json.type ?? 'any'
}

function fields({ properties, required = [], additionalProperties, propertyNames }: Json): string {
  if (!properties) {
    const key = propertyNames ? words(propertyNames) : 'string'
    const value = typeof additionalProperties === 'object' ? words(additionalProperties) : 'any'
    return `{ [${key}]: ${value} }`
  }
  const parts = Object.entries(properties).map(
    ([name, json]) => `${name}${required.includes(name) ? '' : '?'}: ${words(json)}`,
  )
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}'
}
