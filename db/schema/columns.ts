import { bigint, customType, uuid } from 'drizzle-orm/pg-core'

/** Milliseconds since the epoch, as the wire has them: no time zones, no rounding between the two. */
export const time = () => bigint({ mode: 'number' })
/** A counter of a feed. */
export const counter = () => bigint({ mode: 'number' })
export const id = () => uuid()
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
