/**
 * Bundler loader: turns the ICU texts of one message file into the compact form the browser formats without a
 * parser. A malformed text stops the build and names its key.
 */
import compile from 'icu-minify/compile'

function compileAll(messages, path) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => {
      const here = path ? `${path}.${key}` : key
      if (typeof value !== 'string') return [key, compileAll(value, here)]
      try {
        return [key, compile(value)]
      } catch (cause) {
        throw new Error(`message "${here}": ${cause instanceof Error ? cause.message : cause}`)
      }
    }),
  )
}

export default function loader(source) {
  return `export default ${JSON.stringify(compileAll(JSON.parse(source), ''))}`
}
