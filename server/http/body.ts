import type { IncomingMessage } from 'node:http'
import { badRequest, Refusal } from '#server/domain/refusal.ts'

/**
 * The body of a request as JSON; nothing beyond `maxBytes` is ever held, however long the caller goes on (I19).
 * @throws Refusal TOO_LARGE or BAD_REQUEST
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = (await readBytes(request, maxBytes)).toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The parser's own message quotes what it read.
    throw badRequest('The body is not JSON.')
  }
}

/** What is thrown away before an answer: a caller who is cut off while sending may never see why. */
const maxDiscarded = 16 * 1024 * 1024

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      request.pause()
      reject(tooLarge(maxBytes))
    }
    if (Number(request.headers['content-length'] ?? 0) > maxBytes + maxDiscarded) return giveUp()
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
      if (size > maxBytes + maxDiscarded) giveUp()
    })
    request.on('end', () =>
      size <= maxBytes ? resolve(Buffer.concat(chunks, size)) : reject(tooLarge(maxBytes)),
    )
    for (const cut of ['error', 'close'])
      request.on(cut, () => reject(badRequest('The body did not arrive.')))
  })
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal('TOO_LARGE', `The body is larger than ${maxBytes} bytes.`)
}
