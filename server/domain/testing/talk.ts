/** People who talk to each other in tests. */
import { v7 as uuidv7 } from 'uuid'
import type { Message, SendInput } from '#protocol/entities/message.ts'
import type { Context } from '../context.ts'
import { ensureEpoch } from '../epoch.ts'
import { requestFriend, respondToRequest } from '../friend-requests.ts'
import { createMessageWriter, type MessageWriter, type WriterOptions } from '../message-writer.ts'
import { Refusal } from '../refusal.ts'
import { TestHouse } from './house.ts'

/** A house with a writer in it. */
export class Talk {
  private constructor(
    readonly house: TestHouse,
    readonly writer: MessageWriter,
  ) {}

  static async open(options: WriterOptions = {}): Promise<Talk> {
    const house = await TestHouse.open()
    await ensureEpoch(house.database.db)
    return new Talk(house, createMessageWriter(house, house.url, options))
  }

  async close(): Promise<void> {
    await this.writer.close()
    await this.house.close()
  }

  /** Two friends and their conversation, which holds the line that tells of it, at seq 1. */
  async friends(a = 'ada', b = 'ben'): Promise<[Context, Context, string]> {
    const ada = await this.house.person(a)
    const ben = await this.house.person(b)
    return [ada, ben, await this.befriend(ada, ben)]
  }

  async befriend(ada: Context, ben: Context): Promise<string> {
    const { request } = await requestFriend(ada, { userId: ben.actor.userId, greeting: 'Hello' })
    const { conversation } = await respondToRequest(ben, { requestId: request.id, accept: true })
    return conversation!.id
  }

  /** @throws the refusal, if there was one */
  async send(
    person: Context,
    conversationId: string,
    text: string,
    more: Partial<SendInput> = {},
  ): Promise<Message> {
    const answer = await this.writer.send(person, textInput(conversationId, text, more))
    if (answer.ok) return answer.data.message
    const { code, message, details } = answer.error
    throw new Refusal(code, message, { details })
  }

  /** One message after the other; resolves when the last one's push is out. */
  async say(person: Context, conversationId: string, ...texts: string[]): Promise<Message[]> {
    const sent: Message[] = []
    for (const text of texts) sent.push(await this.send(person, conversationId, text))
    await this.writer.drain()
    return sent
  }
}

export function textInput(conversationId: string, text: string, more: Partial<SendInput> = {}): SendInput {
  return { conversationId, idClient: uuidv7(), type: 'text', content: { text }, ...more } as SendInput
}
