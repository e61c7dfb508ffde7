import { type NextRequest, NextResponse } from 'next/server'

/**
 * Gives every page its own Content-Security-Policy with a fresh nonce. Next reads the nonce from the request's
 * copy of the policy and puts it on its scripts; our layout reads `x-nonce`. Whoever is signed in is asked for by
 * the pages, never here.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
  const policy = contentSecurityPolicy(nonce, request)

  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('reporting-endpoints', 'csp="/api/v1/reports/csp"')
  if (isHttps(request)) {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
  return response
}

function contentSecurityPolicy(nonce: string, request: NextRequest) {
  const dev = process.env.NODE_ENV === 'development'
  return [
    "default-src 'none'",
    // React's development build rebuilds stacks with eval; production needs none.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    // The development server injects styles without a nonce when a file changes.
    `style-src-elem 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${webSocketSources(request)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    'report-to csp',
  ].join('; ')
}

/** Older WebKit does not count ws: and wss: to the same host as 'self', so they are named. */
function webSocketSources(request: NextRequest) {
  const host = request.headers.get('host') ?? ''
  // The header is the caller's: anything but a plain host and port could smuggle in a directive.
  if (!/^[a-z0-9.:[\]-]+$/i.test(host)) return ''
  return isHttps(request) ? ` wss://${host}` : ` ws://${host} wss://${host}`
}

/** PUBLIC_URL is the operator's word; forwarded headers are anyone's. */
function isHttps(request: NextRequest) {
  return process.env.PUBLIC_URL
    ? process.env.PUBLIC_URL.startsWith('https:')
    : request.nextUrl.protocol === 'https:'
}

export const config = {
  // No exception for prefetches: a browser may show what it fetched ahead, and it would come without a policy.
  matcher: [
    '/((?!api/|_next/static/|socket\\.io/|media/|healthz$|readyz$|metrics$|worker\\.js$|icon\\.svg$|icons/|manifest\\.webmanifest$).*)',
  ],
}
