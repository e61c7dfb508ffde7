import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

const cells = (text: string) => text.slice(1, -2)

test('whoever calls themselves like a formula does not run in the spreadsheet of an owner', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://evil.test","Ada")']) {
    const cell = cells(csvOf([[name]]))
    expect(cell.replace(/^"/, '').startsWith("'"), name).toBe(true)
  }
  expect(cells(csvOf([['Ada - owner']]))).toBe('Ada - owner')
})

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(
    cells(
      csvOf([
        ['Ada, the first', 'says "hi"'],
        ['two\nlines', '小明'],
      ]),
    ),
  ).toBe('"Ada, the first","says ""hi"""\r\n"two\nlines",小明')
})

test('the table begins with the mark by which spreadsheets know its letters', () => {
  expect(csvOf([['小明']]).charCodeAt(0)).toBe(0xfeff)
})
