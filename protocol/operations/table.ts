import type * as z from 'zod/mini'
import type { ErrorName } from '../errors.ts'

/** One thing a client can ask for. */
export interface OperationSpec {
  /** One sentence for the reference page. */
  summary: string
  input: z.ZodMiniType
  output: z.ZodMiniType
  /** Refusals beyond the common ones. */
  errors: readonly ErrorName[]
  /** `none`: no session needed, and HTTP only. */
  auth: 'session' | 'none'
}

export type OperationTable = Record<string, OperationSpec>
