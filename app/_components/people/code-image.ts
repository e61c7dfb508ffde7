/** The QR card as a picture file, large enough to print. */
import { saveFile } from '../ui/save-file.ts'
import type { QrPath } from './qr-picture.ts'

const width = 1000
const height = 1240
const margin = 90

interface Card extends QrPath {
  fileName: string
  /** Below the code: whose it is, and one line more. */
  title: string
  subtitle: string
}

export async function saveCode({ fileName, title, subtitle, size, path }: Card): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = '#000'
  const scale = (width - 2 * margin) / size
  pen.setTransform(scale, 0, 0, scale, margin, margin)
  pen.fill(new Path2D(path))
  pen.resetTransform()
  pen.textAlign = 'center'
  const family = getComputedStyle(document.body).fontFamily
  pen.font = `600 52px ${family}`
  pen.fillText(title, width / 2, height - 170, width - 2 * margin)
  pen.font = `400 38px ${family}`
  pen.fillText(subtitle, width / 2, height - 105, width - 2 * margin)
  const picture = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (picture) saveFile(fileName, picture)
}
