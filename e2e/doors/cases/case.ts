import { v7 as uuidv7 } from 'uuid'
import type { OperationName, operations } from '#protocol/operations/index.ts'
import { must } from '../../laws/world.ts'
import type { Caller } from '../caller.ts'
import type { Cast } from '../cast.ts'
import { text } from '../crew.ts'

/** What is asked, by whom (Ada unless said otherwise). */
export interface Asked {
  by?: Caller
  input: unknown
}
export type Ask = (cast: Cast) => Asked | Promise<Asked>

/** For one operation: a success, each refusal it lists, and what a stranger to the thing gets. */
export interface OperationCase<N extends OperationName> {
  success: Ask
  refusals: { [E in (typeof operations)[N]['errors'][number]]: Ask }
  /** How a person who has nothing to do with the thing is answered; null where there is no thing of anyone's. */
  stranger: { ask: Ask; answer: string } | null
}
/** A case for each of these operations: one that is left out does not compile. */
export type CasesOf<N extends OperationName> = { [O in N]: OperationCase<O> }

/** The id of nobody and nothing. */
export const nobody = () => uuidv7()

export const userId = (caller: Caller) => caller.person.user.id

export async function send(by: Caller, conversationId: string): Promise<{ seq: number; idClient: string }> {
  const input = text(conversationId)
  const { message } = must(await by.person.call('message:send', input))
  return { seq: message.seq, idClient: input.idClient }
}

export const strangersNothing = (input: (cast: Cast) => unknown): { ask: Ask; answer: string } => ({
  ask: cast => ({ by: cast.stranger, input: input(cast) }),
  answer: 'NOT_FOUND',
})

/** For refusals that `clockRefusals` and the like list: never asked. */
export const elsewhere: Ask = () => {
  throw new Error('listed as tried elsewhere')
}
