import { describe, expect, test } from 'vitest'
import { prefixSlips, type Searchable, searchPeople } from './search.ts'

const cast: Record<string, Searchable> = {
  ada: { names: ['Ada Lovelace'], username: 'ada', pinyins: [] },
  ben: { names: ['Uncle Ben', 'Benjamin'], username: 'ben_j', pinyins: [] },
  zhang: { names: ['老板', '张三'], username: 'sunny', pinyins: ['lao ban|lb', 'zhang san|zs'] },
  chen: { names: ['陈小明'], username: 'xiaoming', pinyins: ['chen xiao ming|cxm'] },
  elodie: { names: ['Élodie'], username: 'elo', pinyins: [] },
}
const find = (query: string) => searchPeople(Object.keys(cast), key => cast[key]!, query)

describe('Dora looks for somebody', () => {
  test.each([
    ['ada', ['ada']],
    ['@ada', ['ada']],
    ['LOVE', ['ada']],
    ['uncle', ['ben']],
    ['benj', ['ben']],
    ['elodie', ['elodie']],
    ['Ｅｌｏ', ['elodie']],
    ['sunny', ['zhang']],
    ['张', ['zhang']],
    ['三', ['zhang']],
    ['老板', ['zhang']],
    ['zhangsan', ['zhang']],
    ['zhang san', ['zhang']],
    ['zhangs', ['zhang']],
    ['zs', ['zhang']],
    ['lb', ['zhang']],
    ['cxm', ['chen']],
    ['xm', ['chen']],
    ['小明', ['chen']],
  ])('%s', (query, found) => {
    expect(find(query)).toEqual(found)
  })

  test('a slip of the finger is forgiven, in names and in pinyin', () => {
    expect(find('lovalace')).toEqual(['ada'])
    expect(find('bejnamin')).toEqual(['ben'])
    expect(find('zahng')).toEqual(['zhang'])
    expect(find('xaoming')).toEqual(['chen'])
  })

  test('three letters that match nobody find nobody', () => {
    expect(find('adx')).toEqual([])
    expect(find('qqqq')).toEqual([])
  })

  test('who is called so exactly comes before whose name only holds it', () => {
    const people = [
      { names: ['Grandada'], username: 'x1', pinyins: [] },
      { names: ['Adam'], username: 'x2', pinyins: [] },
      { names: ['Ada'], username: 'x3', pinyins: [] },
    ]
    const found = searchPeople(people, person => person, 'ada')
    expect(found.map(person => person.names[0])).toEqual(['Ada', 'Adam', 'Grandada'])
  })

  test('nothing typed finds everybody, in their order', () => {
    expect(find('  ')).toEqual(Object.keys(cast))
  })
})

test('slips are counted against the nearest beginning', () => {
  expect(prefixSlips('benjamin', 'benj')).toBe(0)
  expect(prefixSlips('benjamin', 'bejn')).toBe(1)
  expect(prefixSlips('benjamin', 'bnj')).toBe(1)
  expect(prefixSlips('ada', 'benj')).toBeGreaterThan(2)
})
