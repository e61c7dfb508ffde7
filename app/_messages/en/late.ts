import console from './console.json'
import group from './group.json'
import join from './join.json'

export default { console, group, join }
