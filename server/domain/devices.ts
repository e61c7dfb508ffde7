/** What a browser says it is, in words its owner knows it by. */

// The order matters: nearly everybody claims to be Safari, and many to be Chrome.
const browsers: [name: string, sign: RegExp][] = [
  ['WeChat', /MicroMessenger\//],
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\/|Opera\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\/|Chromium\//],
  ['Safari', /Version\/[\d.]+.*Safari\//],
]

const systems: [name: string, sign: RegExp][] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['ChromeOS', /CrOS/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
]

/** A name for the list of devices: `Firefox, Windows`; what is not known is left out. */
export function deviceNameOf(userAgent: string): string {
  const known = [first(browsers, userAgent), first(systems, userAgent)].filter(name => name !== undefined)
  return known.join(', ') || 'Browser'
}

function first(table: [string, RegExp][], userAgent: string): string | undefined {
  return table.find(([, sign]) => sign.test(userAgent.slice(0, 500)))?.[0]
}
