import auth from './auth.json'
import chat from './chat.json'
import common from './common.json'
import errors from './errors.json'
import lines from './lines.json'
import notices from './notices.json'
import people from './people.json'
import settings from './settings.json'

export default { auth, chat, common, errors, lines, notices, people, settings }
