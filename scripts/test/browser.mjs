/** Finds a Chromium for the stories, or installs Debian's where we may. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * @returns {Promise<string>} the path of the program
 * @throws Error saying how to get one
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist`)
  const found = named ?? (await ofPlaywright()) ?? installed.find(path => existsSync(path))
  if (!found && mayInstall()) installChromium()
  const path = found ?? installed.find(path => existsSync(path))
  if (!path) {
    throw new Error(
      'No Chromium found: run `npx playwright install chromium`, or set CHROMIUM_PATH to a Chromium or Chrome',
    )
  }
  if (mayInstall()) installFonts()
  return path
}

async function ofPlaywright() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : undefined
}

function mayInstall() {
  return (
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get') &&
    /debian|ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

function installChromium() {
  console.log('No Chromium here, installing the one of this system …')
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', 'chromium')
}

/** Without them Chinese is drawn as boxes, all of one width, and screenshots and line breaks mean nothing. */
function installFonts() {
  const known = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  if (known.status !== 0 || known.stdout.trim() !== '') return
  console.log('No Chinese font here, installing one …')
  aptGet('install', '-y', '--no-install-recommends', 'fonts-wqy-zenhei')
}

function aptGet(...args) {
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  })
  if (status !== 0) console.log(`apt-get ${args.join(' ')} failed: ${stderr.trim().split('\n').pop()}`)
}
