/**
 * Tables for spreadsheets: RFC 4180 with a byte order mark, without which some of them take UTF-8 for something
 * else.
 */

/** A cell that begins with one of these is a formula to a spreadsheet, and names are anybody's to choose. */
const formula = /^[=+\-@\t\r]/

function cell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`
}
