import { io } from 'socket.io-client'
import type { Answer, WireError } from '#protocol/errors.ts'
import { PROTOCOL_VERSION } from '#protocol/version.ts'
import { readSignal } from '../arrivals.ts'
import { type Link, type LinkEnd, type Transport, unknownOutcome } from './transport.ts'

/**
 * The link over Socket.IO. In a browser the session cookie speaks for the person; elsewhere a token.
 * `url` undefined: the page's own origin.
 */
export function socketTransport(
  options: { url?: string; token?: string; deviceId?: string } = {},
): Transport {
  return {
    open(handlers): Link {
      const auth = { protocol: PROTOCOL_VERSION, token: options.token, deviceId: options.deviceId }
      const settings = {
        auth,
        transports: ['websocket', 'polling'],
        // A proxy that refuses the upgrade still lets polling through.
        tryAllTransports: true,
        reconnection: false,
        forceNew: true,
        timeout: 10_000,
      }
      const socket = options.url === undefined ? io(settings) : io(options.url, settings)
      let said: LinkEnd = { error: null }
      let ended = false
      const end = () => {
        if (ended) return
        ended = true
        socket.close()
        handlers.end(said)
      }
      socket.on('connect_error', (error: Error & { data?: Pick<WireError, 'code' | 'details'> }) => {
        if (error.data?.code) said = { error: error.data }
        end()
      })
      socket.on('disconnect', end)
      socket.onAny((name: string, payload: unknown) => {
        if (ended) return
        if (name === 'hello') {
          const hello = readSignal(name, payload)
          if (hello) handlers.hello(hello)
          return
        }
        if (name === 'closing') {
          const closing = readSignal(name, payload)
          if (closing) {
            const { reason, resumeAfterMs } = closing
            said = { error: { code: 'UNAVAILABLE', details: { reason } }, resumeAfterMs }
          }
        }
        if (name === 'session:revoked')
          said = { error: { code: 'UNAUTHENTICATED', details: { reason: 'session_ended' } } }
        handlers.event(name, payload)
      })
      return {
        async request(name, input, timeoutMs) {
          if (ended || !socket.connected) return unknownOutcome('There is no connection.')
          try {
            // A disconnect rejects it at once.
            return (await socket.timeout(timeoutMs).emitWithAck(name, input)) as Answer<never>
          } catch {
            return unknownOutcome(ended ? 'The connection was lost.' : 'The server did not answer in time.')
          }
        },
        signal(name, payload) {
          if (!ended && socket.connected) socket.volatile.emit(name, payload)
        },
        close: end,
      }
    },
  }
}
