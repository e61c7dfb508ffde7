import type * as z from 'zod/mini'
import { accounts } from './accounts.ts'
import { conversations } from './conversations.ts'
import { groups } from './groups.ts'
import { joining } from './joining.ts'
import { messages } from './messages.ts'
import { people } from './people.ts'
import { sync } from './sync.ts'

/** The one table of operations: both doors, the engine, the tests and the reference page read it. */
export const operations = {
  ...accounts,
  ...people,
  ...conversations,
  ...groups,
  ...joining,
  ...messages,
  ...sync,
}

export type OperationName = keyof typeof operations
export const operationNames = Object.keys(operations) as OperationName[]

/** What a caller writes. */
export type Input<N extends OperationName> = z.input<(typeof operations)[N]['input']>
/** What a handler gets: parsed and cleaned. */
export type Parsed<N extends OperationName> = z.output<(typeof operations)[N]['input']>
export type Output<N extends OperationName> = z.infer<(typeof operations)[N]['output']>
