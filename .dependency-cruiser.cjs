// The borders of the house (docs/architecture.md). A rule explains itself: its comment is what a person reads who crossed it.

const notInTests = '\\.test\\.tsx?$|/testing\\.ts$|/testing/'
const withoutSchemas =
  '^protocol/(defaults|errors|group-policy|kinds|limits|policy|text|values|version)\\.ts$'
const packages = names => `node_modules/(${names.join('|')})/`

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or three.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'running-needs-no-development-packages',
      severity: 'error',
      comment: 'What runs in production is installed without development dependencies.',
      // The loader compiles messages while the app is built, and never runs afterwards.
      from: {
        path: '^(protocol|db|server|client|app|pages)/',
        pathNot: [notInTests, '^app/_messages/loader\\.mjs$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'testing-stays-in-tests',
      severity: 'error',
      comment: 'Fakes and test databases are for tests; nothing that runs may lean on them.',
      from: { path: '^(protocol|db|server|client|app|pages)/', pathNot: notInTests },
      to: { path: ['^db/testing\\.ts$', '^(db|server|client)/testing/'] },
    },
    {
      name: 'nobody-imports-the-outside',
      severity: 'error',
      comment: 'End-to-end tests and benches look at the house from outside; the house does not look back.',
      from: { path: '^(protocol|db|server|client|app|pages)/' },
      to: { path: '^(e2e|bench|scripts)/' },
    },
    {
      name: 'protocol-is-alone',
      severity: 'error',
      comment: 'What both sides agree on may depend on neither of them.',
      from: { path: '^protocol/' },
      to: { path: '^(db|server|client|app|pages)/' },
    },
    {
      name: 'protocol-is-schemas-only',
      severity: 'error',
      comment: 'The protocol runs everywhere: it needs the schema library and no platform.',
      from: { path: '^protocol/', pathNot: notInTests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: packages(['zod']) },
    },
    {
      name: 'db-knows-tables-not-rules',
      severity: 'error',
      comment:
        'The database layer serves the business; it takes shared values from the protocol and knows nobody else.',
      from: { path: '^db/', pathNot: '^db/seed' },
      to: { path: '^(server|client|app|pages)/|^protocol/(operations|updates|signals|policy)' },
    },
    {
      name: 'domain-knows-no-transport',
      severity: 'error',
      comment: 'Business rules serve both doors; they may know neither.',
      from: { path: '^server/domain/' },
      to: { path: `^(server/(hub|http|operations)|app)/|${packages(['next', 'react', 'socket\\.io'])}` },
    },
    {
      name: 'operations-know-no-door',
      severity: 'error',
      comment: 'An operation is the same through either door, so it may know neither.',
      from: { path: '^server/(operations|auth|media|jobs)/', pathNot: notInTests },
      to: { path: `^server/(hub|http)/|${packages(['socket\\.io'])}` },
    },
    {
      name: 'doors-hold-no-sql',
      severity: 'error',
      comment: 'The hub and HTTP are thin: what is asked of the database is asked in the domain.',
      from: { path: '^server/(hub|http)/', pathNot: notInTests },
      to: { path: `^db/schema/|${packages(['drizzle-orm', 'postgres'])}` },
    },
    {
      name: 'server-knows-no-screen',
      severity: 'error',
      comment: 'The server serves any client; ours is one of them.',
      from: { path: '^server/', pathNot: notInTests },
      to: { path: '^(client|app|pages)/' },
    },
    {
      name: 'client-knows-the-protocol-only',
      severity: 'error',
      comment: 'The engine talks to the server through the protocol, and screens come to the engine.',
      from: { path: '^client/' },
      to: { path: `^(server|db|app)/|${packages(['next', 'next-auth'])}` },
    },
    {
      name: 'no-schemas-in-the-browser',
      severity: 'error',
      comment:
        'The schema library weighs more than the engine (docs/decisions/011): the browser takes types of the protocol, values only from its files without schemas, and looks at arrivals with client/arrivals.ts.',
      from: { path: '^(client|app/_components)/', pathNot: notInTests },
      to: {
        path: '^protocol/|node_modules/zod/',
        pathNot: withoutSchemas,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'files-without-schemas-stay-so',
      severity: 'error',
      comment: 'The browser takes values from these files: they may not bring the schema library along.',
      from: { path: withoutSchemas },
      to: {
        path: '^protocol/|node_modules/zod/',
        pathNot: withoutSchemas,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-file-knows-socket-io',
      severity: 'error',
      comment: 'The engine speaks to a transport; only client/transport/socket.ts knows which.',
      from: { path: '^(client|app)/', pathNot: `^client/transport/socket\\.ts$|${notInTests}` },
      to: { path: packages(['socket\\.io-client', 'socket\\.io']) },
    },
    {
      name: 'engine-knows-no-react',
      severity: 'error',
      comment: 'The engine is tested and used without a browser; only client/react knows React.',
      from: { path: '^client/', pathNot: '^client/react/' },
      to: { path: packages(['react', 'react-dom']) },
    },
    {
      name: 'store-alone-knows-indexeddb',
      severity: 'error',
      comment: 'Tables and their versions live in client/store; everybody else asks it.',
      from: { path: '^(client|app)/', pathNot: `^client/store/|${notInTests}` },
      to: { path: packages(['idb', 'fake-indexeddb']) },
    },
    {
      name: 'components-live-in-the-browser',
      severity: 'error',
      comment:
        'Components know the engine by client/react and client/types, make it with client/browser, clear after others with store/leftovers, and know the protocol; no server, no database, no other inner parts.',
      from: { path: '^app/_components/' },
      to: { path: '^(server|db)/|^client/(?!react/|types\\.ts|browser\\.ts|store/leftovers\\.ts)' },
    },
    {
      name: 'pages-ask-only-who-is-there',
      severity: 'error',
      comment: 'Pages render the shell and ask server/auth; data comes from the local store.',
      from: { path: '^(app|pages)/', pathNot: '^app/_components/' },
      to: { path: '^server/(?!auth/)|^db/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '\\.(css|json)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
