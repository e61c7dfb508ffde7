import { pgTable, text } from 'drizzle-orm/pg-core'

/** What is true of this database as a whole: `epoch`, and after a restore `restoredTo`. */
export const meta = pgTable('meta', { key: text().primaryKey(), value: text().notNull() })
