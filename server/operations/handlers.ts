import type { OperationName, Output, operations, Parsed } from '#protocol/operations/index.ts'
import type { Context, VisitorContext } from '#server/domain/context.ts'

type ContextOf<N extends OperationName> = (typeof operations)[N]['auth'] extends 'none'
  ? VisitorContext
  : Context

/** A handler for every operation: forgetting one is a type error. */
export type Handlers = {
  [N in OperationName]: (context: ContextOf<N>, input: Parsed<N>) => Promise<Output<N>>
}
