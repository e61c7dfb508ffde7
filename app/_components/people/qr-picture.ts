/** QR codes as paths: no markup from a library, sharp at any size. */
import encodeQr from 'qr'

export interface QrPath {
  /** Modules along one side, quiet zone included. */
  size: number
  /** One rectangle for each run of dark modules. */
  path: string
}

export function qrPath(text: string): QrPath {
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: 2 })
  let path = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`
    }
  })
  return { size: rows.length, path }
}
